import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import type { EngineContext } from '../../src/engine/context.ts';
import type { Operation } from '../../src/model/operation.ts';
import { processRunner } from '../../src/node/process-runner.ts';
import { NpmRegistry } from '../../src/node/npm-registry.ts';
import { systemClock } from '../../src/node/system-clock.ts';
import { byHand, install, installAnyway, never, requests } from '../support/engine.ts';
import { freshCaches } from '../support/environment.ts';
import { deleteTrees } from '../support/manager-projects.ts';
import { useManager, type ManagerSuite } from '../support/manager-suite.ts';
import { driverContextOf } from '../support/managers.ts';
import { tempFolder, type FileBody, type TempProject } from '../support/temp-project.ts';

function assertInstalled(operation: Operation | undefined): void {
  assert.equal(operation?.status, 'succeeded', JSON.stringify(operation?.error));
}

/** The configuration of a suite's projects with more in it. */
function configured({ manager, registry }: ManagerSuite, more: object): string {
  const marks = manager.marks(registry())['.yarnrc.yml'] ?? '{}';
  return `${JSON.stringify({ ...(JSON.parse(marks) as object), ...more })}\n`;
}

/** Every file of a project but ours, by its content. */
function contentsOf({ folder, path }: TempProject): Readonly<Record<string, string>> {
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
  return Object.fromEntries(
    files
      .filter((file) => !file.startsWith('.quartermaster') && fs.lstatSync(path(file)).isFile())
      .map((file) => [
        file,
        createHash('sha1')
          .update(fs.readFileSync(path(file)))
          .digest('hex'),
      ]),
  );
}

/** Yarn does its work, and then says that it failed. */
const failing: Partial<EngineContext> = {
  run: {
    ...processRunner,
    async run(request, signal) {
      const result = await processRunner.run(request, signal);
      return request.args.includes('--immutable') ? { ...result, exitCode: 1 } : result;
    },
  },
};

