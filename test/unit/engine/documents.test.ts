import assert from 'node:assert/strict';
import { debounceMs, DocumentFeed } from '../../../src/engine/document-feed.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { quietMs, stillMs } from '../../../src/engine/intent.ts';
import { listenMs } from '../../../src/engine/stillness.ts';
import { isMissing } from '../../../src/model/finding.ts';
import type { InstallOutcome } from '../../../src/model/install.ts';
import type { Registry } from '../../../src/ports/registry.ts';
import type { Scanner } from '../../../src/ports/scanner.ts';
import type { UserState } from '../../../src/ports/user-state.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { contextOf, never, useEngines } from '../../support/engine.ts';
import { useTempProjects } from '../../support/temp-project.ts';
import { until } from '../../support/until.ts';

const file = 'src/a.js';

/** A registry that is down: what autopilot would install, it leaves to the user, and so it can be seen. */
const down: Registry = {
  packument: async () => ({ ok: false, reason: 'unreachable', message: 'down' }),
  currentPackument: async () => ({ ok: false, reason: 'unreachable', message: 'down' }),
  signature: async () => ({ kind: 'unreachable', reason: 'unreachable', message: 'down' }),
  isPublic: async () => false,
  origin: async () => ({ host: '', isPublic: false }),
  advisories: async () => ({ ok: false, reason: 'unreachable', message: 'down', remembered: [] }),
  savePrefix: async () => '^',
  isSwitchedOff: async () => false,
  ownPatience: async () => undefined,
  ownHosts: async () => new Set(),
  forget: () => undefined,
  announcedPause: async () => undefined,
  tarball: async () => ({ ok: false, reason: 'unreachable', message: 'down' }),
};

/** The real scanner; looks at a document or the folder that begin between `hold` and `go` end only after `release`. */
function slow(scanner: Scanner, held: 'scanDocument' | 'scanFolder') {
  const gate = Promise.withResolvers<void>();
  let isHolding = false;
  const look = async (...asked: readonly unknown[]): Promise<unknown> => {
    if (isHolding) await gate.promise;
    return Reflect.apply(scanner[held], scanner, asked);
  };
  return {
    scanner: new Proxy(scanner, {
      get: (target, key: keyof Scanner) => (key === held ? look : target[key].bind(target)),
    }),
    hold: () => (isHolding = true),
    go: () => (isHolding = false),
    release: () => gate.resolve(),
  };
}

