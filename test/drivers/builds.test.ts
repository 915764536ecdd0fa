import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Engine } from '../../src/engine/engine.ts';
import type { UnbuiltFinding } from '../../src/model/finding.ts';
import { buildsAlone, listsBuilds } from '../../src/managers/driven.ts';
import type { FixturePackage } from '../registry/fixture-package.ts';
import { byHand, install, never } from '../support/engine.ts';
import { recording } from '../support/engine-project.ts';
import { useManager } from '../support/manager-suite.ts';
import { testManagers } from '../support/managers.ts';
import type { FileBody, TempProject } from '../support/temp-project.ts';

/** A build that makes a file, puts another in the place of one of the package's own, and says a word. */
function native(name: string): FixturePackage {
  const build = `
    const fs = require('node:fs');
    console.log('building ' + ${JSON.stringify(name)});
    fs.mkdirSync('build', { recursive: true });
    fs.writeFileSync('build/out.node', 'native');
    fs.rmSync('index.js');
    fs.writeFileSync('index.js', "module.exports = 'the native one';\\n");`;
  const manifest = { scripts: { install: 'node build.js' } };
  return { name, versions: { '1.0.0': { ageDays: 90, manifest, files: { 'build.js': build } } } };
}

const failing: FixturePackage = {
  name: 'fx-native-failing',
  versions: {
    '1.0.0': {
      ageDays: 90,
      manifest: { scripts: { install: 'node build.js' } },
      files: { 'build.js': 'require("node:fs").writeFileSync("half.txt", ""); throw new Error("no compiler");\n' },
    },
  },
};

describe('what was built', () => {
  for (const { label } of testManagers()) describe(label, () => buildTable(label));
});