/** What only Yarn 4 does, or not. */
describe('the engine with the real Yarn 4', () => {
  const suite = useManager('yarn-4');
  const { manager, registry, project, open } = suite;

  it("leaves every manifest's text alone, members' too", async () => {
    const member = '{ "version": "1.0.0",\n"name":"a", "devDependencies": {}, "private": false }';
    const app = project({
      'package.json': { name: 'root', private: true, workspaces: ['packages/*'] },
      'packages/a/package.json': member,
    });
    assertInstalled(await install(await open(app), 'fx-tiny'));
    assert.equal(app.read('packages/a/package.json'), member);
  });

  it('leaves its own configuration alone', async () => {
    const text = `# Ours.\n${configured(suite, { httpRetry: 2 })}`;
    const app = project({ '.yarnrc.yml': text });
    assertInstalled(await install(await open(app), 'fx-tiny'));
    assert.equal(app.read('.yarnrc.yml'), text);
  });

  for (const ci of ['true', '']) {
    it(`does the same with CI=${ci}`, async () => {
      process.env['CI'] = ci;
      const app = project();
      const engine = await open(app);
      assertInstalled(await install(engine, 'fx-tiny@1.0.0'));
      assertInstalled(await install(engine, 'fx-tiny@^1.1.0'));
    });
  }

  it('begins a project that has no lockfile yet', async () => {
    const app = project({ 'package.json': { name: 'app', private: true, packageManager: 'yarn@4.18.1' } });
    app.delete('yarn.lock');
    assertInstalled(await install(await open(app), 'fx-tiny'));
    assert.match(app.read('yarn.lock'), /fx-tiny@npm:\^1\.2\.0/);
    assert.equal(app.exists('node_modules/fx-tiny/index.js'), true);
  });

  it('does not write a lockfile anew in the format of another Yarn', async () => {
    const app = project();
    assertInstalled(await install(await open(app), 'fx-tiny'));
    app.write('yarn.lock', app.read('yarn.lock').replace('version: 10', 'version: 8'));
    const before = contentsOf(app);
    const operation = await install(await open(app), '@fx/core');
    assert.equal(operation.error?.code, 'QM_MANAGER_MISSING', JSON.stringify(operation.error));
    assert.match(operation.error.message, /format 8.*4\.18\.1.*format 10/);
    assert.deepEqual(contentsOf(app), before);
  });

  it('installs beside what is patched, aliased or linked', async () => {
    const patch =
      'diff --git a/index.js b/index.js\nindex 1..2 100644\n--- a/index.js\n+++ b/index.js\n@@ -1,1 +1,1 @@\n-module.exports = "fx-tiny@1.0.0";\n+module.exports = "patched";\n';
    const app = project({
      'package.json': {
        name: 'app',
        private: true,
        dependencies: {
          'fx-tiny': 'patch:fx-tiny@npm%3A1.0.0#~/.yarn/patches/tiny.patch',
          alias: 'npm:fx-major@^1.0.0',
          linked: 'link:./linked',
          local: 'file:./local',
        },
      },
      '.yarn/patches/tiny.patch': patch,
      'linked/package.json': { name: 'linked', version: '1.0.0' },
      'local/package.json': { name: 'local', version: '1.0.0' },
    });
    await manager.driver.resolve(driverContextOf(manager.tool, app.folder), never);
    assertInstalled(await install(await open(app), '@fx/core'));
    assert.match(app.read('node_modules/fx-tiny/index.js'), /patched/);
    const locked = await manager.driver.readLockfile(app.read('yarn.lock'));
    const listed = locked.packages.map(({ name, version, source }) => `${name} ${version} ${source}`);
    assert.deepEqual(listed.toSorted(), [
      '@fx/core 1.1.0 registry',
      'app 0.0.0-use.local workspace',
      'fx-major 1.1.0 registry',
      'fx-tiny 1.0.0 file',
      'fx-tiny 1.0.0 registry',
      'linked 0.0.0-use.local file',
      'local 1.0.0 file',
    ]);
    assert.equal(locked.version('', 'alias'), '1.1.0');
  });

  it("asks the registry that Yarn's configuration names, signed in as it says", async () => {
    registry().setFault({ kind: 'auth', token: 'secret', match: /@fx/ });
    const npmScopes = { fx: { npmRegistryServer: registry().url, npmAuthToken: '${FX_NPM_TOKEN-}' } };
    const app = project({ '.yarnrc.yml': configured(suite, { npmScopes }) });
    app.write('.npmrc', 'registry=http://127.0.0.1:9/\n');
    const engine = await open(app);
    // Only the repository names that host, so its user is asked whether it may have the variable.
    const question = await engine.hookQuestion('', never);
    assert.deepEqual(question?.sends, [{ variable: 'FX_NPM_TOKEN', host: new URL(registry().url).host }]);
    await engine.consentTo('', question.digest, never);
    const refused = await engine.install(requests(['@fx/core']), byHand, never).catch((error: unknown) => error);
    assert.equal((refused as { code?: string }).code, 'QM_REGISTRY_AUTH');
    process.env['FX_NPM_TOKEN'] = 'secret';
    assertInstalled(await install(await open(app), '@fx/core', 'fx-tiny'));
  });

  it('asks about nothing that Yarn patches itself', async () => {
    registry().publish({ name: 'resolve', versions: { '1.22.12': {} }, weeklyDownloads: 200_000_000 });
    const app = project();
    assertInstalled(await install(await open(app), 'resolve'));
    assert.match(app.read('yarn.lock'), /resolve@patch:.*builtin<compat\/resolve>/);
    assert.match(app.read('node_modules/resolve/index.js'), /resolve@1\.22\.12/);
  });

  it('writes ranges as its own configuration has them', async () => {
    const app = project({ '.yarnrc.yml': configured(suite, { defaultSemverRangePrefix: '' }) });
    assertInstalled(await install(await open(app), 'fx-tiny'));
    assert.deepEqual(app.readJson('package.json')['dependencies'], { 'fx-tiny': '1.2.0' });
  });

  it('does not install what a manifest asks for and the lockfile lacks', async () => {
    const app = project();
    const engine = await open(app);
    assertInstalled(await install(engine, 'fx-tiny'));
    const manifest = app.readJson<{ dependencies: object }>('package.json');
    app.write('package.json', { ...manifest, dependencies: { ...manifest.dependencies, 'fx-major': '^1.0.0' } });
    const locked = app.read('yarn.lock');
    const operation = await engine.restore('', byHand, never);
    assert.equal(operation.error?.code, 'QM_LOCKFILE_STALE', JSON.stringify(operation.error));
    assert.deepEqual([app.read('yarn.lock'), app.exists('node_modules/fx-major')], [locked, false]);
  });

  it('reads variables from where the project has them, in the copy too', async () => {
    const app = project({
      '.yarnrc.yml': configured(suite, { npmRegistryServer: '${PROJECT_REGISTRY}' }),
      '.env.yarn': `PROJECT_REGISTRY=${registry().url}\n`,
    });
    assertInstalled(await install(await open(app), 'fx-tiny'));
  });

  it('says what the release age holds back', async () => {
    const app = project();
    const operation = await installAnyway(await open(app), 'fx-fresh@1.0.2');
    assert.equal(operation.error?.code, 'QM_VERSION_UNKNOWN', JSON.stringify(operation.error));
    assert.match(operation.error.details ?? '', /quarantined/);
  });

  it('says of a package without an announced hash that it is not verified', async () => {
    class WithoutHashes extends NpmRegistry {
      override tarball = async () => ({ ok: false, reason: 'unannounced', message: '' }) as const;
    }
    const app = project();
    const operation = await install(await open(app, { registry: new WithoutHashes(systemClock) }), 'fx-with-deps');
    assertInstalled(operation);
    for (const name of ['fx-with-deps', 'fx-tiny']) {
      const sentence = `^${name} 1\\.\\d\\.\\d is not verified: the registry announces no hash of its content\\.$`;
      assert.match(operation.output ?? '', new RegExp(sentence, 'm'));
    }
  });

  it('asks for no tarball of what the lockfile has already', async () => {
    const app = project();
    const engine = await open(app);
    assertInstalled(await install(engine, 'fx-tiny@1.0.0'));
    registry().requests.length = 0;
    assertInstalled(await install(engine, '@fx/core'));
    assert.deepEqual(
      registry().requests.filter((line) => /fx-tiny.*tgz/.test(line)),
      [],
    );
  });
});