describe('an engine whose documents take time to look at', () => {
  const makeProject = useTempProjects();
  const start = useEngines();

  /** An editor on src/a.js in autopilot, and what autopilot left to the user because the registry is down. */
  async function editor(onDisk: string, held: 'scanDocument' | 'scanFolder' = 'scanDocument') {
    const declared = { dependencies: { 'left-pad': '1.0.0' } };
    const files = { 'package.json': declared, 'node_modules/other/package.json': {}, [file]: onDisk };
    const app = makeProject({ files });
    const clock = new FakeClock();
    const { scanner, ...pace } = slow(contextOf(app).scanner, held);
    const { user } = contextOf(app);
    let modeReads = 0;
    const counted = new Proxy(user, {
      get(target, key: keyof UserState) {
        if (key === 'mode') modeReads += 1;
        return target[key].bind(target);
      },
    });
    const engine: Engine = await start(app, { clock, scanner, registry: down, user: counted });
    await engine.setMode('autopilot');
    const asked: InstallOutcome[] = [];
    engine.onDidAsk((outcome) => asked.push(outcome));
    let text = onDisk;
    let saves = 0;
    const feed = new DocumentFeed(
      {
        text: () => text,
        touched: () => engine.documents.touched(),
        look: (what, kind, signal) => engine.documents.changed(file, what, kind, signal),
        saved() {
          engine.documents.saved(file);
          saves += 1;
        },
        failed: (error) => assert.fail(String(error)),
      },
      clock.schedule,
    );
    feed.fromDisk();
    return {
      engine,
      clock,
      asked,
      modeReads: () => modeReads,
      ...pace,
      type(to: string) {
        text = to;
        feed.edited('typed');
        clock.advance(debounceMs);
      },
      save: () => feed.saved(),
      saved: (count: number) => until(() => saves === count),
      /** The packages that autopilot turned to, once it has been quiet. */
      async turnedTo() {
        clock.advance(quietMs);
        await until(() => asked.length > 0);
        return asked.flatMap((outcome) => outcome.asked.map((report) => report.package));
      },
    };
  }

  it('installs by itself what was saved while it was being looked at', async () => {
    const { engine, hold, release, type, save, saved, turnedTo } = await editor('');
    await engine.scan(never);
    hold();
    type("import 'zod';\n");
    save();
    release();
    await saved(1);
    assert.deepEqual(await turnedTo(), ['zod']);
  });

  it('does so where a look at the whole folder overtook it', async () => {
    const { engine, hold, go, release, type, save, saved, turnedTo } = await editor('');
    await engine.scan(never);
    hold();
    type("import 'zod';\n");
    go();
    await engine.scan(never);
    release();
    await new Promise(setImmediate);
    save();
    await saved(1);
    assert.deepEqual(await turnedTo(), ['zod']);
  });

  it('does not take half a name for standing still while the rest of it is being looked at', async () => {
    const { engine, clock, hold, release, type } = await editor('');
    const standing = (): readonly string[] =>
      engine.findings
        .filter(isMissing)
        .filter((finding) => engine.documents.standsStill(finding))
        .map((finding) => finding.package);
    await engine.scan(never);
    type("import 'zo';\n");
    await until(() => engine.findings.some(isMissing));
    hold();
    type("import 'zod';\n");
    clock.advance(stillMs);
    assert.deepEqual(standing(), []);
    release();
    await until(() => engine.findings.some((finding) => isMissing(finding) && finding.package === 'zod'));
    clock.advance(stillMs + listenMs);
    assert.deepEqual(standing(), ['zod']);
  });

  it('does not do so either where the keys of that time are heard of after the timer', async () => {
    const { engine, clock, type } = await editor('');
    const told: (readonly string[])[] = [];
    engine.onDidChange(() =>
      told.push(
        engine.findings
          .filter(isMissing)
          .filter((finding) => engine.documents.standsStill(finding))
          .map((finding) => finding.package),
      ),
    );
    await engine.scan(never);
    type("import 'zo';\n");
    await until(() => engine.findings.some(isMissing));
    clock.holdUp(stillMs);
    type("import 'zod';\n");
    await until(() => engine.findings.some((finding) => isMissing(finding) && finding.package === 'zod'));
    assert.deepEqual(told.flat(), []);
    clock.advance(stillMs + listenMs);
    assert.deepEqual(told.at(-1), ['zod']);
  });

  it('shows what an open document lacks before the first look at the folder has ended', async () => {
    const { engine, hold, release } = await editor("import 'left-pad';\nimport 'zod';\n", 'scanFolder');
    hold();
    const scan = engine.scan(never);
    await until(() => engine.findings.length > 0);
    assert.equal(engine.snapshot, undefined);
    const early = engine.findings.map(({ id }) => id);
    assert.deepEqual(early, ['undeclared::zod', 'uninstalled::left-pad']);
    release();
    await scan;
    assert.deepEqual(
      engine.findings.map(({ id }) => id),
      early,
    );
  });

  it('acts on nothing before that, and then on what was saved meanwhile', async () => {
    const { engine, asked, clock, modeReads, hold, release, type, save, saved, turnedTo } = await editor(
      '',
      'scanFolder',
    );
    hold();
    const scan = engine.scan(never);
    type("import 'zod';\n");
    save();
    await saved(1);
    const before = modeReads();
    clock.advance(quietMs);
    // It reads the mode anew before it does anything, and decides in the turn that follows.
    await until(() => modeReads() > before);
    await new Promise(setImmediate);
    assert.deepEqual(asked, []);
    release();
    await scan;
    assert.deepEqual(await turnedTo(), ['zod']);
  });
});
