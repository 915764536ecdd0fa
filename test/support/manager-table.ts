import assert from 'node:assert/strict';
import fs from 'node:fs';
import type { Engine } from '../../src/engine/engine.ts';
import type { PackageName } from '../../src/model/package-name.ts';
import { byHand, install, never, requests, useEngines, useHermeticProcess } from './engine.ts';
import { driverContextOf, locatorOf, type TestManager } from './managers.ts';
import { freshCaches } from './environment.ts';
import { wholeTree } from './engine-project.ts';
import {
  changedByResolve,
  deleteTrees,
  load,
  lockedIn,
  override,
  readerOf,
  tracesOf,
  versionsOf,
  workspaceOf,
} from './manager-projects.ts';
import { tempFolder, useTempProjects, type FileBody, type TempProject } from './temp-project.ts';
import { useRegistry } from './use-registry.ts';

/** Describes what holds for every package manager: one table for every driver. */
export function describeManager(manager: TestManager): void {
  describe(`every package manager: ${manager.label}`, () => driverTable(manager));
}

function driverTable(manager: TestManager): void {
  const makeProject = useTempProjects();
  const start = useEngines();
  useHermeticProcess();
  const registry = useRegistry();

  const project = (files: Readonly<Record<string, FileBody>> = {}): TempProject =>
    makeProject({
      registry,
      files: { 'package.json': { name: 'app', private: true }, ...manager.marks(registry), ...files },
    });
  const open = (app: TempProject): Promise<Engine> => start(app, { tools: locatorOf(manager) });
  const stateOf = (app: TempProject): readonly (string | undefined)[] =>
    ['package.json', manager.lockfile].map((name) => (app.exists(name) ? app.read(name) : undefined));

  it('is the one that the project is found to have', async () => {
    const { projects } = await (await open(project())).projects(never);
    const [choice] = projects.map((each) => each.manager);
    assert.ok(choice?.kind === 'chosen');
    assert.deepEqual([choice.id, choice.generation], [manager.id, manager.generation]);
  });

  it('says which version ran where the project names another one of its line, and nothing where it is that one', async () => {
    const { id, tool } = manager;
    const named = async (wanted: object): Promise<string> => {
      const app = project({ 'package.json': { name: 'app', private: true, ...wanted } });
      const operation = await install(await open(app), 'fx-tiny');
      assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
      assert.equal(operation.managerVersion, tool.version);
      return operation.output ?? '';
    };
    const other = `${tool.version.split('.')[0]}.0.0`;
    const sentence = `The project names ${id} ${other} (package.json: packageManager), and ${tool.version} was found and ran.`;
    assert.ok((await named({ packageManager: `${id}@${other}` })).split('\n').includes(sentence));
    assert.doesNotMatch(await named({ packageManager: `${id}@${tool.version}+sha512.abc` }), /The project names/);
    const range = { devEngines: { packageManager: { name: id, version: `>=${other}` } } };
    assert.doesNotMatch(await named(range), /The project names/);
  });

  it('installs a package: manifest, lockfile, and what Node loads', async () => {
    const app = project();
    const operation = await install(await open(app), 'fx-with-deps');
    assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
    assert.equal(operation.manager, manager.id);
    assert.equal(operation.packages[0]?.to, '1.0.0');
    assert.equal(
      app.read('package.json'),
      '{\n  "name": "app",\n  "private": true,\n  "dependencies": {\n    "fx-with-deps": "^1.0.0"\n  }\n}\n',
    );
    assert.ok(app.exists(manager.lockfile));
    assert.equal(load(app, 'fx-with-deps'), 'fx-with-deps@1.0.0');
  });

  it('keeps what the user typed, indentation and order included', async () => {
    const text = '{\n\t"dependencies": { "fx-tiny": "~1.1.0" },\n\t"name": "app"\n}\n';
    const app = project({ 'package.json': text });
    await install(await open(app), '@fx/core@1.0.0');
    assert.equal(app.read('package.json'), text.replace('{ "fx', '{ "@fx/core": "1.0.0", "fx'));
    assert.equal(load(app, '@fx/core'), '@fx/core@1.0.0');
    assert.equal(load(app, 'fx-tiny'), 'fx-tiny@1.1.0');
  });

  it('installs for a member of a workspace, and writes one lockfile', async () => {
    const app = project(workspaceOf(manager));
    const engine = await open(app);
    const { operations } = await engine.install(requests(['fx-tiny'], 'packages/a', 'devDependencies'), byHand, never);
    assert.equal(operations[0]?.status, 'succeeded', JSON.stringify(operations[0]?.error));
    const { devDependencies } = app.readJson<{ devDependencies: object }>('packages/a/package.json');
    assert.deepEqual(devDependencies, { 'fx-tiny': '^1.2.0' });
    assert.equal(load(app, 'fx-tiny', 'packages/a'), 'fx-tiny@1.2.0');
    assert.equal(app.exists(`packages/a/${manager.lockfile}`), false);
  });

  it('links a sibling as its manager wants it written', async () => {
    const app = project(workspaceOf(manager));
    const { operations } = await (await open(app)).install(requests(['b'], 'packages/a'), byHand, never);
    assert.equal(operations[0]?.status, 'succeeded', JSON.stringify(operations[0]?.error));
    const expected = manager.driver.siblingRange === undefined ? '^1.0.0' : 'workspace:*';
    assert.deepEqual(app.readJson('packages/a/package.json')['dependencies'], { b: expected });
    assert.equal(load(app, 'b', 'packages/a'), 'b of this workspace');
  });

  it('moves a package on, and takes it away again by a rollback, to the byte', async () => {
    const app = project();
    const engine = await open(app);
    await install(engine, 'fx-tiny@1.0.0');
    const before = stateOf(app);
    const operation = await install(engine, 'fx-tiny@^1.1.0', '@fx/core');
    assert.equal(load(app, 'fx-tiny'), 'fx-tiny@1.2.0');
    const back = await engine.rollBack(operation.id, 'manual', never);
    assert.equal(back.status, 'succeeded', JSON.stringify(back.error));
    assert.deepEqual(stateOf(app), before);
    assert.equal(load(app, 'fx-tiny'), 'fx-tiny@1.0.0');
    assert.throws(() => load(app, '@fx/core'));
  });

  it('takes an older operation back and keeps the later one', async () => {
    const app = project();
    const engine = await open(app);
    const older = await install(engine, 'fx-tiny');
    await install(engine, '@fx/core');
    const back = await engine.rollBack(older.id, 'manual', never);
    assert.equal(back.status, 'succeeded', JSON.stringify(back.error));
    assert.deepEqual(app.readJson('package.json')['dependencies'], { '@fx/core': '^1.1.0' });
    assert.equal(load(app, '@fx/core'), '@fx/core@1.1.0');
    assert.throws(() => load(app, 'fx-tiny'));
  });

  it('brings a fresh clone what its lockfile says, and not a byte else', async () => {
    const app = project();
    const engine = await open(app);
    await install(engine, 'fx-tiny@1.0.0');
    const before = stateOf(app);
    deleteTrees(app);
    const operation = await engine.restore('', byHand, never);
    assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
    assert.deepEqual(stateOf(app), before);
    assert.equal(load(app, 'fx-tiny'), 'fx-tiny@1.0.0');
  });

  it('makes the first lockfile of what is declared, and asks about what would come along', async () => {
    const packageManager = `${manager.id}@${manager.tool.version}`;
    const declaring = (name: string) => ({
      name: 'app',
      private: true,
      packageManager,
      dependencies: { [name]: '^1.0.0' },
    });
    const app = project({ 'package.json': declaring('fx-carrier') });
    if (app.exists(manager.lockfile)) app.delete(manager.lockfile);
    const before = wholeTree(app);
    const engine = await open(app);
    const refused = await engine.restore('', byHand, never);
    assert.deepEqual([refused.status, refused.error?.code], ['failed', 'QM_GATE_ASK'], JSON.stringify(refused.error));
    assert.deepEqual(changedByResolve(manager, before, wholeTree(app)), []);
    const operation = await engine.restore('', { ...byHand, confirmed: true }, never);
    assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
    assert.equal(load(app, 'fx-carrier'), 'fx-carrier@1.0.0');
    assert.deepEqual(await lockedIn(manager, app), ['fx-carrier 1.0.0', 'lodahs 1.0.0']);
  });

  it('removes a package and what nobody else needs, and no other word of package.json', async () => {
    const text =
      '{\n\t"dependencies": { "fx-tiny": "~1.1.0", "fx-with-deps": "^1.0.0", "@fx/core": "1.0.0" },\n\t"name": "app"\n}\n';
    const app = project({ 'package.json': text.replace(', "@fx/core": "1.0.0"', '') });
    const engine = await open(app);
    await install(engine, '@fx/core@1.0.0');
    assert.equal(load(app, 'fx-with-deps'), 'fx-with-deps@1.0.0');
    const before = app.read('package.json');
    const [operation] = await engine.remove([{ package: 'fx-with-deps' as PackageName, manifest: '' }], byHand, never);
    assert.equal(operation?.status, 'succeeded', JSON.stringify(operation?.error));
    assert.equal(app.read('package.json'), before.replace(', "fx-with-deps": "^1.0.0"', ''));
    assert.deepEqual(await lockedIn(manager, app), ['@fx/core 1.0.0', 'fx-tiny 1.1.0']);
    assert.throws(() => load(app, 'fx-with-deps'));
    assert.deepEqual([tracesOf(app, 'fx-with-deps'), tracesOf(app, '@fx/util')], [[], []]);
    assert.equal(load(app, 'fx-tiny'), 'fx-tiny@1.1.0');
  });

  it('resolves into the lockfile alone: no tree is made, and none that stands is touched', async () => {
    const app = project({ 'package.json': { name: 'app', private: true, dependencies: { 'fx-tiny': '1.0.0' } } });
    const resolve = () => manager.driver.resolve(driverContextOf(manager.tool, app.folder), never);
    const before = wholeTree(app);
    await resolve();
    assert.deepEqual(changedByResolve(manager, before, wholeTree(app)), [manager.lockfile]);
    assert.deepEqual(await lockedIn(manager, app), ['fx-tiny 1.0.0']);
    await (await open(app)).restore('', byHand, never);
    app.write('package.json', app.read('package.json').replace('"1.0.0"', '"1.1.0"'));
    const standing = wholeTree(app);
    await resolve();
    assert.deepEqual(changedByResolve(manager, standing, wholeTree(app)), [manager.lockfile]);
    assert.deepEqual(await lockedIn(manager, app), ['fx-tiny 1.1.0']);
    assert.equal(load(app, 'fx-tiny'), 'fx-tiny@1.0.0');
  });

  it("runs no package's install script", async () => {
    const app = project();
    const operation = await install(await open(app), 'fx-script');
    assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
    const written = fs.readdirSync(app.folder, { recursive: true, encoding: 'utf8' });
    assert.deepEqual(
      written.filter((file) => file.endsWith('postinstall-ran.txt')),
      [],
    );
    assert.equal(load(app, 'fx-script'), 'fx-script@1.0.0');
  });

  it("runs no script of the project's own", async () => {
    const scripts = Object.fromEntries(
      ['preinstall', 'install', 'postinstall', 'prepare'].map((name) => [name, 'node evil.js']),
    );
    const app = project({
      'package.json': { name: 'app', private: true, scripts },
      'evil.js': 'require("node:fs").writeFileSync(__dirname + "/evil.txt", "ran")',
    });
    const operation = await install(await open(app), 'fx-tiny');
    assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
    assert.equal(app.exists('evil.txt'), false);
  });

  it('lists what is locked, direct or not, each with its hash', async () => {
    const app = project();
    await install(await open(app), 'fx-with-deps');
    const { packages } = await manager.driver.readLockfile(app.read(manager.lockfile));
    const listed = packages.filter(({ source }) => source === 'registry');
    assert.deepEqual(listed.map(({ name, version }) => `${name} ${version}`).toSorted(), [
      '@fx/util 1.0.1',
      'fx-tiny 1.2.0',
      'fx-with-deps 1.0.0',
    ]);
    for (const { name, integrity } of listed) assert.match(integrity ?? '', /\w{20}/, name);
  });

  it('moves a package that package.json or another one needs, and ranges only where the driver says so', async () => {
    const { driver } = manager;
    if (driver.update === undefined) return assert.ok(manager.lacks.includes('update'));
    const late = ['fx-late', 'fx-late-direct'];
    for (const name of late) registry.publish({ name, versions: { '1.0.0': { ageDays: 90 } } });
    registry.publish({
      name: 'fx-late-parent',
      versions: { '1.0.0': { ageDays: 90, manifest: { dependencies: { 'fx-late': '^1.0.0' } } } },
    });
    const app = project();
    await install(await open(app), 'fx-late-parent', 'fx-late-direct');
    const manifest = app.read('package.json');
    for (const name of late) registry.publish({ name, versions: { '1.1.0': { ageDays: 60 } } });
    Object.assign(process.env, freshCaches(tempFolder('cache-')));
    await driver.update(driverContextOf(manager.tool, app.folder), late, never);
    assert.deepEqual(await lockedIn(manager, app), ['fx-late 1.1.0', 'fx-late-direct 1.1.0', 'fx-late-parent 1.0.0']);
    const moved = manifest.replace('"fx-late-direct": "^1.0.0"', '"fx-late-direct": "^1.1.0"');
    assert.equal(app.read('package.json'), driver.updateMovesRanges === true ? moved : manifest);
  });

  it('forces a version below a package that pins another', async () => {
    const app = project();
    await install(await open(app), 'fx-vuln-pinned');
    assert.deepEqual(await versionsOf(manager, app, 'fx-vuln'), ['1.0.0']);
    await override(manager, app, { name: 'fx-vuln', parent: undefined, range: '1.0.2' });
    assert.deepEqual(await versionsOf(manager, app, 'fx-vuln'), ['1.0.2']);
  });

  it('forces a version below one dependent alone', async () => {
    const app = project();
    await install(await open(app), 'fx-vuln-pinned', 'fx-vuln-parent');
    const parent = { name: 'fx-vuln-pinned', range: '1.0.0' };
    const isKnown = await override(manager, app, { name: 'fx-vuln', parent, range: '1.0.1' });
    if (!isKnown) return assert.ok(manager.lacks.includes('overrides below one dependent'));
    const versions = await versionsOf(manager, app, 'fx-vuln');
    // Which version the other dependent has is up to the manager: the newest, or the one that both could share.
    assert.deepEqual([versions.length, versions.includes('1.0.1')], [2, true], versions.join(' '));
  });

  it('finds nothing in a plain project that stands in the way', async () => {
    const app = project();
    assert.deepEqual(await manager.driver.hazards(readerOf(app), ['']), []);
  });
}
