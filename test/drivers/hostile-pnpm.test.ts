import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { pnpmDriver } from '../../src/managers/pnpm/driver.ts';
import { install, never, useEngines, useHermeticProcess } from '../support/engine.ts';
import { driverContextOf, locatorOf, testManagers, type TestManager } from '../support/managers.ts';
import { tempFolder, useTempProjects, type FileBody, type TempProject } from '../support/temp-project.ts';
import { publicToken } from '../support/public-registry.ts';
import { useRegistry } from '../support/use-registry.ts';

/** Leaves a file behind where it runs, whoever runs it. */
const evil = `require('node:fs').writeFileSync(__dirname + '/evil.txt', 'ran');\n`;
const hook = `${evil}module.exports = { hooks: { readPackage: (found) => found } };\n`;

const patched = 'patchedDependencies:\n  fx-tiny@1.2.0: patches/x.patch';
const patch = `diff --git a/index.js b/index.js
index 0000001..0000002 100644
--- a/index.js
+++ b/index.js
@@ -1 +1 @@
-module.exports = "fx-tiny@1.2.0";
+module.exports = "patched";
`;

/** What a repository may bring along to have its own way with pnpm. */
describe('pnpm in a hostile repository', () => {
  for (const manager of testManagers().filter(({ id }) => id === 'pnpm')) {
    describe(manager.label, () => hostileTable(manager));
  }
});