/** What Yarn gets is altered on its way; what is compared with it comes whole. */
describe('Yarn 4 takes no archive for the published package that differs in one file', () => {
  for (const label of ['yarn-4', 'yarn-4-pnp', 'yarn-4-pnpm'])
    describe(`of ${label}`, () => altered(useManager(label)));
});

function altered({ registry, project, open }: ManagerSuite): void {
  const alter = (archive: RegExp): void => {
    Object.assign(process.env, freshCaches(tempFolder('cache-')));
    registry().setFault({ kind: 'corrupt', match: archive, times: 1 });
  };

  /** Refused, with nothing changed; and done when it is asked for again and nothing is altered. */
  const isRefused = async (app: TempProject, archive: RegExp, work: () => Promise<Operation>): Promise<void> => {
    alter(archive);
    const before = contentsOf(app);
    const operation = await work();
    assert.equal(operation.error?.code, 'QM_INTEGRITY', JSON.stringify(operation.error ?? operation.status));
    assert.deepEqual(contentsOf(app), before);
    registry().setFault();
    assertInstalled(await work());
  };

  it('that is added', async () => {
    const app = project();
    await isRefused(app, /fx-tiny.*tgz/, async () => install(await open(app), 'fx-tiny'));
  });

  it('that comes along', async () => {
    const app = project();
    await isRefused(app, /fx-tiny.*tgz/, async () => install(await open(app), 'fx-with-deps'));
  });

  it('that another version is moved to', async () => {
    const app = project();
    assertInstalled(await install(await open(app), 'fx-tiny@1.0.0'));
    await isRefused(app, /fx-tiny.*1\.2\.0.*tgz/, async () => install(await open(app), 'fx-tiny@^1.1.0'));
  });

  it('that comes back by a rollback which keeps what came later', async () => {
    const app = project();
    const engine = await open(app);
    assertInstalled(await install(engine, 'fx-tiny@1.0.0'));
    const moved = await install(engine, 'fx-tiny@^1.1.0');
    assertInstalled(await install(engine, '@fx/core'));
    await isRefused(app, /fx-tiny.*1\.0\.0.*tgz/, () => engine.rollBack(moved.id, 'manual', never));
  });

  it('that comes back by a rollback to the byte', async () => {
    const app = project();
    const engine = await open(app);
    assertInstalled(await install(engine, 'fx-tiny@1.0.0'));
    const moved = await install(engine, 'fx-tiny@^1.1.0');
    await isRefused(app, /fx-tiny.*1\.0\.0.*tgz/, () => engine.rollBack(moved.id, 'manual', never));
  });

  it('that a clone gets by its lockfile', async () => {
    const app = project();
    const engine = await open(app);
    assertInstalled(await install(engine, 'fx-tiny'));
    deleteTrees(app);
    await isRefused(app, /fx-tiny.*tgz/, () => engine.restore('', byHand, never));
  });

  it('that is declared where no lockfile stands yet', async () => {
    const declared = { dependencies: { 'fx-tiny': '^1.0.0' }, packageManager: 'yarn@4.18.1' };
    const app = project({ 'package.json': { name: 'app', private: true, ...declared } });
    app.delete('yarn.lock');
    const engine = await open(app);
    await isRefused(app, /fx-tiny.*tgz/, () => engine.restore('', byHand, never));
  });
}

