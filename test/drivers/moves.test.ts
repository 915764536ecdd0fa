import assert from 'node:assert/strict';
import type { Engine } from '../../src/engine/engine.ts';
import type { DependencyType } from '../../src/model/manifest.ts';
import type { Operation } from '../../src/model/operation.ts';
import type { PackageName } from '../../src/model/package-name.ts';
import { byHand, install, never, requests } from '../support/engine.ts';
import { deleteTrees, load, lockedIn, workspaceOf } from '../support/manager-projects.ts';
import { useManager } from '../support/manager-suite.ts';
import { driverContextOf, newestManagers } from '../support/managers.ts';
import type { TempProject } from '../support/temp-project.ts';

/** One table for every driver: an entry that goes from one field of package.json to the other. */
describe('an entry that moves', () => {
  for (const { label } of newestManagers()) describe(label, () => moveTable(label));
});

function moveTable(label: string): void {
  const { manager, project, open } = useManager(label);
  const { driver, lockfile, tool } = manager;
  const filesOf = (app: TempProject, ...more: readonly string[]): readonly string[] =>
    ['package.json', lockfile, ...more].map((name) => app.read(name));

  async function move(
    engine: Engine,
    names: readonly string[],
    field: DependencyType,
    folder = '',
  ): Promise<Operation> {
    const asked = names.map((name) => ({ package: name as PackageName, manifest: folder, field }));
    const { operations, moved } = await engine.move(asked, byHand, never);
    const [operation] = operations;
    assert.equal(operation?.status, 'succeeded', JSON.stringify(operation?.error));
    assert.deepEqual([operation.kind, operations.length, moved.length], ['move', 1, names.length]);
    return operation;
  }

  async function rollBack(engine: Engine, { id }: Operation): Promise<void> {
    const back = await engine.rollBack(id, 'manual', never);
    assert.equal(back.status, 'succeeded', JSON.stringify(back.error));
  }

  /** The lockfile says of both fields what its package manager would say if it were asked now. */
  async function assertSettled(app: TempProject): Promise<void> {
    const locked = app.read(lockfile);
    await driver.resolve(driverContextOf(tool, app.folder), never);
    assert.equal(app.read(lockfile), locked);
  }

  it('keeps its range, the rest of package.json and its version, and the lockfile follows', async () => {
    const text =
      '{\n\t"dependencies": { "fx-tiny": "~1.1.0", "fx-with-deps": ">=1.0.0 <2" },\n\t"devDependencies": {},\n\t"name": "app"\n}\n';
    const app = project({ 'package.json': text });
    const engine = await open(app);
    await install(engine, 'fx-tiny');
    const before = await lockedIn(manager, app);
    const operation = await move(engine, ['fx-with-deps'], 'devDependencies');
    assert.deepEqual(operation.packages, [
      {
        name: 'fx-with-deps',
        manifest: '',
        field: 'devDependencies',
        from: '1.0.0',
        to: '1.0.0',
        range: '>=1.0.0 <2',
      },
    ]);
    assert.equal(
      app.read('package.json'),
      text
        .replace(', "fx-with-deps": ">=1.0.0 <2"', '')
        .replace('"devDependencies": {}', '"devDependencies": {\n\t\t"fx-with-deps": ">=1.0.0 <2"\n\t}'),
    );
    assert.deepEqual(await lockedIn(manager, app), before);
    await assertSettled(app);
    if (driver.id === 'npm') assert.equal(app.read(lockfile).match(/"dev": true/g)?.length, 2);
    assert.equal(load(app, 'fx-with-deps'), 'fx-with-deps@1.0.0');
    deleteTrees(app);
    const standing = filesOf(app);
    assert.equal((await engine.restore('', byHand, never)).status, 'succeeded');
    assert.deepEqual([filesOf(app), load(app, 'fx-tiny')], [standing, 'fx-tiny@1.1.0']);
  });

  it('is one of another name or of this workspace too, and comes back by a rollback, to the byte', async () => {
    const sibling = driver.siblingRange === undefined ? '^1.0.0' : 'workspace:*';
    const app = project({
      ...workspaceOf(manager),
      'packages/a/package.json': {
        name: 'a',
        version: '1.0.0',
        devDependencies: { b: sibling, tiny: 'npm:fx-tiny@~1.1.0' },
      },
    });
    const engine = await open(app);
    const { operations } = await engine.install(requests(['@fx/core'], 'packages/b'), byHand, never);
    assert.equal(operations[0]?.status, 'succeeded', JSON.stringify(operations[0]?.error));
    const a = 'packages/a/package.json';
    const files = filesOf(app, a);
    const operation = await move(engine, ['b', 'tiny'], 'dependencies', 'packages/a');
    assert.deepEqual(app.readJson(a), {
      name: 'a',
      version: '1.0.0',
      devDependencies: {},
      dependencies: { b: sibling, tiny: 'npm:fx-tiny@~1.1.0' },
    });
    const loaded = () => ['b', 'tiny'].map((name) => load(app, name, 'packages/a'));
    assert.deepEqual(loaded(), ['b of this workspace', 'fx-tiny@1.1.0']);
    await assertSettled(app);
    await rollBack(engine, operation);
    assert.deepEqual(filesOf(app, a), files);
    assert.deepEqual(loaded(), ['b of this workspace', 'fx-tiny@1.1.0']);
  });

  it('goes back to its old field, with the range it has by then, where something came later', async () => {
    const app = project();
    const engine = await open(app);
    await install(engine, 'fx-tiny@1.0.0', 'fx-esm');
    const operation = await move(engine, ['fx-tiny', 'fx-esm'], 'devDependencies');
    await install(engine, 'fx-tiny@~1.1.0', '@fx/core');
    await rollBack(engine, operation);
    assert.deepEqual(app.readJson('package.json'), {
      name: 'app',
      private: true,
      dependencies: { '@fx/core': '^1.1.0', 'fx-esm': '^1.0.0', 'fx-tiny': '~1.1.0' },
      devDependencies: {},
    });
    assert.deepEqual([load(app, 'fx-tiny'), load(app, '@fx/core')], ['fx-tiny@1.1.0', '@fx/core@1.1.0']);
    await assertSettled(app);
  });
}
