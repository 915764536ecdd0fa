import assert from 'node:assert/strict';
import fs from 'node:fs';
import { Autopilot } from '../../../src/engine/autopilot.ts';
import { IntentTracker, quietMs, stillMs } from '../../../src/engine/intent.ts';
import type { MissingFinding } from '../../../src/model/finding.ts';
import type { InstallOutcome } from '../../../src/model/install.ts';
import type { Mode } from '../../../src/model/mode.ts';
import { undeclared, name, report } from '../../browser/support/builders.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { diskFiles } from '../../../src/node/disk-files.ts';
import { contextOf } from '../../support/engine.ts';
import { until } from '../../support/until.ts';
import { useTempProjects, type TempProject } from '../../support/temp-project.ts';

describe('Autopilot', () => {
  const makeProject = useTempProjects();
  const nothing: InstallOutcome = { operations: [], asked: [], blocked: [], planned: [] };

  /** Somebody typed an import of axios in src/a.ts and left it standing; the save is the test's. */
  function pilot(over: { mode?: Mode; trusted?: boolean; outcome?: () => InstallOutcome; app?: TempProject } = {}) {
    const clock = new FakeClock();
    const app = over.app ?? makeProject({ files: {} });
    const installed: string[][] = [];
    const asked: InstallOutcome[] = [];
    const errors: string[] = [];
    let asking = 0;
    const exists = async (file: string): Promise<boolean> => {
      asking += 1;
      return diskFiles.exists(file).finally(() => (asking -= 1));
    };
    const context = contextOf(app, {
      clock,
      files: { ...diskFiles, exists },
      trust: { isTrusted: () => over.trusted ?? true, onDidGrant: () => ({ dispose: () => undefined }) },
      log: {
        debug: () => undefined,
        info: () => undefined,
        warn: () => undefined,
        error: (message) => errors.push(message),
      },
    });
    const intent = new IntentTracker(clock);
    let settle: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => (settle = resolve));
    const autopilot = new Autopilot(context, intent, {
      mode: async () => {
        // What follows is decided in this turn, or after the look at the disk that the test waits for.
        setImmediate(settle);
        return over.mode ?? 'autopilot';
      },
      findings: () => [undeclared('axios', 'src/a.ts', 1), undeclared('dayjs', 'src/b.ts', 1)],
      install: async (findings: readonly MissingFinding[]) => {
        installed.push(findings.map((finding) => finding.package));
        return over.outcome?.() ?? nothing;
      },
      asked: (outcome) => asked.push(outcome),
    });
    intent.fromDisk('src/a.ts', []);
    intent.edited('src/a.ts', [name('axios')], false);
    clock.advance(stillMs);
    const save = (): void => {
      intent.saved('src/a.ts', [name('axios')], '');
      autopilot.poke();
    };
    /** Somebody typed an import of dayjs in src/b.ts as well, left it standing, and saved it. */
    const saveAnother = (): void => {
      intent.fromDisk('src/b.ts', []);
      intent.edited('src/b.ts', [name('dayjs')], false);
      clock.advance(stillMs);
      intent.saved('src/b.ts', [name('dayjs')], '');
      autopilot.poke();
    };
    /** Until it has acted or left it: it knew the mode, and its questions to the disk are answered. */
    const settled = async (): Promise<void> => {
      await answered;
      await until(() => asking === 0);
      await new Promise(setImmediate);
    };
    return { clock, autopilot, save, saveAnother, settled, installed, asked, errors };
  }

  it('installs what was meant, once it has been quiet after the save', async () => {
    const { clock, save, settled, installed, asked } = pilot();
    save();
    clock.advance(quietMs - 1);
    await new Promise(setImmediate);
    assert.deepEqual(installed, []);
    clock.advance(1);
    await settled();
    assert.deepEqual(installed, [['axios']]);
    assert.deepEqual(asked, []);
  });

  it('waits for the last of several saves', async () => {
    const { clock, save, settled, installed } = pilot();
    save();
    clock.advance(quietMs - 1);
    save();
    clock.advance(quietMs - 1);
    await new Promise(setImmediate);
    assert.deepEqual(installed, []);
    clock.advance(1);
    await settled();
    assert.deepEqual(installed, [['axios']]);
  });

  for (const mode of ['assist', 'off'] as const) {
    it(`does nothing in the mode ${mode}, and nothing later for what was typed in it`, async () => {
      const { clock, save, settled, installed } = pilot({ mode });
      save();
      clock.advance(quietMs);
      await settled();
      save();
      clock.advance(quietMs);
      await new Promise(setImmediate);
      assert.deepEqual(installed, []);
    });
  }

  it('does nothing in a workspace that is not trusted', async () => {
    const { clock, save, installed } = pilot({ trusted: false });
    save();
    clock.advance(quietMs);
    await new Promise(setImmediate);
    assert.deepEqual(installed, []);
  });

  for (const mark of ['MERGE_HEAD', 'CHERRY_PICK_HEAD', 'REVERT_HEAD', 'rebase-merge/head', 'rebase-apply/head']) {
    it(`does nothing in the middle of git's ${mark}`, async () => {
      const { clock, save, settled, installed } = pilot({
        app: makeProject({ files: { '.git/HEAD': '', [`.git/${mark}`]: '' } }),
      });
      save();
      clock.advance(quietMs);
      await settled();
      assert.deepEqual(installed, []);
    });
  }

  it('waits while another git holds the index, and goes on when it is gone', async () => {
    const app = makeProject({ files: { '.git/HEAD': '', '.git/index.lock': '' } });
    const { clock, save, settled, installed } = pilot({ app });
    save();
    clock.advance(quietMs);
    await settled();
    assert.deepEqual(installed, []);
    fs.rmSync(app.path('.git/index.lock'));
    clock.advance(quietMs);
    await settled();
    assert.deepEqual(installed, [['axios']]);
  });

  it('forgets what waits for another git where that one switched the branch', async () => {
    const app = makeProject({ files: { '.git/HEAD': '', '.git/index.lock': '' } });
    const { clock, autopilot, save, saveAnother, settled, installed } = pilot({ app });
    save();
    clock.advance(quietMs);
    await settled();
    autopilot.forget();
    fs.rmSync(app.path('.git/index.lock'));
    saveAnother();
    clock.advance(quietMs);
    await until(() => installed.length > 0);
    assert.deepEqual(installed, [['dayjs']]);
  });

  it('tells what the gate left to the user', async () => {
    const outcome = { ...nothing, asked: [report('axios', 'ask', undefined, ['lookalike', 'ask', 'Close.'])[1]] };
    const { clock, save, settled, asked } = pilot({ outcome: () => outcome });
    save();
    clock.advance(quietMs);
    await settled();
    await new Promise(setImmediate);
    assert.deepEqual(asked, [outcome]);
  });

  it('writes a failure to the log and goes on', async () => {
    const { clock, save, settled, errors } = pilot({
      outcome: () => {
        throw new Error('no journal');
      },
    });
    save();
    clock.advance(quietMs);
    await settled();
    await new Promise(setImmediate);
    assert.deepEqual(errors, ['autopilot could not install']);
  });

  it('forgets what waits when it is disposed', async () => {
    const { clock, autopilot, save, installed } = pilot();
    save();
    autopilot.dispose();
    clock.advance(quietMs);
    await new Promise(setImmediate);
    assert.deepEqual(installed, []);
  });
});