describe("the engine with the real Yarn 4 and Plug'n'Play", () => {
  const suite = useManager('yarn-4-pnp');
  const { manager, project, open } = suite;
  const workspace: Readonly<Record<string, FileBody>> = {
    'package.json': { name: 'root', private: true, workspaces: ['packages/*'] },
    'packages/a/package.json': { name: 'a', version: '1.0.0' },
    'packages/a/a.js': "import 'fx-tiny';\nimport 'fx-plugin';\n",
  };

  it('has no finding left after an install', async () => {
    const app = project(workspace);
    const engine = await open(app);
    const found = async (): Promise<readonly string[]> => {
      await engine.scan(never);
      return engine.findings.map((finding) => `${finding.kind} ${'package' in finding ? finding.package : ''}`);
    };
    assert.deepEqual(await found(), ['undeclared fx-plugin', 'undeclared fx-tiny']);
    const first = await engine.install(requests(['fx-tiny', 'fx-host@^2.0.0'], 'packages/a'), byHand, never);
    assertInstalled(first.operations[0]);
    assert.deepEqual(await found(), ['undeclared fx-plugin']);
    const manifest = app.readJson<{ dependencies: object }>('packages/a/package.json');
    const dependencies = { ...manifest.dependencies, 'fx-plugin': '^2.0.0' };
    app.write('packages/a/package.json', { ...manifest, dependencies });
    engine.filesChanged(['packages/a/package.json']);
    assert.deepEqual(await found(), ['uninstalled fx-plugin']);
    const second = await engine.install(requests(['fx-plugin'], 'packages/a'), byHand, never);
    assertInstalled(second.operations[0]);
    assert.equal(second.operations[0]?.packages[0]?.to, '2.0.0');
    assert.deepEqual(await found(), []);
  });

  it('puts map, archives and state back when an install fails', async () => {
    // Where it is set, archives are kept there for every project.
    delete process.env['YARN_CACHE_FOLDER'];
    const app = project({ '.yarnrc.yml': configured(suite, { enableGlobalCache: false, pnpEnableInlining: false }) });
    assertInstalled(await install(await open(app), 'fx-tiny@1.0.0', 'fx-script'));
    const before = contentsOf(app);
    const kinds = ['.pnp.data.json', '.yarn/install-state.gz', 'yarn.lock'];
    assert.deepEqual(
      kinds.filter((name) => before[name] === undefined),
      [],
    );
    assert.equal(Object.keys(before).filter((name) => name.endsWith('.zip')).length, 2);
    const operation = await install(await open(app, failing), 'fx-tiny@1.1.0', '@fx/core');
    assert.equal(operation.status, 'rolled-back', JSON.stringify(operation.error));
    assert.deepEqual(contentsOf(app), before);
  });

  it('puts archives back that stand elsewhere in the project', async () => {
    delete process.env['YARN_CACHE_FOLDER'];
    const app = project({ '.yarnrc.yml': configured(suite, { enableGlobalCache: false, cacheFolder: './archives' }) });
    assertInstalled(await install(await open(app), 'fx-tiny@1.0.0'));
    const before = contentsOf(app);
    assert.equal(Object.keys(before).filter((name) => /^archives\/.*\.zip$/.test(name)).length, 1);
    const operation = await install(await open(app, failing), 'fx-tiny@1.1.0');
    assert.equal(operation.status, 'rolled-back', JSON.stringify(operation.error));
    assert.deepEqual(contentsOf(app), before);
  });

  it('knows what is installed from the map alone', async () => {
    const app = project();
    assertInstalled(await install(await open(app), 'fx-tiny@1.0.0'));
    const context = driverContextOf(manager.tool, app.folder);
    const version = (name: string): Promise<string | undefined> | undefined =>
      manager.driver.installedVersion?.(context, app.folder, name);
    assert.deepEqual([await version('fx-tiny'), await version('fx-major')], ['1.0.0', undefined]);
    Object.assign(process.env, { YARN_GLOBAL_FOLDER: tempFolder('global-') });
    const [, archive = ''] = /"packageLocation": "([^"]*fx-tiny[^"]*\.zip)/.exec(app.read('.pnp.cjs')) ?? [];
    fs.rmSync(app.path(archive));
    assert.equal(await version('fx-tiny'), undefined);
  });
});
