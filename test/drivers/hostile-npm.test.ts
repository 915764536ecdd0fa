import assert from 'node:assert/strict';
import fs from 'node:fs';
import { startRegistry, type Registry } from '../registry/registry.ts';
import { install, useEngines, useHermeticProcess } from '../support/engine.ts';
import { locatorOf, testManagers } from '../support/managers.ts';
import { tempFolder, useTempProjects, type FileBody, type TempProject } from '../support/temp-project.ts';

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
  { what: 'keeps the cache inside', npmrc: 'cache=.cache/npm\nlogs-dir = ".cache/logs"\n' },
  { what: 'moves the prefix out', npmrc: 'prefix={out}/prefix\n' },
  { what: 'makes it global', npmrc: 'global=true\nlocation=global\nprefix={out}/global\n' },
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
  { what: 'has a proxy', npmrc: 'https-proxy=http://127.0.0.1:9/\n', code: 'QM_PROJECT_HOOKS' },
  { what: 'trusts every certificate', npmrc: 'strict-ssl=false\n', code: 'QM_PROJECT_HOOKS' },
  { what: 'names a token by its usual variable', npmrc: '//127.0.0.1:9/:_authToken=${NPM_TOKEN}\n' },
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
  });
}
