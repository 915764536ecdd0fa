import assert from 'node:assert/strict';
import type { Engine } from '../../src/engine/engine.ts';
import type { PackageName } from '../../src/model/package-name.ts';
import { processRunner } from '../../src/node/process-runner.ts';
import { byHand, never, requests, useEngines, useHermeticProcess } from '../support/engine.ts';
import { locatorOf, testManagers, type TestManager } from '../support/managers.ts';
import { useTempProjects, type FileBody, type TempProject } from '../support/temp-project.ts';
import { useRegistry } from '../support/use-registry.ts';

/** How each manager that has catalogs writes them. */
type Layout = (registry: { readonly url: string }) => Readonly<Record<string, FileBody>>;

const layouts: Readonly<Record<string, Layout>> = {
  pnpm: () => ({ 'package.json': { name: 'root', private: true }, 'pnpm-workspace.yaml': workspaceYaml }),
  yarn: ({ url }) => ({
    'package.json': { name: 'root', private: true, workspaces: ['packages/*'] },
    '.yarnrc.yml': `npmRegistryServer: "${url}"\nunsafeHttpWhitelist:\n  - 127.0.0.1\nnodeLinker: node-modules\n\n${catalogsYaml}`,
    'yarn.lock': '',
  }),
  bun: () => ({
    'package.json': {
      name: 'root',
      private: true,
      workspaces: {
        packages: ['packages/*'],
        catalog: { 'fx-tiny': '1.0.0' },
        catalogs: { old: { 'fx-major': '^1.0.0' } },
      },
    },
  }),
};

const catalogsYaml = `# One version for all.
catalog:
  fx-tiny: 1.0.0 # the first

catalogs:
  old:
    "fx-major": ^1.0.0
`;
const workspaceYaml = `packages:
  - packages/*

${catalogsYaml}`;

describe('catalogs', () => {
  for (const manager of testManagers()) {
    const layout = layouts[manager.id];
    // A linker has no say in catalogs.
    const isVariant = manager.label.startsWith('yarn-4-');
    if (manager.driver.catalogs !== undefined && layout !== undefined && !isVariant) {
      describe(manager.label, () => catalogTable(manager, layout));
    }
  }
});