function buildTable(label: string): void {
  const { manager, registry, project, open } = useManager(label);
  const canBuild = manager.driver.rebuild !== undefined;
  before(() => {
    for (const fixture of [native('fx-native'), native('fx-native-other'), failing]) registry().publish(fixture);
  });

  /** Yarn 4 leaves what may not be built in its archive. */
  const app = (files: Readonly<Record<string, FileBody>> = {}): TempProject => {
    const configuration = manager.marks(registry())['.yarnrc.yml'];
    const scripts =
      configuration === undefined
        ? {}
        : { '.yarnrc.yml': `${JSON.stringify({ ...JSON.parse(configuration), enableScripts: true })}\n` };
    return project({ 'index.js': "require('fx-native');\n", ...scripts, ...files });
  };

  const unbuilt = async (engine: Engine): Promise<readonly UnbuiltFinding[]> => {
    await engine.scan(never);
    return engine.findings.filter((finding) => finding.kind === 'unbuilt');
  };
  const names = async (engine: Engine): Promise<readonly string[]> => (await unbuilt(engine)).map(({ name }) => name);

  const shown = async (engine: Engine, wanted = 'fx-native'): Promise<UnbuiltFinding> => {
    const found = (await unbuilt(engine)).find(({ name }) => name === wanted);
    return found ?? assert.fail(`${wanted} is not reported`);
  };

  it('is told apart from what was not', async () => {
    const made = app();
    const engine = await open(made);
    await install(engine, 'fx-native');
    const [finding, ...others] = await unbuilt(engine);
    assert.deepEqual(others, []);
    assert.deepEqual(
      [finding?.name, finding?.version, finding?.scripts, finding?.project],
      ['fx-native', '1.0.0', ['install: node build.js'], ''],
    );
    // Where Plug'n'Play resolves, no version stands beside the import.
    assert.deepEqual(
      finding?.uses.map(({ site }) => site.file),
      ['index.js'],
    );
    buildByHand(made, 'fx-native');
    assert.deepEqual(await names(engine), []);
  });

  it('survives another install, a removal and a rollback', async () => {
    const made = app();
    const engine = await open(made);
    await install(engine, 'fx-native', 'fx-tiny@1.0.0');
    buildByHand(made, 'fx-native');
    const operation = await install(engine, 'fx-tiny@1.2.0');
    assertBuilt(made, 'fx-native');
    await engine.rollBack(operation.id, 'manual', never);
    assertBuilt(made, 'fx-native');
    const [removal] = await engine.remove([{ package: 'fx-tiny' as never, manifest: '' }], byHand, never);
    assert.equal(removal?.status, 'succeeded', JSON.stringify(removal?.error));
    assertBuilt(made, 'fx-native');
    assert.deepEqual(await names(engine), []);
  });

  it('is brought back where the package manager loses it', async () => {
    const made = app();
    await install(await open(made), 'fx-native');
    buildByHand(made, 'fx-native');
    const { runner } = recording(({ cwd }) => {
      if (cwd === made.folder) unbuildByHand(made, 'fx-native');
    });
    const engine = await open(made, { run: runner });
    await install(engine, 'fx-tiny');
    assertBuilt(made, 'fx-native');
    assert.deepEqual(await names(engine), []);
  });

  it('is brought back where an install fails', async () => {
    const made = app();
    await install(await open(made), 'fx-native');
    buildByHand(made, 'fx-native');
    const manifest = made.read('package.json');
    let fails = true;
    const { runner } = recording(({ cwd }) => {
      if (cwd !== made.folder) return;
      unbuildByHand(made, 'fx-native');
      if (!fails) return;
      fails = false;
      throw new Error('the power went');
    });
    const engine = await open(made, { run: runner });
    const operation = await install(engine, 'fx-tiny');
    assert.equal(operation.status, 'rolled-back');
    assert.equal(made.read('package.json'), manifest);
    assertBuilt(made, 'fx-native');
  });

  it('is made by a build that a person asks for, and nothing else is run', async () => {
    const made = app({ 'package.json': { name: 'app', private: true, scripts: { install: 'node evil.js' } } });
    const engine = await open(made);
    await install(engine, 'fx-native', 'fx-native-other');
    const [manifest, lockfile] = [made.read('package.json'), made.read(manager.lockfile)];
    assert.deepEqual(await names(engine), ['fx-native', 'fx-native-other']);
    assert.equal(engine.builds.canBuild(''), canBuild);
    const fxNative = await shown(engine);
    for (const path of fxNative.files) assert.ok(made.exists(path), path);
    assert.deepEqual(
      fxNative.files.map((file) => path.basename(file)),
      ['build.js'],
    );
    const operation = await engine.builds.build('', fxNative, { confirmed: true }, never);
    if (!canBuild) {
      assert.deepEqual([operation.status, operation.error?.code], ['failed', 'QM_MANAGER_UNSUPPORTED']);
      return assert.deepEqual(await names(engine), ['fx-native', 'fx-native-other']);
    }
    const other = await shown(engine, 'fx-native-other');
    for (const was of [{ scripts: ['install: x'] }, { integrity: 'sha512-x' }, { integrity: undefined }]) {
      const refused = await engine.builds.build('', { ...other, ...was }, { confirmed: true }, never);
      assert.deepEqual([refused.status, refused.error?.code], ['failed', 'QM_BUILD_FAILED']);
      assert.match(refused.error?.message ?? '', /other content, than what was shown/);
    }
    assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
    assert.deepEqual([operation.kind, operation.trigger, operation.exitCode], ['build', 'manual', 0]);
    assert.match(operation.output ?? '', /building fx-native/);
    assertBuilt(made, 'fx-native');
    assert.deepEqual(await names(engine), ['fx-native-other']);
    assert.deepEqual([made.read('package.json'), made.read(manager.lockfile)], [manifest, lockfile]);
    const again = await engine.builds.build('', fxNative, { confirmed: true }, never);
    assert.deepEqual([again.status, again.error?.code], ['failed', 'QM_BUILD_FAILED']);
  });

  if (!canBuild) return;

  it('is made anew in a new tree, of the bytes that this user built here and of no others', async () => {
    const made = app();
    const engine = await open(made);
    await install(engine, 'fx-native', 'fx-native-other');
    await engine.builds.build('', await shown(engine), { confirmed: true }, never);
    made.delete('node_modules');
    const operation = await engine.restore('', byHand, never);
    assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
    assertBuilt(made, 'fx-native');
    assert.match(operation.output ?? '', /building fx-native/);
    assert.deepEqual(await names(engine), ['fx-native-other']);
  });

  it('is made by no shell and with no options that a repository names', async () => {
    const evil = "require('node:fs').writeFileSync('evil.txt', '')\n";
    const made = app({
      'evil.sh': '#!/bin/sh\ntouch "$INIT_CWD/evil.txt" evil.txt\nexec /bin/sh "$@"\n',
      'evil.cjs': evil,
    });
    fs.chmodSync(made.path('evil.sh'), 0o755);
    const engine = await open(made);
    await install(engine, 'fx-native');
    const [shell, options] = [made.path('evil.sh'), `--require=${made.path('evil.cjs')}`];
    made.write('.npmrc', `${made.read('.npmrc')}script-shell=${shell}\nnode-options=${options}\nignore-scripts=true\n`);
    const operation = await engine.builds.build('', await shown(engine), { confirmed: true }, never);
    assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
    assertBuilt(made, 'fx-native');
    const written = fs.readdirSync(made.folder, { recursive: true, encoding: 'utf8' });
    assert.deepEqual(
      written.filter((file) => file.endsWith('evil.txt')),
      [],
    );
  });

  if (manager.id === 'pnpm') {
    it('is not made by a shell that pnpm-workspace.yaml names', async () => {
      const made = app();
      const engine = await open(made);
      await install(engine, 'fx-native');
      made.write('pnpm-workspace.yaml', 'packages: []\nscriptShell: ./evil.sh\n');
      const operation = await engine.builds.build('', await shown(engine), { confirmed: true }, never);
      assert.deepEqual([operation.status, operation.error?.code], ['failed', 'QM_PROJECT_HOOKS']);
    });
  }

  it('is not made where a setting of the repository reaches the script', async () => {
    const made = app();
    const engine = await open(made);
    await install(engine, 'fx-native');
    made.write('.npmrc', `${made.read('.npmrc')}fx_native_binary_host=http://127.0.0.1:9\n`);
    const operation = await engine.builds.build('', await shown(engine), { confirmed: true }, never);
    assert.deepEqual([operation.status, operation.error?.code], ['failed', 'QM_PROJECT_HOOKS']);
    assert.match(operation.error?.message ?? '', /"fx_native_binary_host" in \.npmrc/);
    assert.deepEqual(await names(engine), ['fx-native']);
  });

  it('stays undone where its script fails, which is told', async () => {
    const made = app();
    const engine = await open(made);
    await install(engine, 'fx-native-failing');
    const operation = await engine.builds.build(
      '',
      await shown(engine, 'fx-native-failing'),
      { confirmed: true },
      never,
    );
    assert.deepEqual([operation.status, operation.error?.code], ['failed', 'QM_BUILD_FAILED']);
    assert.match(operation.error?.details ?? '', /no compiler/);
    assert.deepEqual(await names(engine), ['fx-native-failing']);
  });
}

