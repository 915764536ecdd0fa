import assert from 'node:assert/strict';
import type { Engine } from '../../src/engine/engine.ts';
import type { MoveOutcome } from '../../src/model/install.ts';
import type { DependencyType } from '../../src/model/manifest.ts';
import type { MoveRequest } from '../../src/model/plan.ts';
import type { PackageName } from '../../src/model/package-name.ts';
import { byHand, install, never, useEngines, useHermeticProcess } from '../support/engine.ts';
import { recording } from '../support/engine-project.ts';
import { orphan } from '../support/orphan.ts';
import { useTempProjects, type TempProject } from '../support/temp-project.ts';
import { until } from '../support/until.ts';
import { useRegistry } from '../support/use-registry.ts';

describe('a move with the real npm', () => {
  const makeProject = useTempProjects();
  const start = useEngines();
  useHermeticProcess();
  const registry = useRegistry();

  const project = (fields: object): TempProject =>
    makeProject({ registry, files: { 'package.json': { name: 'app', private: true, ...fields } } });
  const to = (field: DependencyType, ...names: readonly string[]): readonly MoveRequest[] =>
    names.map((name) => ({ package: name as PackageName, manifest: '', field }));
  const fieldsOf = (app: TempProject): readonly unknown[] => {
    const { dependencies, devDependencies, peerDependencies } = app.readJson('package.json');
    return [dependencies, devDependencies, peerDependencies];
  };
  const rollBack = async (engine: Engine, id: string | undefined): Promise<void> => {
    const back = await engine.rollBack(id ?? '', 'manual', never);
    assert.equal(back.status, 'succeeded', JSON.stringify(back.error));
  };

  it('leaves what stands in both fields in the wanted one alone, and brings both back where something came later', async () => {
    const app = project({
      dependencies: { 'fx-tiny': '~1.1.0' },
      devDependencies: { 'fx-tiny': '^1.0.0' },
      peerDependencies: { 'fx-tiny': '*' },
    });
    const engine = await start(app);
    const { operations, stayed } = await engine.move(to('devDependencies', 'fx-tiny'), byHand, never);
    assert.deepEqual([operations[0]?.status, stayed], ['succeeded', []], JSON.stringify(operations[0]?.error));
    assert.deepEqual(fieldsOf(app), [{}, { 'fx-tiny': '^1.0.0' }, { 'fx-tiny': '*' }]);
    await install(engine, '@fx/core');
    await rollBack(engine, operations[0]?.id);
    assert.deepEqual(fieldsOf(app), [
      { '@fx/core': '^1.1.0', 'fx-tiny': '~1.1.0' },
      { 'fx-tiny': '^1.0.0' },
      { 'fx-tiny': '*' },
    ]);
  });

  it('can itself be brought back after it was rolled back, over what came later', async () => {
    const app = project({ dependencies: { 'fx-tiny': '~1.1.0' } });
    const engine = await start(app);
    const { operations } = await engine.move(to('devDependencies', 'fx-tiny'), byHand, never);
    const back = await engine.rollBack(operations[0]?.id ?? '', 'manual', never);
    assert.deepEqual(
      back.packages.map(({ field }) => field),
      ['dependencies'],
    );
    await install(engine, '@fx/core');
    const { how, packages } = await engine.planRollback(back.id, never);
    assert.deepEqual([how, packages.map(({ field, moves }) => [field, moves])], ['edits', [['devDependencies', true]]]);
    await rollBack(engine, back.id);
    assert.deepEqual(fieldsOf(app), [{ '@fx/core': '^1.1.0' }, { 'fx-tiny': '~1.1.0' }, undefined]);
  });

  it('is given up where what went before it has done it already, and fails where that took the entry out', async () => {
    const app = project({ dependencies: { 'fx-tiny': '~1.1.0', 'fx-esm': '*' } });
    const behind: Promise<MoveOutcome>[] = [];
    const move = (name: string): Promise<MoveOutcome> => engine.move(to('devDependencies', name), byHand, never);
    let next: string | undefined = 'fx-tiny';
    const runs = recording(() => {
      if (next !== undefined) behind.push(move(next));
      next = undefined;
    });
    const engine = await start(app, { run: runs.runner });
    const first = await move('fx-tiny');
    const second = await behind[0];
    assert.deepEqual([first.operations[0]?.status, second?.operations[0]?.status], ['succeeded', 'cancelled']);
    const gone = [{ package: 'fx-esm' as PackageName, manifest: '' }];
    next = 'fx-esm';
    await engine.remove(gone, byHand, never);
    const third = await behind[1];
    assert.deepEqual([third?.operations[0]?.status, third?.operations[0]?.error?.code], ['failed', 'QM_NOT_DECLARED']);
    assert.deepEqual(fieldsOf(app), [{}, { 'fx-tiny': '~1.1.0' }, undefined]);
  });

  it('has nothing to bring back where somebody has moved the entry back', async () => {
    const app = project({ dependencies: { 'fx-tiny': '~1.1.0' } });
    const engine = await start(app);
    const { operations } = await engine.move(to('devDependencies', 'fx-tiny'), byHand, never);
    await install(engine, '@fx/core');
    await engine.move(to('dependencies', 'fx-tiny'), byHand, never);
    const { how, packages } = await engine.planRollback(operations[0]?.id ?? '', never);
    assert.deepEqual([how, packages.map(({ moves }) => moves)], ['edits', [false]]);
  });

  it('moves what it finds when its turn comes: what somebody moved by hand meanwhile is left', async () => {
    const app = project({ dependencies: { 'fx-tiny': '~1.1.0', 'fx-esm': '*' } });
    const theirs = { dependencies: { 'fx-esm': '*' }, devDependencies: { 'fx-tiny': '~1.1.0' } };
    const runs = recording(() => {
      if (!app.read('package.json').includes('devDependencies')) app.write('package.json', { name: 'app', ...theirs });
    });
    const engine = await start(app, { run: runs.runner });
    const { operations } = await engine.move(to('devDependencies', 'fx-tiny', 'fx-esm'), byHand, never);
    assert.equal(operations[0]?.status, 'succeeded', JSON.stringify(operations[0]?.error));
    assert.deepEqual(
      operations[0].packages.map(({ name }) => name),
      ['fx-esm'],
    );
    assert.deepEqual(fieldsOf(app), [{}, { 'fx-esm': '*', 'fx-tiny': '~1.1.0' }, undefined]);
  });

  it('goes on in the next window, as the same operation', async () => {
    const app = project({});
    const first = await start(app, { livesOn: true });
    await install(first, 'fx-tiny');
    registry.publish({ name: 'fx-slow-move', versions: { '1.0.0': {} } });
    registry.setFault({ kind: 'hang', match: /fx-slow-move.*tgz/ });
    const running = install(first, 'fx-slow-move');
    await until(() => app.read('package-lock.json').includes('fx-slow-move'));
    const waiting = first.move(to('devDependencies', 'fx-tiny'), byHand, never);
    await until(async () => (await first.history.newest(9)).length === 3);
    const { id } = (await first.history.newest(1))[0] ?? assert.fail('nothing waits');
    await first.close(true);
    await Promise.all([running, waiting]);
    registry.setFault();
    orphan(app);
    const second = await start(app, { livesOn: true });
    await until(async () => (await second.history.newest(9)).every(({ status }) => status === 'succeeded'));
    const moved = await second.history.operation(id);
    assert.deepEqual([moved?.kind, (await second.history.newest(9)).length], ['move', 3]);
    assert.deepEqual(fieldsOf(app), [{ 'fx-slow-move': '^1.0.0' }, { 'fx-tiny': '^1.2.0' }, undefined]);
  });

  it('judges what a lockfile that is made for it would bring along, and changes nothing where that asks', async () => {
    const app = project({ dependencies: { 'fx-carrier': '^1.0.0' } });
    const before = app.read('package.json');
    const { operations } = await (await start(app)).move(to('devDependencies', 'fx-carrier'), byHand, never);
    assert.deepEqual([operations[0]?.status, operations[0]?.error?.code], ['failed', 'QM_GATE_ASK']);
    assert.deepEqual([app.read('package.json'), app.exists('package-lock.json')], [before, false]);
  });

  it('brings a removed package back to every field that had it, where something came later', async () => {
    const app = project({ devDependencies: { 'fx-tiny': '~1.1.0' }, peerDependencies: { 'fx-tiny': '^1.0.0' } });
    const engine = await start(app);
    const [removal] = await engine.remove([{ package: 'fx-tiny' as PackageName, manifest: '' }], byHand, never);
    await install(engine, '@fx/core');
    await rollBack(engine, removal?.id);
    assert.deepEqual(fieldsOf(app), [{ '@fx/core': '^1.1.0' }, { 'fx-tiny': '~1.1.0' }, { 'fx-tiny': '^1.0.0' }]);
  });
});
