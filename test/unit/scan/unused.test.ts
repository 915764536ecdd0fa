import assert from 'node:assert/strict';
import { diskTree } from '../../../src/node/disk-tree.ts';
import type { UnusedReport } from '../../../src/model/unused.ts';
import { pnpScript } from '../../support/pnp-script.ts';
import { useTempProjects, type FileBody } from '../../support/temp-project.ts';
import { never, testScanner } from './support.ts';

type Files = Readonly<Record<string, FileBody>>;

describe('what nothing uses', () => {
  const makeProject = useTempProjects();
  const look = (files: Files, scanner = testScanner()): Promise<UnusedReport> =>
    scanner.findUnused(makeProject({ files }).folder, never);
  /** A project that has these installed, besides `gone`, which it declares and nothing uses. */
  async function unusedIn(names: readonly string[], files: Files, manifest: Readonly<Record<string, unknown>> = {}) {
    const all = [...names, 'gone'];
    const dependencies = Object.fromEntries(all.map((name) => [name, '^1.0.0']));
    const installed = Object.fromEntries(
      all.map((name) => [
        `node_modules/${name}/package.json`,
        files[`node_modules/${name}/package.json`] ?? { version: '1.0.0' },
      ]),
    );
    const { found, unknown } = await look({ 'package.json': { dependencies, ...manifest }, ...files, ...installed });
    assert.deepEqual(unknown, []);
    return found.map((one) => one.package as string);
  }

  it('is told at its range, for each manifest that declares it', async () => {
    const { found } = await look({
      'package.json': '{ "workspaces": ["a"],\n  "devDependencies": { "gone": "^1.0.0" } }',
      'a/package.json': { name: 'a', dependencies: { gone: '1', used: '1' } },
      'a/x.js': "import 'used';",
      'node_modules/used/package.json': {},
      'node_modules/gone/package.json': {},
    });
    assert.deepEqual(
      found.map(({ package: name, manifest, field, range, place }) => [
        name,
        manifest,
        field,
        range,
        place.startLine,
        place.startColumn,
      ]),
      [
        ['gone', '', 'devDependencies', '^1.0.0', 2, 33],
        ['gone', 'a', 'dependencies', '1', 4, 14],
      ],
    );
  });

  const uses: readonly (readonly [
    how: string,
    name: string,
    files: Files,
    manifest?: Readonly<Record<string, unknown>>,
  ])[] = [
    ['an import', 'one', { 'a.js': "import 'one';" }],
    ['an import of a part', 'one', { 'a.ts': "import x from 'one/part';" }],
    ['an import of a type in a comment', 'one', { 'a.js': "/** @type {import('one').X} */ let x;" }],
    ['a pragma', 'one', { 'a.jsx': '/** @jsxImportSource one */' }],
    ['a style sheet', 'one', { 'a.css': '@import "one/style.css";' }],
    ['a style sheet by a path', 'one', { 'a.scss': "@use '../node_modules/one/x';" }],
    ['a string in a configuration', 'one', { 'x.config.js': "export default { uses: ['one'] };" }],
    ['a configuration of any format', 'one', { '.onerc.toml': 'extends = "one"' }],
    ['a script', 'one', {}, { scripts: { build: 'node -r one build.js' } }],
    ['a field of package.json', 'one', {}, { prettier: 'one' }],
    [
      'its program in a script',
      'one',
      { 'node_modules/one/package.json': { bin: { uno: 'x.js' } } },
      { scripts: { a: 'uno --watch' } },
    ],
    [
      'its program by its own name',
      '@scope/one',
      { 'node_modules/@scope/one/package.json': { bin: 'x.js' } },
      { scripts: { a: 'one' } },
    ],
    [
      'its program in a hook',
      'one',
      { 'node_modules/one/package.json': { bin: { uno: 'x' } }, '.husky/pre-commit': 'npx uno' },
    ],
    ['a peer of what is installed', 'one', { 'node_modules/host/package.json': { peerDependencies: { one: '*' } } }],
    [
      'an optional peer',
      'one',
      { 'node_modules/@a/host/package.json': { peerDependenciesMeta: { one: { optional: true } } } },
    ],
    [
      'a peer in a store of pnpm',
      'one',
      { 'node_modules/.pnpm/h@1/node_modules/h/package.json': { peerDependencies: { one: '*' } } },
    ],
    [
      'a peer of what stands deeper',
      'one',
      { 'node_modules/x/node_modules/h/package.json': { peerDependencies: { one: '*' } } },
    ],
    ['being a peer of its own project', 'one', {}, { peerDependencies: { one: '*' } }],
    ['a file of its own', 'one', { '.onerc': '' }],
    ['the name of a file of its own', 'one', { 'a.sh': '. one.sh' }],
    ['its name without its scope', '@icons/one', { 'a.html': '<i class="one:arrow">' }],
    [
      'its program, where it stands above its manifest',
      'one',
      {
        'node_modules/one/package.json': { bin: { uno: 'x' } },
        'm/package.json': { name: 'm', scripts: { a: 'uno' } },
      },
    ],
    [
      'its program on Windows',
      'one',
      { 'node_modules/one/package.json': { bin: { uno: 'x' } }, 'a.bat': 'node_modules\\.bin\\uno.cmd' },
    ],
    ['an override that has its range', 'one', {}, { overrides: { other: { deep: '$one' } } }],
    ['a page that is built of prose', 'one', { 'docs/a.md': "# A\n\nimport X from 'one'\n" }],
    ['the head of a page', 'one', { 'slides.md': '---\ntheme: one\n---\n' }],
    ['a build that is written by hand', 'one', { 'build/release.sh': 'npx one' }],
    ['CMake', 'one', { 'CMakeLists.txt': 'require(one)' }],
    [
      'what it does when it is installed',
      'one',
      { 'node_modules/one/package.json': { scripts: { postinstall: 'x' } } },
    ],
    ['what it says that it is', 'one', { 'node_modules/one/package.json': { keywords: ['ember-addon'] } }],
    [
      'types behind a path',
      '@types/one',
      { 'node_modules/@types/one/index.d.ts': '/// <reference path="x.d.ts" />\nexport = x;' },
    ],
    ['types that are all global', '@types/one', { 'node_modules/@types/one/index.d.ts': 'interface X {}' }],
    ['being of the family of a tool by a longer name', '@react-native-community/one', {}],
    ['code that is ignored', 'one', { '.gitignore': 'gen', 'gen/a.js': "import 'one';" }],
    ['a fixture', 'one', { '__fixtures__/a.js': "import 'one';" }],
    ['being the plugin of a tool', 'eslint-plugin-one', {}],
    ['being what a tool finds by its name', 'jest-one', {}],
    ['being of the family of a tool', '@storybook/one', {}],
    ['being what a compiler writes', 'tslib', {}],
    ['being the types of what is declared', '@types/gone', { 'node_modules/@types/gone/index.d.ts': 'export {};' }],
    ['being the types of Node', '@types/node', {}],
    [
      'types of a scope that is named',
      '@types/a__b',
      { 'node_modules/@types/a__b/index.d.ts': 'export {};', 'x.js': '// @a/b' },
    ],
    ['types without an import', '@types/one', { 'node_modules/@types/one/index.d.ts': 'declare const one: string;' }],
  ];
  for (const [how, name, files, manifest] of uses) {
    it(`is not what has a use by ${how}`, async () => {
      assert.deepEqual(await unusedIn([name], files, manifest), ['gone']);
    });
  }

  const strangers: readonly (readonly [
    what: string,
    name: string,
    files: Files,
    manifest?: Readonly<Record<string, unknown>>,
  ])[] = [
    ['another name that begins so', 'one', { 'a.js': "import 'one-more'; import 'one.more';" }],
    ['another name that ends so', 'one', { 'a.js': "import 'no-one';" }],
    ['the same name in a scope', 'one', { 'a.js': "import '@scope/one';" }],
    ['prose', 'one', { 'README.md': 'npm install one', LICENSE: 'one' }],
    ['a lockfile', 'one', { 'package-lock.json': '{ "packages": { "node_modules/one": {} } }' }],
    ['an override', 'one', {}, { overrides: { one: '2' } }],
    ['what was built', 'one', { '.gitignore': 'dist', 'dist/a.js': "require('one')" }],
    ['an import of what its types were for', '@types/one', { 'node_modules/@types/one/index.d.ts': 'export {};' }],
  ];
  for (const [what, name, files, manifest] of strangers) {
    it(`is what only ${what} names`, async () => {
      assert.deepEqual(await unusedIn([name], files, manifest), [name, 'gone']);
    });
  }

  for (const range of ['file:../x', 'link:../x', 'workspace:*']) {
    it(`is nothing in a range such as ${range}`, async () => {
      const { found } = await look({
        'package.json': { dependencies: { x: range } },
        'node_modules/y/package.json': {},
      });
      assert.deepEqual(found, []);
    });
  }

  it('is unknown where nothing is installed, or packages are kept in archives, as far as something seems unused', async () => {
    const dependencies = { gone: '1', used: '1' };
    const files = { 'package.json': { dependencies }, 'a.js': "import 'used';" };
    const unknown = { found: [], unknown: [{ project: '', because: 'packages' }] };
    assert.deepEqual(await look(files), unknown);
    assert.deepEqual(await look({ ...files, '.pnp.cjs': pnpScript({ packageRegistryData: [] }) }), unknown);
    assert.deepEqual(await look({ ...files, 'node_modules/.store/x/package/package.json': {} }), unknown);
    assert.deepEqual(await look({ ...files, 'b.js': "import 'gone';" }), { found: [], unknown: [] });
  });

  it('is nothing that the repository around the folder names', async () => {
    const files = {
      '.git/HEAD': 'ref: refs/heads/main',
      Makefile: 'web:\n\tcd web && npx uno',
      'web/package.json': { dependencies: { one: '1', gone: '1' } },
      'web/node_modules/one/package.json': { bin: { uno: 'x.js' } },
      'web/node_modules/gone/package.json': {},
    };
    const { found } = await testScanner().findUnused(makeProject({ files }).path('web'), never);
    assert.deepEqual(
      found.map((one) => one.package),
      ['gone'],
    );
  });

  it('is unknown of what is declared and not there yet', async () => {
    const files = {
      'package.json': { dependencies: { gone: '1', pulled: '1' } },
      'node_modules/gone/package.json': {},
    };
    const { found, unknown } = await look(files);
    assert.deepEqual([found.map((one) => one.package), unknown], [['gone'], [{ project: '', because: 'packages' }]]);
  });

  it('is unknown where something cannot be read', async () => {
    const tree = {
      ...diskTree,
      readText: (path: string) => (path.endsWith('a.yml') ? undefined : diskTree.readText(path)),
    };
    const files = {
      'package.json': { dependencies: { gone: '1' } },
      'node_modules/gone/package.json': {},
      'a.yml': 'x',
    };
    assert.deepEqual(await look(files, testScanner({ tree })), {
      found: [],
      unknown: [{ project: '', because: 'texts' }],
    });
  });

  it('is not told of what its user ignores', async () => {
    const files = { 'package.json': { dependencies: { gone: '1' } }, 'node_modules/gone/package.json': {} };
    assert.deepEqual(await look(files, testScanner({}, ['go*'])), { found: [], unknown: [] });
  });
});
