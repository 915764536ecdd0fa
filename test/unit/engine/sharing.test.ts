import assert from 'node:assert/strict';
import type { Engine } from '../../../src/engine/engine.ts';
import { never, useEngines, useHermeticProcess } from '../../support/engine.ts';
import { useTempProjects, type FileBody, type TempProject } from '../../support/temp-project.ts';

const x = { name: 'x', version: '1.0.0' };
const shown = { ...x, scripts: ['install: node build.js'], integrity: 'sha512-x' };
const yes = { confirmed: true } as const;

/** A project of npm in which x stands with its install script. */
const installed = (manifest: FileBody): Readonly<Record<string, FileBody>> => ({
  'package.json': manifest,
  'package-lock.json': {
    lockfileVersion: 3,
    packages: { '': {}, 'node_modules/x': { version: '1.0.0', integrity: 'sha512-x', hasInstallScript: true } },
  },
  'node_modules/x/package.json': { ...x, scripts: { install: 'node build.js' } },
  'node_modules/x/build.js': '',
});

describe('sharing an approval', () => {
  const makeProject = useTempProjects();
  const start = useEngines();
  useHermeticProcess();

  /** A package manager of that version, which nobody may run: what is shared is a word in a file. */
  const open = (project: TempProject, version = '12.2.0'): Promise<Engine> =>
    start(project, {
      tools: { find: async () => ({ file: process.execPath, prefix: ['-e', 'process.exit(1)'], version }) },
    });

  const lockfiles = { npm: 'package-lock.json', pnpm: 'pnpm-lock.yaml', yarn1: 'yarn.lock' } as const;
  const refusals: readonly (readonly [keyof typeof lockfiles, version: string, files: object, code: string])[] = [
    ['npm', '10.9.3', {}, 'QM_MANAGER_UNSUPPORTED'],
    ['yarn1', '1.22.22', {}, 'QM_MANAGER_UNSUPPORTED'],
    ['npm', '12.2.0', { 'package.json': { allowScripts: { x: false } } }, 'QM_BUILD_FAILED'],
    ['npm', '12.2.0', { 'package.json': { allowScripts: { 'x@0.9.0 || 1.0.0': false } } }, 'QM_BUILD_FAILED'],
    ['pnpm', '12.20.0', { 'pnpm-workspace.yaml': 'allowBuilds:\n  x: false\n' }, 'QM_BUILD_FAILED'],
    ['pnpm', '10.34.8', { 'package.json': { pnpm: { ignoredBuiltDependencies: ['x'] } } }, 'QM_BUILD_FAILED'],
  ];
  for (const [manager, version, files, code] of refusals) {
    it(`is refused with ${manager} ${version} and ${JSON.stringify(files)}`, async () => {
      const lockfile = manager === 'yarn1' ? '# yarn lockfile v1\n' : manager === 'npm' ? { lockfileVersion: 3 } : '';
      const project = makeProject({ files: { 'package.json': {}, [lockfiles[manager]]: lockfile, ...files } });
      await assert.rejects((await open(project, version)).builds.planShare('', x, never), { code });
    });
  }

  it('is not done twice, be it by the name alone', async () => {
    for (const [entry, stands] of [
      ['x', true],
      ['x@1.0.0', true],
      ['x@1.0.1', false],
    ] as const) {
      const project = makeProject({ files: installed({ allowScripts: { [entry]: true } }) });
      assert.equal((await (await open(project)).builds.planShare('', x, never)).stands, stands, entry);
    }
  });

  it('says what counts no more by it', async () => {
    for (const [manifest, putsAside] of [
      [{}, /"allow-scripts" of \.npmrc counts no more/],
      [{ allowScripts: { y: true } }, /^undefined$/],
    ] as const) {
      const project = makeProject({ files: { ...installed(manifest), '.npmrc': 'allow-scripts=y\n' } });
      assert.match(String((await (await open(project)).builds.planShare('', x, never)).putsAside), putsAside);
    }
  });

  it('says no where another content stands there than was shown, or none', async () => {
    const project = makeProject({ files: installed({ name: 'app' }) });
    const engine = await open(project);
    const before = project.read('package.json');
    for (const other of [{ integrity: 'sha512-y' }, { scripts: [] }, { version: '2.0.0' }]) {
      const { status, error } = await engine.builds.share('', { ...shown, ...other }, yes, never);
      assert.deepEqual([status, error?.code], ['failed', 'QM_BUILD_FAILED']);
    }
    assert.equal(project.read('package.json'), before);
    assert.deepEqual(await engine.builds.withScripts('x', never), [
      { ...shown, project: '', places: ['node_modules/x'], files: ['node_modules/x/build.js'] },
    ]);
  });

  it('leaves a package.json alone that has the list twice', async () => {
    const twice = '{ "name": "app", "allowScripts": {}, "allowScripts": {} }\n';
    const project = makeProject({ files: installed(twice) });
    const { status, error } = await (await open(project)).builds.share('', shown, yes, never);
    assert.deepEqual([status, error?.code], ['failed', 'QM_MANIFEST_INVALID']);
    assert.equal(project.read('package.json'), twice);
  });

  it('is not taken back where somebody has said otherwise since', async () => {
    const project = makeProject({ files: installed('{\n  "name": "app"\n}\n') });
    const engine = await open(project);
    const { id, status, decidedBy, packages } = await engine.builds.share('', shown, yes, never);
    assert.deepEqual(
      [status, decidedBy, packages.map(({ from, to }) => [from, to])],
      ['succeeded', 'You', [['1.0.0', '1.0.0']]],
    );
    const denied = project.read('package.json').replace('true', 'false');
    project.write('package.json', denied);
    await assert.rejects(engine.planRollback(id, never), { code: 'QM_ROLLBACK_BLOCKED' });
    await assert.rejects(engine.rollBack(id, 'manual', never), { code: 'QM_ROLLBACK_BLOCKED' });
    assert.equal(project.read('package.json'), denied);
    // Gone by hand: nothing is left to do.
    project.write('package.json', '{ "name": "app" }\n');
    assert.equal((await engine.rollBack(id, 'manual', never)).status, 'succeeded');
    assert.equal(project.read('package.json'), '{ "name": "app" }\n');
  });

  it('is recorded as what a script said, where one did', async () => {
    const project = makeProject({ files: installed({ name: 'app' }) });
    const { decidedBy } = await (await open(project)).builds.share('', shown, { confirmed: 'unattended' }, never);
    assert.equal(decidedBy, '--yes without a terminal');
  });
});
