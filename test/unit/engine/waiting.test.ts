import assert from 'node:assert/strict';
import { CancelledError } from '../../../src/base/errors.ts';
import type { EngineContext } from '../../../src/engine/context.ts';
import { OthersWatch, waitForOthers, waitUntilFree } from '../../../src/engine/waiting.ts';
import type { ForeignRun } from '../../../src/ports/foreign-runs.ts';
import { systemClock } from '../../../src/node/system-clock.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { never } from '../../support/engine.ts';
import { manifest, projectOf } from '../../support/model.ts';

/** What stands in the way at a moment. */
interface Moment {
  readonly unsaved?: boolean;
  readonly git?: 'MERGE_HEAD' | 'rebase-merge' | 'index.lock';
  readonly run?: ForeignRun;
}

const npm: ForeignRun = { where: { kind: 'process', pid: 7 }, command: 'npm install left-pad' };

/** A world that goes from one moment to the next at each pause and stays at the last. */
function world(moments: readonly Moment[], patienceMs: number) {
  const said: string[] = [];
  let at = 0;
  const now = (): Moment => moments[Math.min(at, moments.length - 1)] ?? {};
  const context = {
    root: '/w',
    patienceMs,
    clock: {
      ...systemClock,
      now: () => new Date(at * 250),
      pause: async (_: number, signal: AbortSignal) => {
        if (signal.aborted) throw new CancelledError();
        at++;
      },
    },
    documents: { isUnsaved: () => now().unsaved === true },
    files: {
      exists: async (path: string) => path === '/w/.git/HEAD' || path === `/w/.git/${now().git}`,
      read: async () => undefined,
    },
    others: { within: async () => (now().run === undefined ? [] : [now().run]) },
  } as unknown as EngineContext;
  const project = projectOf([manifest('')]);
  return {
    said,
    free: (signal = never) => waitUntilFree(context, project, (step) => said.push(step), signal),
    others: () => waitForOthers(context, project, (step) => said.push(step), never),
  };
}

describe('an operation waits', () => {
  const table: readonly (readonly [what: string, moments: readonly Moment[], said: readonly string[]])[] = [
    ['for nothing where nothing is in the way', [{}], []],
    [
      'until package.json is saved',
      [{ unsaved: true }, { unsaved: true }, {}],
      ['Waiting until package.json is saved'],
    ],
    ['for the end of a merge', [{ git: 'MERGE_HEAD' }, {}], ['Waiting for a merge or rebase']],
    ['for the end of a rebase', [{ git: 'rebase-merge' }, {}], ['Waiting for a merge or rebase']],
    ['for another git', [{ git: 'index.lock' }, {}], ['Waiting for git']],
    ["for somebody else's npm", [{ run: npm }, { run: npm }, {}], ['Waiting for "npm install left-pad"']],
    [
      'for one thing after the other',
      [{ unsaved: true }, { run: npm }, {}],
      ['Waiting until package.json is saved', 'Waiting for "npm install left-pad"'],
    ],
  ];
  for (const [what, moments, expected] of table) {
    it(what, async () => {
      const { said, free } = world(moments, Infinity);
      await free();
      assert.deepEqual(said, expected);
    });
  }

  it('as long as it may, and then says what was in the way', async () => {
    const cases = [
      [{ unsaved: true }, 'QM_UNSAVED'],
      [{ git: 'MERGE_HEAD' }, 'QM_GIT_BUSY'],
      [{ git: 'index.lock' }, 'QM_GIT_BUSY'],
      [{ run: npm }, 'QM_MANAGER_BUSY'],
    ] as const;
    for (const [moment, code] of cases) await assert.rejects(world([moment], 1_000).free(), { code });
  });

  it('until it is cancelled', async () => {
    await assert.rejects(world([{ unsaved: true }], Infinity).free(AbortSignal.abort()), CancelledError);
  });

  it('for nobody who came later: one after the other could keep it for ever', async () => {
    const later: ForeignRun = { where: { kind: 'process', pid: 8 }, command: 'npm install right-pad' };
    await world([{ run: npm }, { run: later }], 0).free();
    assert.equal(await world([{ run: npm }, { run: later }], 0).others(), true);
  });

  it('for other managers, and tells whether there was one', async () => {
    assert.equal(await world([{}], 0).others(), false);
    const { said, others } = world([{ run: npm }, { run: npm }, {}], 0);
    assert.equal(await others(), true);
    assert.deepEqual(said, ['Waiting for "npm install left-pad"']);
  });
});

describe('the watch for other package managers', () => {
  it('sees one that comes while it looks, twice a second, and none that comes later', async () => {
    const clock = new FakeClock();
    let [runs, looks]: [readonly ForeignRun[], number] = [[], 0];
    const others = {
      async within() {
        looks += 1;
        return runs;
      },
    };
    const [met, stopped] = [new OthersWatch({ others, clock }, '/w'), new OthersWatch({ others, clock }, '/w')];
    met.begin();
    stopped.begin();
    await new Promise(setImmediate);
    assert.deepEqual([met.seen, looks], [false, 2]);
    stopped.stop();
    runs = [npm];
    clock.advance(499);
    assert.equal(looks, 2);
    clock.advance(1);
    await new Promise(setImmediate);
    clock.advance(5_000);
    assert.deepEqual([met.seen, stopped.seen, looks], [true, false, 3]);
  });
});