function catalogTable(manager: TestManager, layout: Layout): void {
  const makeProject = useTempProjects();
  const start = useEngines();
  useHermeticProcess();
  const registry = useRegistry();

  const workspace = (a: object = {}, b: object = {}): TempProject =>
    makeProject({
      registry,
      files: {
        ...manager.marks(registry),
        ...layout(registry),
        'packages/a/package.json': { name: 'a', version: '1.0.0', dependencies: a },
        'packages/b/package.json': { name: 'b', version: '1.0.0', dependencies: b },
      },
    });
  const open = (app: TempProject): Promise<Engine> => start(app, { tools: locatorOf(manager) });
  const install = async (engine: Engine, spec: string, folder: string) => {
    const { operations } = await engine.install(requests([spec], folder), byHand, never);
    const [operation] = operations;
    assert.equal(operation?.status, 'succeeded', JSON.stringify(operation?.error));
    return operation;
  };
  const dependenciesOf = (app: TempProject, folder: string): unknown =>
    app.readJson(`${folder}/package.json`)['dependencies'];
  const file = manager.driver.catalogs?.path ?? '';
  const rangeOf = async (app: TempProject, catalog: string, name: string): Promise<string | undefined> =>
    (await manager.driver.catalogs?.read(app.read(file)))?.get(catalog)?.get(name);
  const lockedFor = async (app: TempProject, folder: string, name: string): Promise<string | undefined> =>
    (await manager.driver.readLockfile(app.read(manager.lockfile))).version(folder, name);

  it('have a package that is new to a member: it comes by them, in their version', async () => {
    const app = workspace();
    const before = app.read(file);
    const operation = await install(await open(app), 'fx-tiny', 'packages/a');
    assert.deepEqual(dependenciesOf(app, 'packages/a'), { 'fx-tiny': 'catalog:' });
    assert.equal(operation.packages[0]?.to, '1.0.0');
    assert.equal(app.read(file), before);
  });

  it('change where a member names them, for every member, and the rest of the file stays', async () => {
    const app = workspace({ 'fx-tiny': 'catalog:' }, { 'fx-tiny': 'catalog:' });
    const before = app.read(file);
    await install(await open(app), 'fx-tiny@~1.1.0', 'packages/a');
    assert.deepEqual(dependenciesOf(app, 'packages/a'), { 'fx-tiny': 'catalog:' });
    assert.equal(app.read(file), before.replace('1.0.0', '~1.1.0'));
    assert.deepEqual(await Promise.all(['packages/a', 'packages/b'].map((at) => lockedFor(app, at, 'fx-tiny'))), [
      '1.1.0',
      '1.1.0',
    ]);
  });

  it('change by their name, and come back by a rollback, to the byte', async () => {
    const app = workspace({ 'fx-major': 'catalog:old' });
    const engine = await open(app);
    const before = app.read(file);
    const operation = await install(engine, 'fx-major@^2.0.0', 'packages/a');
    assert.equal(await rangeOf(app, 'old', 'fx-major'), '^2.0.0');
    assert.equal(await lockedFor(app, 'packages/a', 'fx-major'), '2.0.0');
    const back = await engine.rollBack(operation.id, 'manual', never);
    assert.equal(back.status, 'succeeded', JSON.stringify(back.error));
    assert.equal(app.read(file), before);
    assert.deepEqual(dependenciesOf(app, 'packages/a'), { 'fx-major': 'catalog:old' });
  });

  it('are named by an entry that moves to another field as before, and none of their words changes', async () => {
    const app = workspace({ 'fx-tiny': 'catalog:', 'fx-major': 'catalog:old' });
    const engine = await open(app);
    await install(engine, 'fx-tiny', 'packages/a');
    const before = app.read(file);
    const names = ['fx-tiny', 'fx-major'] as PackageName[];
    const { operations } = await engine.move(
      names.map((name) => ({ package: name, manifest: 'packages/a', field: 'devDependencies' as const })),
      byHand,
      never,
    );
    const [operation] = operations;
    assert.equal(operation?.status, 'succeeded', JSON.stringify(operation?.error));
    const { dependencies, devDependencies } = app.readJson<Record<string, object>>('packages/a/package.json');
    assert.deepEqual([dependencies, devDependencies], [{}, { 'fx-major': 'catalog:old', 'fx-tiny': 'catalog:' }]);
    assert.equal(app.read(file), before);
    assert.equal(await lockedFor(app, 'packages/a', 'fx-tiny'), '1.0.0');
    // What the catalog has by then is no part of the move.
    await install(engine, 'fx-tiny@~1.1.0', 'packages/a');
    const back = await engine.rollBack(operation.id, 'manual', never);
    assert.equal(back.status, 'succeeded', JSON.stringify(back.error));
    assert.deepEqual(dependenciesOf(app, 'packages/a'), { 'fx-major': 'catalog:old', 'fx-tiny': 'catalog:' });
    assert.equal(await rangeOf(app, 'default', 'fx-tiny'), '~1.1.0');
  });

  it('come back by a rollback that keeps what came later', async () => {
    const app = workspace({ 'fx-tiny': 'catalog:' });
    const engine = await open(app);
    const older = await install(engine, 'fx-tiny@~1.1.0', 'packages/a');
    await install(engine, '@fx/core', 'packages/b');
    const back = await engine.rollBack(older.id, 'manual', never);
    assert.equal(back.status, 'succeeded', JSON.stringify(back.error));
    assert.equal(await rangeOf(app, 'default', 'fx-tiny'), '1.0.0');
    assert.equal(await lockedFor(app, 'packages/a', 'fx-tiny'), '1.0.0');
    assert.deepEqual(dependenciesOf(app, 'packages/b'), { '@fx/core': '^1.1.0' });
  });

  it('are not taken back over a later change of the same entry', async () => {
    const app = workspace({ 'fx-tiny': 'catalog:' });
    const engine = await open(app);
    const older = await install(engine, 'fx-tiny@~1.1.0', 'packages/a');
    await install(engine, 'fx-tiny@^1.2.0', 'packages/a');
    await assert.rejects(engine.rollBack(older.id, 'manual', never), {
      code: 'QM_ROLLBACK_BLOCKED',
      message: /fx-tiny is at \^1\.2\.0 by now/,
    });
    assert.equal(await rangeOf(app, 'default', 'fx-tiny'), '^1.2.0');
  });

  it('keep what a person writes beside them while an operation works that is cancelled', async () => {
    const app = workspace({ 'fx-tiny': 'catalog:' });
    const before = app.read(file);
    const mine = (text: string): string =>
      text.replace(/packages\/\*(?=")|packages\/\*$/m, 'packages/**').replace('# One', '# Mine, one');
    let cancel = (): void => undefined;
    const run: typeof processRunner = {
      ...processRunner,
      async run(request, signal) {
        if (request.cwd === app.folder && app.read(file).includes('~1.1.0')) {
          app.write(file, mine(app.read(file)));
          cancel();
        }
        return processRunner.run(request, signal);
      },
    };
    const engine = await start(app, { tools: locatorOf(manager), run });
    engine.onDidChange(() => {
      const running = engine.journal?.operations({ limit: 1 })[0];
      if (running?.status === 'running') cancel = () => void engine.queue.cancel(running.id);
    });
    const { operations } = await engine.install(requests(['fx-tiny@~1.1.0'], 'packages/a'), byHand, never);
    assert.deepEqual([operations[0]?.status, operations[0]?.error], ['cancelled', undefined]);
    assert.equal(app.read(file), mine(before));
    assert.notEqual(mine(before), before);
  });

  it('give the very version that was asked for, below a range that would give a newer one', async () => {
    const app = workspace({ 'fx-tiny': 'catalog:' });
    const engine = await open(app);
    await install(engine, 'fx-tiny@^1.0.0', 'packages/a');
    assert.equal(await lockedFor(app, 'packages/a', 'fx-tiny'), '1.2.0');
  });
}
