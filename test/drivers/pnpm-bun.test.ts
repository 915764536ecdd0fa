import assert from 'node:assert/strict';
import { byHand, install, installAnyway, never, requests, useEngines, useHermeticProcess } from '../support/engine.ts';
import { driverContextOf, locatorOf, testManagers, type TestManager } from '../support/managers.ts';
import { useTempProjects } from '../support/temp-project.ts';
import { useRegistry } from '../support/use-registry.ts';

/** What one of the two does and no other manager; what all do is in manager-table.ts. */
describe('pnpm and Bun', () => {
  const makeProject = useTempProjects();
  const start = useEngines();
  useHermeticProcess();
  const registry = useRegistry();

  const [pnpm10, pnpm12, bun] = ['pnpm-10', 'pnpm-12', 'bun-1'].map((label) => {
    const found = testManagers().find((manager) => manager.label === label);
    assert.ok(found !== undefined, label);
    return found;
  }) as [TestManager, TestManager, TestManager];

  it('pnpm does not see the members of another manager, or makes a workspace of its own: that is left to its user', async () => {
    for (const manager of [pnpm10, pnpm12]) {
      const files = {
        'package.json': { name: 'root', private: true, workspaces: ['packages/*'] },
        'packages/a/package.json': { name: 'a', version: '1.0.0' },
        'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
      };
      const app = makeProject({ registry, files });
      const engine = await start(app, { tools: locatorOf(manager) });
      const { operations } = await engine.install(requests(['fx-tiny'], 'packages/a'), byHand, never);
      assert.equal(operations[0]?.error?.code, 'QM_MANAGER_UNSUPPORTED');
      assert.match(operations[0].error.message, /^"workspaces" in package\.json/);
      assert.equal(app.exists('pnpm-workspace.yaml'), false);
    }
  });

  it('what pnpm itself makes of its workspace file is recorded, and comes back by a rollback', async () => {
    const text = 'packages: []\ncleanupUnusedCatalogs: true\ncatalog:\n  fx-tiny: ^1.0.0\n  fx-major: ^1.0.0\n';
    for (const manager of [pnpm10, pnpm12]) {
      const app = makeProject({
        registry,
        files: { 'package.json': { name: 'root', private: true }, 'pnpm-workspace.yaml': text },
      });
      const engine = await start(app, { tools: locatorOf(manager) });
      const operation = await install(engine, 'fx-tiny');
      assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
      const recorded = operation.files.find(({ path }) => path === 'pnpm-workspace.yaml');
      assert.equal(
        Buffer.from(recorded?.after ?? '', 'base64').toString(),
        app.read('pnpm-workspace.yaml'),
        manager.label,
      );
      const back = await engine.rollBack(operation.id, 'manual', never);
      assert.equal(back.status, 'succeeded', JSON.stringify(back.error));
      assert.equal(app.read('pnpm-workspace.yaml'), text);
    }
  });

  it('pnpm keeps a version back that is younger than its own setting allows', async () => {
    for (const manager of [pnpm10, pnpm12]) {
      const app = makeProject({
        registry,
        files: {
          'package.json': { name: 'app', private: true },
          'pnpm-workspace.yaml': 'packages: []\nminimumReleaseAge: 1440\nminimumReleaseAgeStrict: true\n',
        },
      });
      const operation = await installAnyway(await start(app, { tools: locatorOf(manager) }), 'fx-fresh');
      assert.equal(operation.status, 'failed', manager.label);
      assert.ok(
        ['QM_VERSION_UNKNOWN', 'QM_VERIFY_FAILED'].includes(operation.error?.code ?? ''),
        operation.error?.details,
      );
      assert.deepEqual(app.readJson('package.json'), { name: 'app', private: true });
    }
  });

  it('the style of new ranges is what their own files say', async () => {
    for (const [manager, files] of [
      [pnpm12, { 'pnpm-workspace.yaml': "packages: []\nsavePrefix: '~'\n" }],
      [bun, { ...bun.marks({ url: registry.url }), 'bunfig.toml': '[install]\nexact = true\n' }],
    ] as const) {
      const app = makeProject({ registry, files: { 'package.json': { name: 'app', private: true }, ...files } });
      const operation = await install(await start(app, { tools: locatorOf(manager) }), 'fx-tiny');
      assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
      const expected = manager === bun ? '1.2.0' : '~1.2.0';
      assert.deepEqual(app.readJson('package.json')['dependencies'], { 'fx-tiny': expected });
    }
  });

  it('an update by Bun moves ranges on, and holds when they are put back', async () => {
    const app = makeProject({
      registry,
      files: {
        ...bun.marks({ url: registry.url }),
        'package.json': { name: 'app', private: true, dependencies: { 'fx-tiny': '1.0.0' } },
      },
    });
    const context = driverContextOf(bun.tool, app.folder);
    const locked = async (): Promise<string | undefined> =>
      (await bun.driver.readLockfile(app.read('bun.lock'))).version('', 'fx-tiny');
    await bun.driver.resolve(context, never);
    const manifest = app.read('package.json').replace('1.0.0', '^1.0.0');
    app.write('package.json', manifest);
    await bun.driver.resolve(context, never);
    assert.equal(await locked(), '1.0.0');
    await bun.driver.update?.(context, ['fx-tiny'], never);
    assert.notEqual(app.read('package.json'), manifest);
    assert.equal(bun.driver.updateMovesRanges, true);
    app.write('package.json', manifest);
    await bun.driver.resolve(context, never);
    assert.equal(await locked(), '1.2.0');
  });
});
