import assert from 'node:assert/strict';
import type { PackageName } from '../../src/model/package-name.ts';
import { byHand, never, requests } from '../support/engine.ts';
import { changedIn, wholeTree } from '../support/engine-project.ts';
import { freshCaches } from '../support/environment.ts';
import {
  changedByResolve,
  deleteTrees,
  load,
  lockedIn,
  override,
  tracesOf,
  versionsOf,
  workspaceOf,
} from '../support/manager-projects.ts';
import { useManager } from '../support/manager-suite.ts';
import { driverContextOf, testManagers } from '../support/managers.ts';
import { tempFolder, type TempProject } from '../support/temp-project.ts';

/** One table for every driver: what a member of a workspace has by it. */
describe('a member of a workspace', () => {
  for (const { label } of testManagers()) describe(label, () => memberTable(label));
});

const [a, b] = ['packages/a', 'packages/b'] as const;

function memberTable(label: string): void {
  const { manager, registry, project, open } = useManager(label);
  const { driver, lockfile, tool } = manager;
  const workspace = (ofA: object = {}, ofB: object = {}): TempProject =>
    project({
      ...workspaceOf(manager),
      'packages/a/package.json': { name: 'a', version: '1.0.0', ...ofA },
      'packages/b/package.json': { name: 'b', version: '1.0.0', ...ofB },
    });
  const filesOf = (app: TempProject): readonly (string | undefined)[] =>
    ['package.json', `${a}/package.json`, `${b}/package.json`, lockfile].map((name) =>
      app.exists(name) ? app.read(name) : undefined,
    );
  const lockedFor = async (app: TempProject, folder: string, name: string, range: string) =>
    (await driver.readLockfile(app.read(lockfile))).version(folder, name, range);

  async function add(app: TempProject, ...wanted: readonly (readonly [spec: string, folder: string])[]) {
    const asked = wanted.flatMap(([spec, folder]) => requests([spec], folder));
    const { operations } = await (await open(app)).install(asked, byHand, never);
    const [operation] = operations;
    assert.equal(operation?.status, 'succeeded', JSON.stringify(operation?.error));
    return operation;
  }

  it('loses a package and what nobody else needs, and the others keep what is theirs', async () => {
    const app = workspace();
    await add(app, ['fx-with-deps', a], ['fx-tiny@^1.0.0', b]);
    const before = filesOf(app);
    const engine = await open(app);
    const [operation] = await engine.remove([{ package: 'fx-with-deps' as PackageName, manifest: a }], byHand, never);
    assert.equal(operation?.status, 'succeeded', JSON.stringify(operation?.error));
    assert.deepEqual(app.readJson(`${a}/package.json`)['dependencies'] ?? {}, {});
    assert.deepEqual([filesOf(app)[0], filesOf(app)[2]], [before[0], before[2]]);
    assert.deepEqual(await lockedIn(manager, app), ['fx-tiny 1.2.0']);
    assert.throws(() => load(app, 'fx-with-deps', a));
    assert.deepEqual([tracesOf(app, 'fx-with-deps'), tracesOf(app, '@fx/util')], [[], []]);
    assert.equal(load(app, 'fx-tiny', b), 'fx-tiny@1.2.0');
  });

  it('has what it got taken away by a rollback, and every file is as before', async () => {
    const app = workspace({}, { dependencies: { 'fx-tiny': '1.0.0' } });
    await add(app, ['@fx/core', b]);
    const before = filesOf(app);
    const operation = await add(app, ['fx-tiny@^1.1.0', a]);
    assert.equal(load(app, 'fx-tiny', a), 'fx-tiny@1.2.0');
    const back = await (await open(app)).rollBack(operation.id, 'manual', never);
    assert.equal(back.status, 'succeeded', JSON.stringify(back.error));
    assert.deepEqual(filesOf(app), before);
    assert.equal(load(app, 'fx-tiny', b), 'fx-tiny@1.0.0');
    assert.deepEqual(await versionsOf(manager, app, 'fx-tiny'), ['1.0.0']);
  });

  it('gets in a fresh clone what the lockfile says, as do the others, and not a byte else changes', async () => {
    const app = workspace({}, { dependencies: { 'fx-tiny': '1.0.0' } });
    await add(app, ['fx-tiny@1.1.0', a], ['b', a]);
    deleteTrees(app);
    const before = wholeTree(app);
    const operation = await (await open(app)).restore('', byHand, never);
    assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
    const changed = changedIn(before, wholeTree(app)).filter((name) => !/node_modules\/|^\.pnp\.|^\.yarn\//.test(name));
    assert.deepEqual(changed, []);
    const loaded = [load(app, 'fx-tiny', a), load(app, 'fx-tiny', b), load(app, 'b', a)];
    assert.deepEqual(loaded, ['fx-tiny@1.1.0', 'fx-tiny@1.0.0', 'b of this workspace']);
  });

  // How a tree is laid out has no say in what is resolved.
  if (label.startsWith('yarn-4-')) return;

  it('is resolved into the lockfile of the workspace alone, told apart from the others there', async () => {
    const app = workspace({ dependencies: { 'fx-tiny': '~1.0.0' } }, { dependencies: { 'fx-tiny': '~1.1.0' } });
    const before = wholeTree(app);
    await driver.resolve(driverContextOf(tool, app.folder), never);
    assert.deepEqual(changedByResolve(manager, before, wholeTree(app)), [lockfile], 'nobody gets a tree');
    assert.deepEqual(await lockedIn(manager, app), ['fx-tiny 1.0.0', 'fx-tiny 1.1.0']);
    const versions = [await lockedFor(app, a, 'fx-tiny', '~1.0.0'), await lockedFor(app, b, 'fx-tiny', '~1.1.0')];
    assert.deepEqual(versions, ['1.0.0', '1.1.0']);
  });

  it('has a package that another one needs moved on, in the lockfile alone', async () => {
    if (driver.update === undefined) return assert.ok(manager.lacks.includes('update'));
    const dependencies = { 'fx-late': '^1.0.0' };
    registry().publish({ name: 'fx-late', versions: { '1.0.0': { ageDays: 90 } } });
    registry().publish({ name: 'fx-late-parent', versions: { '1.0.0': { ageDays: 90, manifest: { dependencies } } } });
    const app = workspace({ dependencies: { 'fx-late-parent': '^1.0.0' } });
    await driver.resolve(driverContextOf(tool, app.folder), never);
    assert.deepEqual(await versionsOf(manager, app, 'fx-late'), ['1.0.0']);
    const before = filesOf(app);
    registry().publish({ name: 'fx-late', versions: { '1.1.0': { ageDays: 60 } } });
    Object.assign(process.env, freshCaches(tempFolder('cache-')));
    await driver.update(driverContextOf(tool, app.folder), ['fx-late'], never);
    assert.deepEqual(await versionsOf(manager, app, 'fx-late'), ['1.1.0']);
    assert.deepEqual(filesOf(app).slice(0, 3), before.slice(0, 3));
  });

  it('gets the version that is forced below the one package that it asks for', async () => {
    const app = workspace({ dependencies: { 'fx-vuln-pinned': '1.0.0' } }, { dependencies: { 'fx-vuln': '1.0.2' } });
    await driver.resolve(driverContextOf(tool, app.folder), never);
    assert.deepEqual(await versionsOf(manager, app, 'fx-vuln'), ['1.0.0', '1.0.2']);
    const parent = { name: 'fx-vuln-pinned', range: '1.0.0' };
    const isKnown = await override(manager, app, { name: 'fx-vuln', parent, range: '1.0.1' });
    if (!isKnown) return assert.ok(manager.lacks.includes('overrides below one dependent'));
    assert.deepEqual(await versionsOf(manager, app, 'fx-vuln'), ['1.0.1', '1.0.2']);
  });

  it('gets the version that the root of the workspace forces below what it asks for', async () => {
    const app = workspace({ dependencies: { 'fx-vuln-pinned': '1.0.0' } });
    await driver.resolve(driverContextOf(tool, app.folder), never);
    assert.deepEqual(await versionsOf(manager, app, 'fx-vuln'), ['1.0.0']);
    const [, ...members] = filesOf(app);
    await override(manager, app, { name: 'fx-vuln', parent: undefined, range: '1.0.2' });
    assert.deepEqual(await versionsOf(manager, app, 'fx-vuln'), ['1.0.2']);
    assert.deepEqual(filesOf(app).slice(1, 3), members.slice(0, 2));
  });
}