describe('lists of builds that a repository brings along', () => {
  const lists: readonly (readonly [label: string, files: (allow: boolean) => Readonly<Record<string, FileBody>>])[] = [
    ['npm-12', (allow) => ({ 'package.json': { name: 'app', allowScripts: { 'fx-native': allow } } })],
    ['pnpm-10', (allow) => pnpmList(allow ? 'onlyBuiltDependencies' : 'neverBuiltDependencies')],
    ['pnpm-12', (allow) => ({ 'pnpm-workspace.yaml': `packages: []\nallowBuilds:\n  fx-native: ${allow}\n` })],
    ['yarn-4', (allow) => ({ 'package.json': { name: 'app', dependenciesMeta: { 'fx-native': { built: allow } } } })],
  ];
  for (const [label, files] of lists) {
    describe(label, () => {
      const { registry, project, open } = useManager(label);
      before(() => registry().publish(native('fx-native')));

      it('let nothing run by themselves', async () => {
        const made = project(files(true));
        const engine = await open(made);
        const operation = await install(engine, 'fx-native');
        assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
        assert.equal(fs.existsSync(path.join(folderOf(made, 'fx-native'), 'build')), false);
        await engine.scan(never);
        assert.ok(engine.findings.some((finding) => finding.kind === 'unbuilt'));
      });

      it('keep what they deny from being built, and from being spoken of', async () => {
        const made = project(files(false));
        const engine = await open(made);
        const operation = await install(engine, 'fx-native');
        assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
        await engine.scan(never);
        assert.deepEqual(engine.findings, []);
        const scripts = ['install: node build.js'];
        const asked = { name: 'fx-native', version: '1.0.0', scripts, integrity: undefined };
        const build = await engine.builds.build('', asked, { confirmed: true }, never);
        assert.equal(build.status, 'failed');
        assert.equal(fs.existsSync(path.join(folderOf(made, 'fx-native'), 'build')), false);
      });
    });
  }
});

describe('what is known of a manager before its driver is loaded', () => {
  it('is what the driver says', () => {
    for (const { label, id, generation, driver } of testManagers()) {
      const manager = { kind: 'chosen', id, generation, version: undefined, because: '' } as never;
      assert.deepEqual(
        [buildsAlone(manager), listsBuilds(manager)],
        [driver.rebuild !== undefined, driver.buildLists !== undefined],
        label,
      );
    }
  });
});

function pnpmList(setting: string): Readonly<Record<string, FileBody>> {
  return { 'pnpm-workspace.yaml': `packages: []\n${setting}:\n  - fx-native\n` };
}

/** The one folder of a package, wherever its manager puts it. */
function folderOf(app: TempProject, name: string): string {
  const found = fs
    .readdirSync(app.folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => !file.startsWith('.quartermaster') && /(?:^|[\\/])build\.js$/.test(file))
    .map((file) => fs.realpathSync(path.dirname(app.path(file))))
    .filter((folder) => JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')).name === name);
  const [only, ...others] = [...new Set(found)];
  if (only === undefined || others.length > 0) throw new Error(`${found.length} folders of ${name}`);
  return only;
}

/** As its manager would have, in a terminal. */
function buildByHand(app: TempProject, name: string): void {
  execFileSync(process.execPath, ['build.js'], { cwd: folderOf(app, name), stdio: 'ignore' });
}

function unbuildByHand(app: TempProject, name: string): void {
  if (!app.exists('node_modules') && !app.exists('.yarn/unplugged')) return;
  const folder = folderOf(app, name);
  fs.rmSync(path.join(folder, 'build'), { recursive: true, force: true });
  fs.rmSync(path.join(folder, 'index.js'));
  fs.writeFileSync(path.join(folder, 'index.js'), `module.exports = ${JSON.stringify(`${name}@1.0.0`)};\n`);
}

function assertBuilt(app: TempProject, name: string): void {
  const folder = folderOf(app, name);
  assert.equal(fs.readFileSync(path.join(folder, 'build/out.node'), 'utf8'), 'native');
  assert.equal(fs.readFileSync(path.join(folder, 'index.js'), 'utf8'), "module.exports = 'the native one';\n");
}
