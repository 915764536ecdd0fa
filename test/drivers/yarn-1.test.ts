import assert from 'node:assert/strict';
import fs from 'node:fs';
import type { ProcessRunner } from '../../src/ports/process-runner.ts';
import { processRunner } from '../../src/node/process-runner.ts';
import { byHand, install, never, requests } from '../support/engine.ts';
import { useManager } from '../support/manager-suite.ts';
import { driverContextOf } from '../support/managers.ts';
import { run } from '../support/run-command.ts';
import type { FileBody } from '../support/temp-project.ts';

/** What only Yarn 1 does, or not. */
describe('the engine with the real Yarn 1', () => {
  const { manager, registry, project, open } = useManager('yarn-1');
  const workspace: Readonly<Record<string, FileBody>> = {
    'package.json': {
      name: 'root',
      private: true,
      workspaces: ['packages/*'],
      dependencies: { 'fx-with-deps': '^1.0.0' },
    },
    'packages/a/package.json': {
      name: 'a',
      version: '1.0.0',
      dependencies: { b: '^1.0.0', 'fx-tiny': '1.0.0', alias: 'npm:@fx/core@^1.0.0' },
    },
    'packages/b/package.json': { name: 'b', version: '1.0.0', devDependencies: { 'fx-tiny': '~1.1.0' } },
  };

  it('resolves to the very lockfile that an install writes, and touches nothing else', async () => {
    const resolved = project(workspace);
    await manager.driver.resolve(driverContextOf(manager.tool, resolved.folder), never);
    const installed = project(workspace);
    const { file, prefix } = manager.tool;
    const { code } = await run(file, [...prefix, 'install', '--ignore-scripts'], { cwd: installed.folder });
    assert.equal(code, 0);
    assert.equal(resolved.read('yarn.lock'), installed.read('yarn.lock'));
    assert.deepEqual(fs.readdirSync(resolved.folder).toSorted(), ['.npmrc', 'package.json', 'packages', 'yarn.lock']);
    const locked = await manager.driver.readLockfile(resolved.read('yarn.lock'));
    assert.deepEqual(
      [locked.version('packages/a', 'fx-tiny', '1.0.0'), locked.version('packages/b', 'fx-tiny', '~1.1.0')],
      ['1.0.0', '1.1.0'],
    );
  });

  it('fetches nothing to resolve', async () => {
    registry().requests.length = 0;
    await manager.driver.resolve(driverContextOf(manager.tool, project(workspace).folder), never);
    assert.deepEqual(
      registry().requests.filter((line) => line.endsWith('.tgz')),
      [],
    );
  });

  for (const ci of ['true', '']) {
    it(`does the same with CI=${ci}, and for production`, async () => {
      Object.assign(process.env, { CI: ci, NODE_ENV: 'production' });
      const app = project();
      const engine = await open(app);
      const { operations } = await engine.install(requests(['fx-tiny'], '', 'devDependencies'), byHand, never);
      assert.equal(operations[0]?.status, 'succeeded', JSON.stringify(operations[0]?.error));
      assert.equal(app.exists('node_modules/fx-tiny/index.js'), true);
    });
  }

  it('does not install what a member asks for and the lockfile lacks', async () => {
    const app = project(workspace);
    const engine = await open(app);
    await install(engine, '@fx/util');
    const member = app.readJson<{ dependencies: object }>('packages/a/package.json');
    app.write('packages/a/package.json', { ...member, dependencies: { ...member.dependencies, 'fx-major': '^1.0.0' } });
    const locked = app.read('yarn.lock');
    await engine.projects(never);
    const operation = await engine.restore('', byHand, never);
    assert.equal(operation.error?.code, 'QM_LOCKFILE_STALE', JSON.stringify(operation));
    assert.match(operation.error.details ?? '', /lacks: fx-major@\^1\.0\.0/);
    assert.deepEqual([app.read('yarn.lock'), app.exists('node_modules/fx-major')], [locked, false]);
  });

  it('puts a mirror back that an install failed to fill', async () => {
    const app = project({ '.yarnrc': 'yarn-offline-mirror "./mirror"\nyarn-offline-mirror-pruning true\n' });
    await install(await open(app), 'fx-tiny@1.0.0');
    assert.deepEqual(fs.readdirSync(app.path('mirror')), ['fx-tiny-1.0.0.tgz']);
    const failing: ProcessRunner = {
      ...processRunner,
      async run(request, signal) {
        const result = await processRunner.run(request, signal);
        return request.args.includes('--frozen-lockfile') ? { ...result, exitCode: 1 } : result;
      },
    };
    const operation = await install(await open(app, { run: failing }), 'fx-tiny@1.1.0');
    assert.equal(operation.status, 'rolled-back');
    assert.deepEqual(fs.readdirSync(app.path('mirror')), ['fx-tiny-1.0.0.tgz']);
  });

  it("does not follow the first Plug'n'Play", async () => {
    const manifest = { name: 'app', private: true, installConfig: { pnp: true } };
    for (const files of [{ 'package.json': manifest }, { '.yarnrc': 'plugnplay-override true\n' }]) {
      const app = project(files);
      const before = app.read('package.json');
      const operation = await install(await open(app), 'fx-tiny');
      assert.equal(operation.error?.code, 'QM_MANAGER_UNSUPPORTED', JSON.stringify(operation.error));
      assert.deepEqual([app.read('package.json'), app.exists('.pnp.js')], [before, false]);
    }
  });

  it('writes ranges as its own configuration has them', async () => {
    const app = project({ '.yarnrc': 'save-prefix "~"\n' });
    await install(await open(app), 'fx-tiny');
    assert.deepEqual(app.readJson('package.json')['dependencies'], { 'fx-tiny': '~1.2.0' });
  });

  it('overrides below one dependent in every version', async () => {
    const app = project();
    await install(await open(app), 'fx-vuln-pinned', 'fx-vuln-parent');
    const read = async (name: string): Promise<string> => app.read(name);
    const parent = { name: 'fx-vuln-pinned', range: '*' };
    const file = await manager.driver.override(read, { name: 'fx-vuln', parent, range: '1.0.1' }, manager.tool.version);
    app.write(file?.path ?? '', file?.text ?? '');
    await manager.driver.resolve(driverContextOf(manager.tool, app.folder), never);
    const { packages } = await manager.driver.readLockfile(app.read('yarn.lock'));
    const versions = packages.filter(({ name }) => name === 'fx-vuln').map(({ version }) => version);
    assert.deepEqual(versions.toSorted(), ['1.0.1', '1.0.2']);
  });
});