function hostileTable(manager: TestManager): void {
  const makeProject = useTempProjects();
  const start = useEngines();
  useHermeticProcess();
  const registry = useRegistry();

  const project = (files: Readonly<Record<string, FileBody>> = {}, npmrc = ''): TempProject => {
    const app = makeProject({
      registry,
      files: { 'package.json': { name: 'app', private: true }, ...manager.marks(registry), ...files },
    });
    app.write('.npmrc', `${app.read('.npmrc')}${npmrc}`);
    return app;
  };
  const attempt = async (app: TempProject, ...specs: readonly string[]) =>
    install(await start(app, { tools: locatorOf(manager) }), ...(specs.length > 0 ? specs : ['fx-tiny']));

  const refused: readonly (readonly [
    what: string,
    files: Readonly<Record<string, FileBody>>,
    npmrc: string,
    code: string,
    place: RegExp,
  ])[] = [
    ['a .pnpmfile.cjs', { '.pnpmfile.cjs': hook }, '', 'QM_PROJECT_HOOKS', /^\.pnpmfile\.cjs makes pnpm run code/],
    ['a .pnpmfile.mjs', { '.pnpmfile.mjs': 'export const hooks = {};' }, '', 'QM_PROJECT_HOOKS', /pnpmfile\.mjs/],
    ['a pnpmfile elsewhere', { 'e.cjs': hook, ...yaml('pnpmfile: [e.cjs]') }, '', 'QM_PROJECT_HOOKS', /"pnpmfile"/],
    ['one for all projects', { 'e.cjs': hook }, 'global-pnpmfile=e.cjs\n', 'QM_PROJECT_HOOKS', /"global-pnpmfile"/],
    [
      'one more .npmrc',
      { 'sub/.npmrc': 'global-pnpmfile=e.cjs\nignore-pnpmfile=false\n', 'sub/e.cjs': hook },
      'workspace-prefix=sub\n',
      'QM_PROJECT_HOOKS',
      /"workspace-prefix".*run code/,
    ],
    ['plugins', yaml('configDependencies:\n  pnpm-plugin-x: 1.0.0'), '', 'QM_PROJECT_HOOKS', /"configDependencies"/],
    ['settings of a package', yaml('include:\n  x: "*"'), '', 'QM_PROJECT_HOOKS', /"include"/],
    ['Cargo', yaml('cargo:\n  enabled: true'), '', 'QM_PROJECT_HOOKS', /"cargo"/],
    ['Python', yaml('python:\n  enabled: true'), '', 'QM_PROJECT_HOOKS', /"python"/],
    ['a program for tokens', {}, '//127.0.0.1:9/:tokenHelper=/bin/evil\n', 'QM_PROJECT_HOOKS', /tokenHelper.*run code/],
    ['a store elsewhere', yaml('storeDir: ../store'), '', 'QM_PROJECT_HOOKS', /"storeDir".*outside/],
    ['a store at home', {}, 'store-dir=~/store\n', 'QM_PROJECT_HOOKS', /"store-dir".*outside/],
    ['a cache elsewhere', yaml('cacheDir: /tmp/cache'), '', 'QM_PROJECT_HOOKS', /"cacheDir".*outside/],
    ['packages elsewhere', yaml('modulesDir: ../modules'), '', 'QM_PROJECT_HOOKS', /"modulesDir".*outside/],
    ['packages elsewhere, by .npmrc', {}, 'modules-dir=../modules\n', 'QM_PROJECT_HOOKS', /"modules-dir".*outside/],
    ['their real place elsewhere', yaml('virtualStoreDir: ../vs'), '', 'QM_PROJECT_HOOKS', /"virtualStoreDir"/],
    ['a lockfile elsewhere', {}, 'lockfile-dir=..\n', 'QM_PROJECT_HOOKS', /"lockfile-dir".*outside/],
    [
      'members elsewhere',
      { 'pnpm-workspace.yaml': 'packages: [../other]\n' },
      '',
      'QM_PROJECT_HOOKS',
      /"packages".*outside/,
    ],
    [
      'a package elsewhere',
      yaml('packageExtensions:\n  fx-tiny:\n    dependencies:\n      x: link:../x'),
      '',
      'QM_PROJECT_HOOKS',
      /"packageExt/,
    ],
    [
      'a package elsewhere, by its manifest',
      manifest({ pnpm: { packageExtensions: { 'fx-tiny': { dependencies: { x: 'link:../x' } } } } }),
      '',
      'QM_PROJECT_HOOKS',
      /"pnpm\.packageExtensions".*outside/,
    ],
    [
      'a package elsewhere, by resolutions',
      manifest({ resolutions: { x: 'link:../x' } }),
      '',
      'QM_PROJECT_HOOKS',
      /"resolutions".*outside/,
    ],
    [
      'a variable in an address',
      manifest({ resolutions: { x: 'http://127.0.0.1:9/${AWS_SECRET}.tgz' } }),
      '',
      'QM_PROJECT_HOOKS',
      /"resolutions".*secrets/,
    ],
    [
      'settings for one member',
      yaml('packageConfigs:\n  a:\n    modulesDir: ../x'),
      '',
      'QM_MANAGER_UNSUPPORTED',
      /"packageConfigs"/,
    ],
    ['a patch elsewhere', yaml('patchedDependencies:\n  fx-tiny: ../x.patch'), '', 'QM_PROJECT_HOOKS', /"patchedDep/],
    ['a proxy', {}, 'https-proxy=http://127.0.0.1:9\n', 'QM_PROJECT_HOOKS', /"https-proxy".*secrets/],
    [
      'a proxy, by its own file',
      yaml('httpsProxy: http://127.0.0.1:9'),
      '',
      'QM_PROJECT_HOOKS',
      /"httpsProxy".*secrets/,
    ],
    ['a way around the proxy', {}, 'noproxy=evil.test\n', 'QM_PROJECT_HOOKS', /"noproxy".*secrets/],
    ['a way around it, by its own file', yaml('noProxy: evil.test'), '', 'QM_PROJECT_HOOKS', /"noProxy".*secrets/],
    ['a way out of the machine', {}, 'local-address=127.0.0.1\n', 'QM_PROJECT_HOOKS', /"local-address".*secrets/],
    ['an authority', yaml('ca: x'), '', 'QM_PROJECT_HOOKS', /"ca" in pnpm.*secrets/],
    ['a file of authorities', {}, 'cafile=./ca.pem\n', 'QM_PROJECT_HOOKS', /"cafile".*secrets/],
    ['a certificate', {}, 'cert=x\n', 'QM_PROJECT_HOOKS', /"cert".*secrets/],
    ['a key', {}, 'key=x\n', 'QM_PROJECT_HOOKS', /"key".*secrets/],
    ['no TLS', {}, 'strict-ssl=false\n', 'QM_PROJECT_HOOKS', /"strict-ssl".*secrets/],
    ['a server that resolves', yaml('pnprServer: http://127.0.0.1:9'), '', 'QM_PROJECT_HOOKS', /"pnprServer".*secrets/],
    ['a variable', yaml('userAgent: ${AWS_SECRET}'), '', 'QM_MANAGER_UNSUPPORTED', /"userAgent"/],
    ['a variable as a tag', yaml('tag: ${AWS_SECRET}'), '', 'QM_PROJECT_HOOKS', /"tag".*secrets/],
    [
      'a token for its own host',
      {},
      '//127.0.0.1:9/:_authToken=${NPM_TOKEN}\n',
      'QM_PROJECT_HOOKS',
      /send NPM_TOKEN to/,
    ],
    [
      'a token in an address',
      yaml('overrides:\n  x: http://127.0.0.1:9/${NPM_TOKEN}.tgz'),
      '',
      'QM_PROJECT_HOOKS',
      /"overrides".*send NPM_TOKEN to 127/,
    ],
    ['a lockfile each', yaml('sharedWorkspaceLockfile: false'), '', 'QM_MANAGER_UNSUPPORTED', /"sharedWork.*follow/],
    ['a lockfile a branch', yaml('gitBranchLockfile: true'), '', 'QM_MANAGER_UNSUPPORTED', /"gitBranch/],
    ['no lockfile', yaml('lockfile: false'), '', 'QM_MANAGER_UNSUPPORTED', /"lockfile"/],
    ["Plug'n'Play", yaml('nodeLinker: pnp'), '', 'QM_MANAGER_UNSUPPORTED', /"nodeLinker"/],
    ['what nobody knows', yaml('rawConfig: {}'), '', 'QM_MANAGER_UNSUPPORTED', /"rawConfig"/],
    ['a lockfile to come', { 'pnpm-lock.yaml': "lockfileVersion: '13.0'\n" }, '', 'QM_MANAGER_UNSUPPORTED', /13\.0/],
    [
      'a lockfile of hooks',
      { 'pnpm-lock.yaml': "lockfileVersion: '9.0'\npnpmfileChecksum: x\n" },
      '',
      'QM_PROJECT_HOOKS',
      /pnpmfileChecksum/,
    ],
  ];
  for (const [what, files, npmrc, code, place] of refused) {
    it(`changes nothing and says ${code}, given ${what}`, async () => {
      const app = project(files, npmrc);
      const manifest = app.read('package.json');
      const { error } = await attempt(app);
      assert.equal(error?.code, code, error?.message);
      assert.match(error.message, place);
      assert.deepEqual(
        [app.read('package.json'), app.exists('node_modules'), app.exists('evil.txt')],
        [manifest, false, false],
      );
    });
  }

  it('does not install through a node_modules that leads out of the project', async () => {
    const elsewhere = tempFolder('elsewhere-');
    fs.writeFileSync(path.join(elsewhere, 'mine.txt'), 'mine');
    const app = project();
    fs.symlinkSync(elsewhere, app.path('node_modules'));
    const { error } = await attempt(app);
    assert.equal(error?.code, 'QM_PROJECT_HOOKS');
    assert.match(error.message, /^node_modules makes pnpm use files outside/);
    assert.deepEqual(fs.readdirSync(elsewhere), ['mine.txt']);
  });

  it('runs no hook even where the driver alone is asked', async () => {
    const app = project({
      '.pnpmfile.cjs': hook,
      'package.json': { name: 'app', dependencies: { 'fx-tiny': '1.0.0' } },
    });
    const context = driverContextOf(manager.tool, app.folder);
    await pnpmDriver.resolve(context, never);
    await pnpmDriver.install(context, never);
    await pnpmDriver.update?.(context, ['fx-tiny'], never);
    assert.deepEqual([app.exists('evil.txt'), app.exists('node_modules/fx-tiny')], [false, true]);
  });

  // Of the same line, but not the one that is here.
  const other = manager.tool.version.startsWith('10.') ? '9.1.0' : '11.0.0';
  const harmless: readonly (readonly [what: string, files: Readonly<Record<string, FileBody>>, npmrc: string])[] = [
    ['another pnpm, by packageManager', manifest({ packageManager: `pnpm@${other}` }), ''],
    [
      'another pnpm, by devEngines',
      manifest({ devEngines: { packageManager: { name: 'pnpm', version: other, onFail: 'download' } } }),
      '',
    ],
    ['another Node', {}, 'use-node-version=22.1.0\nnode-mirror:release=http://127.0.0.1:9/\n'],
    ['silence', yaml('loglevel: silent'), 'loglevel=silent\n'],
    ['scripts on', yaml('ignoreScripts: false\ndangerouslyAllowAllBuilds: true'), 'ignore-scripts=false\n'],
    ['a script that fails where it is left out', yaml('strictDepBuilds: true'), ''],
    ['a store and a patch of its own', { ...yaml(patched), 'patches/x.patch': patch }, 'store-dir=.store\n'],
    ['a token for the public registry, by its usual variable', {}, `${publicToken}\n`],
  ];
  for (const [what, files, npmrc] of harmless) {
    it(`installs what it should, given ${what}`, async () => {
      const app = project(files, npmrc);
      registry.requests.length = 0;
      // pnpm 10 reads nothing of an .npmrc with a variable that is not set.
      process.env['NPM_TOKEN'] = 'a token';
      const operation = await attempt(app, 'fx-script', 'fx-tiny@1.2.0');
      assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
      assert.equal(app.exists('node_modules/fx-script/postinstall-ran.txt'), false);
      const asked = registry.requests.filter((line) => /\/(?:pnpm|@pnpm|node)\b/.test(line));
      assert.deepEqual(asked, [], 'no other pnpm, no Node, no news of either');
    });
  }

  it('does not stand in for another line that the project pins', async () => {
    const wanted = manager.tool.version.startsWith('10.') ? '12.1.0' : '10.1.0';
    const app = project(manifest({ packageManager: `pnpm@${wanted}` }));
    const { error } = await attempt(app);
    assert.equal(error?.code, 'QM_MANAGER_MISSING');
    assert.match(error.message, new RegExp(`wants pnpm ${wanted} .*packageManager.*${manager.tool.version}`));
    assert.equal(app.exists('node_modules'), false);
  });

  it('takes the patches of the project along', async () => {
    const app = project({ ...yaml(patched), 'patches/x.patch': patch });
    assert.equal((await attempt(app, 'fx-tiny@1.2.0')).status, 'succeeded');
    assert.match(app.read('node_modules/fx-tiny/index.js'), /patched/);
  });

  it('works in its own folder below the workspace of somebody else', async () => {
    const app = project({
      'pnpm-workspace.yaml': 'packages:\n  - packages/*\n',
      'ex/package.json': { name: 'ex' },
      'ex/pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
      'ex/.npmrc': `registry=${registry.url}/\n`,
    });
    const engine = await start(app, { tools: locatorOf(manager) });
    const request = { package: 'fx-tiny', range: undefined, manifest: 'ex', field: 'dependencies' } as never;
    const { operations } = await engine.install(
      [request],
      { trigger: 'manual', confirmed: false, automatic: false },
      never,
    );
    assert.equal(operations[0]?.status, 'succeeded', JSON.stringify(operations[0]?.error));
    assert.deepEqual(
      ['pnpm-lock.yaml', 'node_modules', 'ex/node_modules/fx-tiny'].map((name) => app.exists(name)),
      [false, false, true],
    );
  });

  for (const CI of ['true', undefined]) {
    it(`resolves and installs alike with CI=${CI}`, async () => {
      const app = project();
      if (CI !== undefined) process.env['CI'] = CI;
      try {
        assert.equal((await attempt(app)).status, 'succeeded');
        assert.equal((await attempt(app, '@fx/core')).status, 'succeeded');
      } finally {
        delete process.env['CI'];
      }
      assert.deepEqual(Object.keys(app.readJson('package.json')['dependencies'] as object), ['@fx/core', 'fx-tiny']);
    });
  }
}

function yaml(settings: string): Readonly<Record<string, string>> {
  return { 'pnpm-workspace.yaml': `packages: []\n${settings}\n` };
}

function manifest(fields: object): Readonly<Record<string, FileBody>> {
  return { 'package.json': { name: 'app', private: true, ...fields } };
}
