import assert from 'node:assert/strict';
import { readPnpmLockfile, unknownVersion } from '../../../../src/managers/pnpm/lockfile.ts';

const nine = `lockfileVersion: '9.0'

settings:
  autoInstallPeers: true

importers:

  .:
    dependencies:
      al:
        specifier: npm:real@^1.0.0
        version: real@1.2.0
      b:
        specifier: workspace:*
        version: link:packages/b
      plugin:
        specifier: 1.0.0
        version: 1.0.0(@s/host@1.0.0(x@2.0.0))
      tar:
        specifier: https://example.com/tar.tgz
        version: https://example.com/tar.tgz
      loc:
        specifier: file:vendor/loc
        version: file:vendor/loc
    devDependencies:
      '@s/host':
        specifier: 'catalog:'
        version: 1.0.0
      constructor:
        specifier: ^1.0.0
        version: 1.0.1

  packages/b:
    dependencies:
      real:
        specifier: ^1.0.0
        version: 1.1.0
      git:
        specifier: github:a/git
        version: https://codeload.github.com/a/git/tar.gz/1234

packages:

  '@s/host@1.0.0':
    resolution: {integrity: sha512-h}

  constructor@1.0.1:
    resolution: {integrity: sha512-c}

  plugin@1.0.0:
    resolution: {integrity: sha512-p}
    peerDependencies:
      '@s/host': ^1.0.0

  real@1.1.0:
    resolution: {integrity: sha512-1, tarball: https://example.com/real/-/real-1.1.0.tgz}

  real@1.2.0:
    resolution: {integrity: sha512-2}

  git@https://codeload.github.com/a/git/tar.gz/1234:
    resolution: {tarball: https://codeload.github.com/a/git/tar.gz/1234}
    version: 5.0.0

  clone@git+https://example.com/x/clone.git#1234:
    resolution: {commit: '1234', repo: https://example.com/x/clone.git, type: git}
    version: 6.0.0

  node@runtime:22.1.0:
    resolution: {type: variations, variants: []}
    version: 22.1.0

  loc@file:vendor/loc:
    resolution: {directory: vendor/loc, type: directory}

  pack@file:vendor/pack.tgz:
    resolution: {integrity: sha512-k, tarball: file:vendor/pack.tgz}
    version: 7.0.0

  tar@https://example.com/tar.tgz:
    resolution: {integrity: sha512-t, tarball: https://example.com/tar.tgz}
    version: 4.0.0

snapshots:

  plugin@1.0.0(@s/host@1.0.0(x@2.0.0)):
    dependencies:
      '@s/host': 1.0.0
`;

const six = `lockfileVersion: '6.0'

importers:

  .:
    dependencies:
      al:
        specifier: npm:@s/real@^1.0.0
        version: /@s/real@1.2.0
      plugin:
        specifier: 1.0.0
        version: 1.0.0(host@1.0.0)

packages:

  /plugin@1.0.0(host@1.0.0):
    resolution: {integrity: sha512-p}
    dev: false

  /@s/real@1.2.0:
    resolution: {integrity: sha512-r}

  github.com/a/git/1234:
    resolution: {tarball: https://codeload.github.com/a/git/tar.gz/1234}
    name: git
    version: 5.0.0
`;

const sixSingle = `lockfileVersion: '6.1'
dependencies:
  a:
    specifier: ^1.0.0
    version: 1.0.0
packages:
  /a@1.0.0:
    resolution: {integrity: sha512-a}
`;

const five = `lockfileVersion: 5.4
specifiers:
  a: ^1.0.0
dependencies:
  '@s/peer': 2.0.0_react@18.2.0
  a: 1.0.0
  al: /real/1.2.0
  git: github.com/a/git/1234
  my_name: 3.0.0
packages:
  /@s/peer/2.0.0_react@18.2.0:
    resolution: {integrity: sha512-p}
  /a/1.0.0:
    resolution: {integrity: sha512-a}
  /my_name/3.0.0:
    resolution: {integrity: sha512-m}
  /real/1.2.0:
    resolution: {integrity: sha512-r}
  github.com/a/git/1234:
    resolution: {tarball: https://codeload.github.com/a/git/tar.gz/1234}
    name: git
    version: 5.0.0
  registry.example.com/b/1.5.0:
    resolution: {integrity: sha512-b, registry: https://registry.example.com/, tarball: https://registry.example.com/b.tgz}
`;

const pinned = `---
lockfileVersion: '9.0'
packageManagerDependencies:
  pnpm: 12.0.0
---
${nine}`;

