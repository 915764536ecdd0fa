import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { byHand, install, never, requests, useEngines, useHermeticProcess } from '../support/engine.ts';
import { locatorOf, testManagers, type TestManager } from '../support/managers.ts';
import { tempFolder, useTempProjects, type FileBody, type TempProject } from '../support/temp-project.ts';
import { publicToken } from '../support/public-registry.ts';
import { useRegistry } from '../support/use-registry.ts';

/** Leaves a file behind where it runs, whoever runs it. */
const evil = `require('node:fs').writeFileSync(__dirname + '/evil.txt', 'ran');\n`;
const scanner = `${evil}export const scanner = { version: '1', async scan() { return []; } };\n`;

const patch = `diff --git a/index.js b/index.js
index 0000001..0000002 100644
--- a/index.js
+++ b/index.js
@@ -1 +1 @@
-module.exports = "fx-tiny@1.2.0";
+module.exports = "patched";
`;

/** What a repository may bring along to have its own way with Bun. */
describe('Bun in a hostile repository', () => {
  for (const manager of testManagers().filter(({ id }) => id === 'bun')) {
    describe(manager.label, () => hostileTable(manager));
  }
});

function hostileTable(manager: TestManager): void {
  const makeProject = useTempProjects();
  const start = useEngines();
  useHermeticProcess();
  const registry = useRegistry();

  const project = (files: Readonly<Record<string, FileBody>> = {}, npmrc = ''): TempProject => {
    const app = makeProject({ registry, files: { ...plain(), ...manager.marks(registry), ...files } });
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
    ['a scanner', { ...security('./scan.ts'), 'scan.ts': scanner }, '', 'QM_PROJECT_HOOKS', /security".*run code/],
    ['a scanner of a package', security('fx-tiny'), '', 'QM_PROJECT_HOOKS', /"install\.security".*run code/],
    ['a cache elsewhere', bunfig('[install.cache]\ndir = "../cache"'), '', 'QM_PROJECT_HOOKS', /cache".*outside/],
    ['a cache elsewhere, in short', bunfig('install.cache = "/tmp/x"'), '', 'QM_PROJECT_HOOKS', /cache".*outside/],
    ['a cache elsewhere, by .npmrc', {}, 'cache=~/cache\n', 'QM_PROJECT_HOOKS', /"cache".*outside/],
    ['a hidden spelling', bunfig('["\\u0069nstall"]\ncafile = "x"'), '', 'QM_PROJECT_HOOKS', /cafile".*secrets/],
    ['a certificate', {}, 'cafile=./ca.pem\n', 'QM_PROJECT_HOOKS', /"cafile".*secrets/],
    ['a proxy', {}, 'https-proxy=http://127.0.0.1:9\n', 'QM_PROJECT_HOOKS', /"https-proxy".*secrets/],
    ['a way around the proxy', {}, 'noproxy=evil.test\n', 'QM_PROJECT_HOOKS', /"noproxy".*secrets/],
    ['an authority', {}, 'ca=x\n', 'QM_PROJECT_HOOKS', /"ca".*secrets/],
    ['an authority, in bunfig.toml', bunfig('install.ca = "x"'), '', 'QM_PROJECT_HOOKS', /"install\.ca".*secrets/],
    ['a certificate for a host', {}, '//evil.test/:certfile=x\n', 'QM_PROJECT_HOOKS', /certfile".*secrets/],
    ['a key for a host', {}, '//evil.test/:keyfile=x\n', 'QM_PROJECT_HOOKS', /keyfile".*secrets/],
    ['a variable as a token', {}, '//127.0.0.1:9/:_authToken=${AWS_SECRET}\n', 'QM_PROJECT_HOOKS', /secrets/],
    [
      'a variable as a token, in bunfig.toml',
      bunfig('[install.scopes]\nx = { url = "http://127.0.0.1:9", token = "$AWS_SECRET" }'),
      '',
      'QM_PROJECT_HOOKS',
      /"install\.scopes".*secrets/,
    ],
    [
      'a token for its own host',
      {},
      '//127.0.0.1:9/:_authToken=${NPM_TOKEN}\n',
      'QM_PROJECT_HOOKS',
      /send NPM_TOKEN to/,
    ],
    [
      'a token for its own host, in bunfig.toml',
      bunfig('[install.scopes]\nx = { url = "http://127.0.0.1:9", token = "$NPM_TOKEN" }'),
      '',
      'QM_PROJECT_HOOKS',
      /"install\.scopes".*send NPM_TOKEN to 127\.0\.0\.1:9/,
    ],
    [
      'a patch elsewhere',
      manifest({ patchedDependencies: { 'fx-tiny': '../x.patch' } }),
      '',
      'QM_PROJECT_HOOKS',
      /outside/,
    ],
    ['members elsewhere', manifest({ workspaces: ['../other'] }), '', 'QM_PROJECT_HOOKS', /"workspaces".*outside/],
    [
      'members elsewhere, by an object',
      manifest({ workspaces: { packages: ['!a', '../*'] } }),
      '',
      'QM_PROJECT_HOOKS',
      /"workspaces"/,
    ],
    ['no lockfile', bunfig('[install.lockfile]\nsave = false'), '', 'QM_MANAGER_UNSUPPORTED', /lockfile".*follow/],
    ['a second lockfile', bunfig('[install.lockfile]\nprint = "yarn"'), '', 'QM_MANAGER_UNSUPPORTED', /lockfile"/],
    ['a dry run', bunfig('install.dryRun = true'), '', 'QM_MANAGER_UNSUPPORTED', /dryRun"/],
    ['a frozen lockfile', bunfig('install.frozenLockfile = true'), '', 'QM_MANAGER_UNSUPPORTED', /frozenLockfile"/],
    ['a setting that nobody knows', bunfig('install.hooks = "x"'), '', 'QM_MANAGER_UNSUPPORTED', /"install\.hooks"/],
    ['what is no TOML', bunfig('['), '', 'QM_MANAGER_UNSUPPORTED', /^bunfig\.toml/],
  ];
  for (const [what, files, npmrc, code, place] of refused) {
    it(`changes nothing and says ${code}, given ${what}`, async () => {
      const app = project(files, npmrc);
      const text = app.read('package.json');
      const { error } = await attempt(app);
      assert.equal(error?.code, code, error?.message);
      assert.match(error.message, place);
      assert.deepEqual(
        [app.read('package.json'), app.exists('node_modules'), app.exists('evil.txt')],
        [text, false, false],
      );
    });
  }

  it('does not touch a lockfile that only Bun can read', async () => {
    const app = makeProject({
      registry,
      files: { ...plain(), 'bun.lockb': '#!/usr/bin/env bun\nbun-lockfile-format-v0\n' },
    });
    const { error } = await attempt(app);
    assert.equal(error?.code, 'QM_MANAGER_UNSUPPORTED');
    assert.match(error.message, /^bun\.lockb/);
    assert.deepEqual(
      fs
        .readdirSync(app.folder)
        .filter((name) => !name.startsWith('.'))
        .sort(),
      ['bun.lockb', 'package.json'],
    );
  });

  const harmless: readonly (readonly [what: string, files: Readonly<Record<string, FileBody>>, npmrc: string])[] = [
    [
      'code for what Bun runs',
      { ...bunfig('preload = ["./e.cjs"]\n[test]\npreload = ["./e.cjs"]'), 'e.cjs': evil },
      '',
    ],
    ['trusted packages', manifest({ trustedDependencies: ['fx-script'] }), ''],
    ['scripts on', bunfig('[install]\nignoreScripts = false'), 'ignore-scripts=false\n'],
    ['a token for the public registry, by its usual variable', {}, `${publicToken}\n`],
    ['a linker', bunfig('install.linker = "isolated"'), ''],
  ];
  for (const [what, files, npmrc] of harmless) {
    it(`installs what it should, given ${what}`, async () => {
      const app = project(files, npmrc);
      const operation = await attempt(app, 'fx-script', 'fx-tiny@1.2.0');
      assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
      assert.deepEqual(
        ['node_modules/fx-script/postinstall-ran.txt', 'evil.txt', 'node_modules/fx-tiny'].map((name) =>
          app.exists(name),
        ),
        [false, false, true],
      );
    });
  }

  it("reads none of the project's .env, which could name a registry and a cache", async () => {
    const cache = path.join(tempFolder('elsewhere-'), 'cache');
    const env = `BUN_CONFIG_REGISTRY=http://127.0.0.1:9/\nNODE_OPTIONS=--require=./e.cjs\nBUN_INSTALL_CACHE_DIR=${cache}\n`;
    const app = project({ '.env': env, '.env.local': env, 'e.cjs': evil });
    const { BUN_INSTALL_CACHE_DIR: own } = process.env;
    // One that is set already would win over the file's.
    delete process.env['BUN_INSTALL_CACHE_DIR'];
    try {
      const operation = await attempt(app);
      assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
    } finally {
      process.env['BUN_INSTALL_CACHE_DIR'] = own;
    }
    assert.deepEqual([fs.existsSync(cache), app.exists('evil.txt')], [false, false]);
  });

  it('takes the patches of the project along', async () => {
    const app = project({
      ...manifest({ patchedDependencies: { 'fx-tiny@1.2.0': 'patches/x.patch' } }),
      'patches/x.patch': patch,
    });
    assert.equal((await attempt(app, 'fx-tiny@1.2.0')).status, 'succeeded');
    assert.match(app.read('node_modules/fx-tiny/index.js'), /patched/);
  });

  it('takes out of node_modules what is needed no more, by either linker', async () => {
    for (const linker of ['isolated', 'hoisted']) {
      const app = project(bunfig(`install.linker = "${linker}"`));
      const engine = await start(app, { tools: locatorOf(manager) });
      await install(engine, '@fx/core');
      const operation = await install(engine, 'fx-with-deps');
      assert.equal(app.exists('node_modules/fx-with-deps'), true);
      await engine.rollBack(operation.id, 'manual', never);
      const standing = ['fx-with-deps', 'fx-tiny', '@fx/core'].map((name) => app.exists(`node_modules/${name}`));
      assert.deepEqual(standing, [false, false, true], linker);
    }
  });

  for (const CI of ['true', undefined]) {
    it(`resolves and installs alike with CI=${CI}`, async () => {
      const app = project();
      if (CI !== undefined) process.env['CI'] = CI;
      try {
        const engine = await start(app, { tools: locatorOf(manager) });
        for (const spec of ['fx-tiny', '@fx/core']) {
          const { operations } = await engine.install(requests([spec]), byHand, never);
          assert.equal(operations[0]?.status, 'succeeded', JSON.stringify(operations[0]?.error));
        }
      } finally {
        delete process.env['CI'];
      }
      assert.deepEqual(Object.keys(app.readJson('package.json')['dependencies'] as object), ['@fx/core', 'fx-tiny']);
    });
  }
}

function plain(): Readonly<Record<string, FileBody>> {
  return manifest({});
}

function manifest(fields: object): Readonly<Record<string, FileBody>> {
  return { 'package.json': { name: 'app', private: true, ...fields } };
}

function bunfig(text: string): Readonly<Record<string, string>> {
  return { 'bunfig.toml': `${text}\n` };
}

function security(name: string): Readonly<Record<string, string>> {
  return bunfig(`[install.security]\nscanner = "${name}"`);
}
