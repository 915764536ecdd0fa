import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import type { EngineContext } from '../../src/engine/context.ts';
import { composeServices } from '../../src/hosts/compose.ts';
import type { SettlePlan } from '../../src/model/operation.ts';
import { cli, startCli, type CliResult } from '../support/cli.ts';
import { useCliProjects } from '../support/cli-projects.ts';
import { byHand, homeOf, never, requests, useEngines, useHermeticProcess } from '../support/engine.ts';
import { wholeTree } from '../support/engine-project.ts';
import { holdTarball, interruptedInstall, waitsForTarball } from '../support/interrupted.ts';
import type { TempProject } from '../support/temp-project.ts';
import { until } from '../support/until.ts';

interface Row extends Record<string, unknown> {
  readonly id: string;
  readonly status: string;
}
interface SettledDocument {
  readonly operation: Row | null;
  readonly settled: Row;
  readonly problem?: { readonly code: string };
}

/** What nobody can read, and so nobody can tell from the operation's own change. */
const mine = '{ "name": "mine", \n';

describe('an operation that was killed in the middle of a package.json that was edited then', () => {
  const projects = useCliProjects();
  const start = useEngines();
  useHermeticProcess();

  const recover = (app: TempProject, ...args: readonly string[]): Promise<CliResult> => cli(app, ['recover', ...args]);

  /** A project with fx-tiny, in which an install of fx-heavy was killed, and what it was before. */
  async function killed() {
    const app = projects.project();
    assert.equal((await cli(app, ['install', 'fx-tiny'])).code, 0);
    const before = wholeTree(app);
    await interruptedInstall(app, projects.registry, 'SIGKILL');
    projects.registry.setFault();
    app.write('package.json', mine);
    return { app, before };
  }

  /** What the command line keeps for the user of a project. */
  function stateOfCli(app: TempProject): Partial<EngineContext> {
    const home = path.join(homeOf(app), 'quartermaster');
    return composeServices({
      dataFolder: path.join(import.meta.dirname, '../../data'),
      workspaces: () => [app.folder],
      folders: { state: home, cache: path.join(home, 'cache') },
    });
  }

  it('is left to its user by the command line, which names both ways', async () => {
    const { app } = await killed();
    const first = await recover(app, '--json');
    const [row, ...others] = first.document<{ operations: readonly Row[] }>().operations;
    assert.deepEqual([first.code, row?.status, others], [1, 'needs-user', []]);
    assert.equal(app.read('package.json'), mine);
    const again = await recover(app);
    const id = row?.id.slice(0, 8) ?? '';
    assert.equal(again.code, 1, 'until it is settled');
    assert.match(again.stdout, new RegExp(`recover ${id} --keep +keeps what stands there$`, 'm'));
    assert.match(again.stdout, new RegExp(`recover ${id} --restore +puts back package\\.json$`, 'm'));
    assert.match(again.stderr, /QM_INTERRUPTED[^]*Keep what stands there, or put back what was there before\./);

    const dry = await recover(app, id, '--restore', '--dry-run', '--json');
    assert.deepEqual(dry.document(), {
      schema: 1,
      operation: null,
      planned: { settles: row?.id, how: 'restore', files: ['package.json'] },
    });
    const kept = await recover(app, id, '--keep', '--dry-run');
    assert.deepEqual([kept.code, kept.stdout], [0, 'Would change no file but node_modules.\n']);
    for (const [args, problem] of [
      [[id], /^QM_USAGE Say which side counts: --keep or --restore\./],
      [[id, '--keep', '--restore'], /^QM_USAGE --keep and --restore are two answers\./],
      [['--keep'], /^QM_USAGE Give the id of an operation\./],
    ] as const) {
      const { code, stderr } = await recover(app, ...args);
      assert.equal(code, 2);
      assert.match(stderr, problem);
    }
    assert.equal(app.read('package.json'), mine);
  });

  it('is taken back by --restore, and what stood there by a rollback of that', async () => {
    const { app, before } = await killed();
    const [row] = (await recover(app, '--json')).document<{ operations: readonly Row[] }>().operations;
    const id = row?.id ?? '';
    const restored = await recover(app, id, '--restore', '--json');
    const { operation, settled } = restored.document<SettledDocument>();
    assert.deepEqual([restored.code, operation?.['kind'], operation?.status], [0, 'rollback', 'succeeded']);
    assert.deepEqual([settled.id, settled.status, settled['undoneBy']], [id, 'rolled-back', operation?.id]);
    assert.deepEqual(wholeTree(app), before);
    assert.deepEqual((await recover(app)).stdout, 'Nothing was interrupted.\n');

    const undone = await cli(app, ['rollback', operation?.id ?? '']);
    assert.deepEqual([undone.code, app.read('package.json')], [0, mine]);
    assert.equal((await recover(app)).code, 1, 'the question is open again');
    assert.equal((await recover(app, id, '--restore')).code, 0);
    assert.deepEqual(wholeTree(app), before);
    const { code, stderr } = await recover(app, id, '--restore');
    assert.equal(code, 2);
    assert.match(stderr, /^QM_NOT_OPEN /);
  });

  it('is left to its user still where putting back was killed in its middle', async () => {
    const { app, before } = await killed();
    const [row] = (await recover(app, '--json')).document<{ operations: readonly Row[] }>().operations;
    const id = row?.id ?? '';
    const child = startCli(app, ['recover', id, '--restore']);
    const exit = once(child, 'exit');
    await until(() => app.read('package.json') !== mine);
    child.kill('SIGKILL');
    assert.deepEqual(await exit, [null, 'SIGKILL'], 'it was in the middle');
    const { code, document } = await recover(app, '--json');
    assert.deepEqual([code, app.read('package.json')], [1, mine]);
    assert.deepEqual(
      document<{ operations: readonly Row[] }>().operations.map(({ kind, status }) => [kind, status]),
      [
        ['install', 'needs-user'],
        ['rollback', 'rolled-back'],
      ],
    );
    assert.equal((await recover(app, id, '--restore')).code, 0);
    assert.deepEqual(wholeTree(app), before);
    assert.deepEqual(fs.readdirSync(app.path('.quartermaster/snap/root')), []);
  });

  it('is closed by --keep, with node_modules made to fit what its user made of it', async () => {
    const { app, before } = await killed();
    const [row] = (await recover(app, '--json')).document<{ operations: readonly Row[] }>().operations;
    const unreadable = await recover(app, row?.id ?? '', '--keep', '--json');
    const { operation, settled, problem } = unreadable.document<SettledDocument>();
    assert.deepEqual(
      [unreadable.code, operation, settled.status, problem?.code, app.read('package.json')],
      [1, null, 'failed', 'QM_NO_MANIFEST', mine],
    );
    assert.equal((await recover(app)).stdout, 'Nothing was interrupted.\n');
    assert.deepEqual({ ...wholeTree(app), 'package.json': '' }, { ...before, 'package.json': '' });
  });

  it('is settled by the engine too, each way', async () => {
    const restored = await killed();
    const first = await start(restored.app, stateOfCli(restored.app));
    const [open] = await first.history.unsettled();
    const id = open?.id ?? '';
    assert.deepEqual(await first.planSettle(id), { project: '', files: ['package.json'] } satisfies SettlePlan);
    const settled = await first.settle(id, 'restore', never);
    assert.deepEqual([settled.work?.status, settled.work?.error], ['succeeded', undefined]);
    assert.deepEqual(wholeTree(restored.app), restored.before);

    const kept = await killed();
    const second = await start(kept.app, stateOfCli(kept.app));
    const manifest = { name: 'mine', dependencies: { 'fx-tiny': '^1.2.0' } };
    kept.app.write('package.json', manifest);
    const text = kept.app.read('package.json');
    fs.rmSync(kept.app.path('node_modules/fx-tiny'), { recursive: true });
    const closed = await second.settle((await second.history.unsettled())[0]?.id ?? '', 'keep', never);
    assert.deepEqual(
      [closed.operation.status, closed.work?.status, closed.work?.error, closed.problem],
      ['failed', 'succeeded', undefined, undefined],
    );
    assert.deepEqual([kept.app.read('package.json'), kept.app.exists('node_modules/fx-tiny/index.js')], [text, true]);
  });

  it('is settled in the very process that could not take it back, and leaves no note', async () => {
    const app = projects.project();
    assert.equal((await cli(app, ['install', 'fx-tiny'])).code, 0);
    const before = wholeTree(app);
    const engine = await start(app);
    holdTarball(projects.registry);
    const cancel = new AbortController();
    const running = engine.install(requests(['fx-heavy']), byHand, cancel.signal);
    await waitsForTarball(app, projects.registry);
    app.write('package.json', mine);
    cancel.abort();
    const [left] = (await running).operations;
    projects.registry.setFault();
    assert.deepEqual([left?.status, left?.error?.code, app.read('package.json')], ['needs-user', 'QM_NEEDS_YOU', mine]);
    const { work, operation } = await engine.settle(left?.id ?? '', 'restore', never);
    assert.deepEqual([work?.status, work?.error, operation.status], ['succeeded', undefined, 'rolled-back']);
    assert.deepEqual(wholeTree(app), before);
    await engine.close();
    assert.deepEqual(fs.readdirSync(path.join(homeOf(app), 'state/write-ahead')), []);
    assert.deepEqual(fs.readdirSync(app.path('.quartermaster/snap/root')), []);
  });
});