describe("pnpm's lockfile", () => {
  const table: readonly (readonly [
    what: string,
    text: string,
    folder: string,
    name: string,
    expected: string | undefined,
  ])[] = [
    ['9, an alias', nine, '', 'al', '1.2.0'],
    ['9, a package with peers of its peers', nine, '', 'plugin', '1.0.0'],
    ['9, by a catalog', nine, '', '@s/host', '1.0.0'],
    ['9, a tarball', nine, '', 'tar', '4.0.0'],
    ['9, a member has what it has, not what the root has', nine, 'packages/b', 'real', '1.1.0'],
    ['9, what only a dependency has', nine, '', 'real', undefined],
    ['9, from git', nine, 'packages/b', 'git', '5.0.0'],
    ['9, a sibling: its version stands in its manifest', nine, '', 'b', undefined],
    ['9, a name of every object, which is none for a package', nine, '', 'constructor', undefined],
    ['9, a name of every object that is not there', nine, '', 'toString', undefined],
    ['9, a prototype', nine, '', '__proto__', undefined],
    ['9, a folder that is no member', nine, 'packages/z', 'real', undefined],
    ['9, behind the document of the pinned pnpm', pinned, '', 'al', '1.2.0'],
    ['6, an alias with a scope', six, '', 'al', '1.2.0'],
    ['6, a package with peers', six, '', 'plugin', '1.0.0'],
    ['6, of a project alone', sixSingle, '', 'a', '1.0.0'],
    ['5, a plain one', five, '', 'a', '1.0.0'],
    ['5, one with peers', five, '', '@s/peer', '2.0.0'],
    ['5, an alias', five, '', 'al', '1.2.0'],
    ['5, an underscore in a name', five, '', 'my_name', '3.0.0'],
    ['5, from git', five, '', 'git', '5.0.0'],
    ['an empty file', '', '', 'a', undefined],
    ['nonsense', '[1', '', 'a', undefined],
    ['marks of a merge', `<<<<<<< HEAD\n${nine}=======\n${nine}>>>>>>> other\n`, '', 'al', undefined],
    ['a version to come', nine.replace("'9.0'", "'13.0'"), '', 'al', undefined],
    ['a malformed entry beside good ones', nine.replace('{integrity: sha512-h}', '[1]'), '', 'al', '1.2.0'],
    ['a list for packages', "lockfileVersion: '9.0'\npackages: []\nimporters: []\n", '', 'a', undefined],
  ];
  for (const [what, text, folder, name, expected] of table) {
    it(`of ${what}`, async () => assert.equal((await readPnpmLockfile(text)).version(folder, name), expected));
  }

  const packagesOf = async (text: string): Promise<readonly string[]> =>
    (await readPnpmLockfile(text)).packages.map(({ name, version, source, integrity }) =>
      [name, version, source, integrity ?? '-'].join(' '),
    );

  it('tells where each package comes from, each once', async () => {
    assert.deepEqual(await packagesOf(nine), [
      '@s/host 1.0.0 registry sha512-h',
      'constructor 1.0.1 registry sha512-c',
      'plugin 1.0.0 registry sha512-p',
      'real 1.1.0 registry sha512-1',
      'real 1.2.0 registry sha512-2',
      'git 5.0.0 git -',
      'clone 6.0.0 git -',
      'node 22.1.0 url -',
      'loc file:vendor/loc file -',
      'pack 7.0.0 file sha512-k',
      'tar 4.0.0 url sha512-t',
      'b  workspace -',
    ]);
  });

  it('tells it in older formats too', async () => {
    assert.deepEqual(await packagesOf(six), [
      'plugin 1.0.0 registry sha512-p',
      '@s/real 1.2.0 registry sha512-r',
      'git 5.0.0 git -',
    ]);
    assert.deepEqual(await packagesOf(five), [
      '@s/peer 2.0.0 registry sha512-p',
      'a 1.0.0 registry sha512-a',
      'my_name 3.0.0 registry sha512-m',
      'real 1.2.0 registry sha512-r',
      'git 5.0.0 git -',
      'b 1.5.0 registry sha512-b',
    ]);
  });

  it('says which format is none that is known', async () => {
    const texts = [nine, six, five, '', 'lockfileVersion: 13.0', "lockfileVersion: '10.0'", 'lockfileVersion: 90'];
    assert.deepEqual(await Promise.all(texts.map(unknownVersion)), [
      undefined,
      undefined,
      undefined,
      undefined,
      '13',
      '10.0',
      '90',
    ]);
  });
});
