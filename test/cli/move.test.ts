import assert from 'node:assert/strict';
import { cli } from '../support/cli.ts';
import { useCliProjects } from '../support/cli-projects.ts';
import type { TempProject } from '../support/temp-project.ts';

const manifest = (fields: object) => ({ 'package.json': { name: 'app', private: true, ...fields } });

describe('quartermaster move', () => {
  const { project } = useCliProjects();
  const fields = (app: TempProject, folder = ''): readonly unknown[] => {
    const { dependencies, devDependencies } = app.readJson<Record<string, unknown>>(`${folder}package.json`);
    return [dependencies, devDependencies];
  };

  it('records one operation, which says where to, and takes it back to the byte', async () => {
    const app = project(manifest({ dependencies: { 'fx-tiny': '~1.1.0', '@fx/core': '^1.0.0' } }));
    assert.equal((await cli(app, ['install', '--missing'])).code, 0);
    assert.equal((await cli(app, ['install', 'fx-tiny'])).code, 0);
    const before = [app.read('package.json'), app.read('package-lock.json')];
    const args = ['move', 'fx-tiny', '@fx/core', 'fx-tiny', '--dev', '--triggered-by', 'ci', '--json'];
    const { code, stderr, document } = await cli(app, args);
    assert.deepEqual([code, stderr], [0, '']);
    const { operation, ...rest } = document<{ operation: Record<string, unknown> & { id: string } }>();
    assert.deepEqual(rest, { schema: 1 });
    const { kind, status, claimedTrigger, packages } = operation;
    assert.deepEqual([kind, status, claimedTrigger], ['move', 'succeeded', 'ci']);
    const row = { manifest: 'package.json', field: 'devDependencies' };
    assert.deepEqual(packages, [
      { name: 'fx-tiny', from: '1.1.0', to: '1.1.0', ...row, range: '~1.1.0' },
      { name: '@fx/core', from: '1.1.0', to: '1.1.0', ...row, range: '^1.0.0' },
    ]);
    assert.deepEqual(fields(app), [{}, { '@fx/core': '^1.0.0', 'fx-tiny': '~1.1.0' }]);
    const shown = await cli(app, ['history', '--limit', '1']);
    assert.match(shown.stdout, / {2}done {2}move fx-tiny 1\.1\.0, @fx\/core 1\.1\.0 to devDependencies\n$/);

    const dry = await cli(app, ['rollback', operation.id, '--dry-run']);
    assert.equal(
      dry.stdout,
      'Would move fx-tiny back to dependencies.\nWould move @fx/core back to dependencies.\n' +
        'Would put back as they were: package.json, package-lock.json.\n',
    );
    const back = await cli(app, ['rollback', operation.id, '--json']);
    assert.equal(back.code, 0, back.stderr);
    const { operation: undo } = back.document<{ operation: { packages: { field: string }[] } }>();
    assert.deepEqual(
      undo.packages.map(({ field }) => field),
      ['dependencies', 'dependencies'],
    );
    assert.deepEqual([app.read('package.json'), app.read('package-lock.json')], before);
  });

  it('says what is there already, and records nothing', async () => {
    const app = project(manifest({ devDependencies: { 'fx-tiny': '~1.1.0' } }));
    const { code, stdout, stderr } = await cli(app, ['move', 'fx-tiny', '--dev']);
    assert.deepEqual([code, stdout, stderr], [0, 'fx-tiny is in devDependencies already.\n', '']);
    const { document } = await cli(app, ['move', 'fx-tiny', '--dev', '--json']);
    const stayed = [{ package: 'fx-tiny', manifest: 'package.json', field: 'devDependencies' }];
    assert.deepEqual(document(), { schema: 1, operation: null, stayed });
    assert.equal((await cli(app, ['history'])).stdout, 'Nothing was done here yet.\n');
    assert.equal(app.exists('node_modules'), false);
  });

  it('says with --dry-run what would be done, and changes nothing', async () => {
    const app = project(manifest({ dependencies: { 'fx-esm': '*' }, devDependencies: { 'fx-tiny': '~1.1.0' } }));
    const before = app.read('package.json');
    const args = ['move', 'fx-tiny', 'fx-esm', '--prod', '--dry-run'];
    const { code, stdout } = await cli(app, args);
    assert.deepEqual([code, stdout], [0, 'Would move fx-tiny to dependencies.\nfx-esm is in dependencies already.\n']);
    const row = { manifest: 'package.json', field: 'dependencies' };
    assert.deepEqual((await cli(app, [...args, '--json'])).document(), {
      schema: 1,
      operation: null,
      planned: [{ package: 'fx-tiny', ...row }],
      stayed: [{ package: 'fx-esm', ...row }],
    });
    assert.deepEqual([app.read('package.json'), app.exists('package-lock.json')], [before, false]);
  });

  it('moves in the package.json of another folder of the workspace', async () => {
    const app = project({
      ...manifest({ workspaces: ['packages/*'], dependencies: { 'fx-tiny': '1.0.0' } }),
      'packages/a/package.json': { name: 'a', version: '1.0.0', dependencies: { 'fx-tiny': '~1.1.0' } },
    });
    const { code, stderr } = await cli(app, ['move', 'fx-tiny', '--dev', '--project', 'packages/a']);
    assert.equal(code, 0, stderr);
    assert.deepEqual(fields(app, 'packages/a/'), [{}, { 'fx-tiny': '~1.1.0' }]);
    assert.deepEqual(fields(app), [{ 'fx-tiny': '1.0.0' }, undefined]);
  });

  for (const [what, args, problem] of [
    [
      'no direction',
      ['fx-tiny'],
      /^QM_USAGE Say where to: --dev or --prod\.\s+"quartermaster move --help" shows how\./,
    ],
    ['two directions', ['fx-tiny', '--dev', '--prod'], /^QM_USAGE --dev and --prod are two answers\./],
    ['no name', ['--dev'], /^QM_USAGE Name at least one package\./],
    ['a name that is none', ['../x', '--dev'], /^QM_NAME_INVALID "\.\.\/x" is not a package name\./],
    ['what is not declared', ['fx-tiny', 'axios', '--dev'], /^QM_NOT_DECLARED package\.json does not declare axios\./],
    [
      'what is a peer alone',
      ['fx-tiny', 'fx-peer', '--dev'],
      /^QM_NOT_DECLARED package\.json declares fx-peer in peerDependencies alone\.\s+Nothing was changed\. Only entries of/,
    ],
    [
      'what is optional',
      ['fx-esm', '--prod'],
      /^QM_NOT_DECLARED package\.json declares fx-esm in optionalDependencies/,
    ],
  ] as const) {
    it(`refuses ${what}, and begins nothing`, async () => {
      const app = project(
        manifest({
          dependencies: { 'fx-tiny': '~1.1.0' },
          optionalDependencies: { 'fx-esm': '*' },
          peerDependencies: { 'fx-peer': '*' },
        }),
      );
      const before = app.read('package.json');
      const { code, stdout, stderr } = await cli(app, ['move', ...args]);
      assert.deepEqual([code, stdout, app.read('package.json')], [2, '', before]);
      assert.match(stderr, problem);
    });
  }
});
