import assert from 'node:assert/strict';
import fs from 'node:fs';
import { tempFolder, useTempProjects, type FileBody } from '../../support/temp-project.ts';
import { describeFindings, never, testScanner } from './support.ts';

describe('what is installed in another version than is declared', () => {
  const makeProject = useTempProjects();
  type Files = Readonly<Record<string, FileBody>>;
  const installed = (versions: Readonly<Record<string, string>>, below = ''): Files =>
    Object.fromEntries(
      Object.entries(versions).map(([name, version]) => [`${below}node_modules/${name}/package.json`, { version }]),
    );
  const findings = async (files: Files): Promise<readonly string[]> =>
    describeFindings(await testScanner().scanFolder(makeProject({ files }).folder, never));

  it('is told at its range, in each field but that of peers', async () => {
    const manifest = `{
  "dependencies": { "a": "^1.0.0", "fits": ">=1 <3", "absent": "1" },
  "devDependencies": {
    "b": "2.0.0"
  },
  "optionalDependencies": { "c": "~3.1.0" },
  "peerDependencies": { "d": "^4" }
}`;
    const there = installed({ a: '2.0.0', fits: '2.9.0', b: '2.0.1', c: '3.2.0', d: '5.0.0' });
    assert.deepEqual(await findings({ 'package.json': manifest, ...there }), [
      'mismatched a . ^1.0.0 2.0.0 [package.json:2:27-33]',
      'mismatched b . 2.0.0 2.0.1 [package.json:4:11-16]',
      'mismatched c . ~3.1.0 3.2.0 [package.json:6:35-41]',
    ]);
  });

  it('is told once where two fields declare it alike', async () => {
    const manifest = `{ "dependencies": { "a": "^1.0.0" },
  "devDependencies": { "a": "^1.0.0" } }`;
    assert.deepEqual(await findings({ 'package.json': manifest, ...installed({ a: '2.0.0' }) }), [
      'mismatched a . ^1.0.0 2.0.0 [package.json:1:27-33]',
    ]);
  });

  it('is looked for where Node finds it from each manifest', async () => {
    const member = { dependencies: { a: '^1' } };
    const files = {
      'package.json': { workspaces: ['packages/*'], dependencies: { a: '^2' } },
      'packages/near/package.json': { name: 'near', ...member },
      'packages/far/package.json': { name: 'far', ...member },
      ...installed({ a: '2.0.0' }),
      ...installed({ a: '1.5.0' }, 'packages/near/'),
    };
    assert.deepEqual(await findings(files), ['mismatched a packages/far ^1 2.0.0 [package.json:4:11-13]']);
  });

  for (const [what, files] of [
    ['a name for another package', { 'package.json': { dependencies: { a: 'npm:real@^1.0.0' } } }],
    ['two ranges', { 'package.json': { dependencies: { a: '^2.0.0' }, devDependencies: { a: '1.0.0' } } }],
    ['a tag', { 'package.json': { dependencies: { a: 'next' } } }],
    ['an address', { 'package.json': { dependencies: { a: 'github:b/a#v1' } } }],
    ['a path', { 'package.json': { dependencies: { a: 'file:../a' } } }],
    ['a catalog', { 'package.json': { dependencies: { a: 'catalog:' } } }],
    ['a prerelease inside of the range', { 'package.json': { dependencies: { a: '>=2.0.0-beta.1 <3' } } }],
    ['an override of npm', { 'package.json': { dependencies: { a: '1' }, overrides: { 'a@1': '2' } } }],
    [
      'a resolution of Yarn at any depth',
      { 'package.json': { dependencies: { a: '1' }, resolutions: { '**/a': '2' } } },
    ],
    ['a resolution of Yarn', { 'package.json': { dependencies: { a: '1' }, resolutions: { a: '2' } } }],
    ['an override of pnpm', { 'package.json': { dependencies: { a: '1' }, pnpm: { overrides: { a: '2' } } } }],
    [
      'an override of the workspace',
      { 'package.json': { dependencies: { a: '1' } }, 'pnpm-workspace.yaml': "packages: []\noverrides:\n  'a': 2\n" },
    ],
    [
      'a member of the workspace',
      {
        'package.json': { workspaces: ['m'], dependencies: { a: '1' } },
        'm/package.json': { name: 'a', version: '2.0.0' },
      },
    ],
  ] as const) {
    it(`is not compared with ${what}`, async () => {
      assert.deepEqual(await findings({ ...files, ...installed({ a: '2.0.0-beta.2' }) }), []);
    });
  }

  it('is not looked for in a project that is not installed itself', async () => {
    const files = {
      'package.json': { dependencies: { a: '^2' } },
      'examples/own/package.json': { name: 'own', dependencies: { a: '^1' } },
      ...installed({ a: '2.0.0' }),
    };
    assert.deepEqual(await findings(files), []);
  });

  it('is told of a member though the package.json of its workspace cannot be read, unless that names it', async () => {
    const files = {
      'pnpm-workspace.yaml': "packages: ['m']\n",
      'm/package.json': { name: 'm', dependencies: { a: '1', b: '1' } },
      ...installed({ a: '2.0.0', b: '2.0.0' }, 'm/'),
    };
    const found = await findings({ ...files, 'package.json': '{ "overrides": { "b": "2" }, ' });
    assert.deepEqual(
      found.filter((line) => line.startsWith('mismatched')).map((line) => line.split(' ').slice(0, 3).join(' ')),
      ['mismatched a m'],
    );
  });

  it('is not told of what its user ignores', async () => {
    const files = {
      'package.json': { dependencies: { a: '1', '@b/c': '1' } },
      ...installed({ a: '2.0.0', '@b/c': '2.0.0' }),
    };
    const snapshot = await testScanner({}, ['@b/*']).scanFolder(makeProject({ files }).folder, never);
    assert.deepEqual(
      snapshot.mismatched.map((one) => one.package),
      ['a'],
    );
  });

  it('is not told of what is linked from elsewhere', async () => {
    const project = makeProject({ files: { 'package.json': { dependencies: { a: '^1' } }, 'node_modules/x.txt': '' } });
    const elsewhere = tempFolder('linked-');
    fs.writeFileSync(`${elsewhere}/package.json`, '{ "version": "9.0.0" }');
    fs.symlinkSync(elsewhere, project.path('node_modules/a'));
    assert.deepEqual(describeFindings(await testScanner().scanFolder(project.folder, never)), []);
  });
});
