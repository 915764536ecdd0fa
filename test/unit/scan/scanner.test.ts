import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { CancelledError } from '../../../src/base/errors.ts';
import { diskTree } from '../../../src/node/disk-tree.ts';
import { systemClock } from '../../../src/node/system-clock.ts';
import { loadConfirmer } from '../../../src/scan/confirm/confirmer.ts';
import { pnpPackage, pnpScript } from '../../support/pnp-script.ts';
import { useTempProjects } from '../../support/temp-project.ts';
import { describeFindings, MemoryCache, never, testScanner } from './support.ts';

describe('scanner', () => {
  const useProject = useTempProjects();

  it('gives a reason for every source it leaves out', async () => {
    const project = useProject({
      files: {
        'package.json': { name: 'skipped' },
        '.gitignore': '/dist\n*.gen.ts\n!kept.gen.ts\n',
        'dist/out.js': "import 'no-dist';",
        'src/api.gen.ts': "import 'no-ignored';",
        'src/kept.gen.ts': "import 'yes-kept';",
        'src/.gitignore': 'local.ts\n',
        'src/local.ts': "import 'no-nested';",
        'local.ts': "import 'yes-local';",
        'lib/x.min.js': "import 'no-min';",
        'lib/bundle.js': `import 'no-bundle';${'var a=1;'.repeat(2000)}`,
        'lib/huge.js': `import 'no-huge';${'var a=1;'.repeat(650_000)}`,
        'lib/image.js': "\u0089PNG\0\0import 'no-image'",
        'node_modules/x/index.js': "import 'no-module';",
      },
    });
    const outside = useProject({ files: { 'a.js': "import 'no-outside';" } });
    fs.symlinkSync(project.folder, project.path('src/loop'));
    fs.symlinkSync(outside.folder, project.path('src/elsewhere'));
    fs.symlinkSync('nowhere', project.path('src/dangling.js'));
    const snapshot = await testScanner().scanFolder(project.folder, never);
    assert.deepEqual(
      snapshot.skipped.map(({ file, reason }) => `${file} ${reason}`),
      [
        'dist git-ignored',
        'lib/bundle.js generated',
        'lib/huge.js too-large',
        'lib/image.js binary',
        'lib/x.min.js generated',
        'node_modules node-modules',
        'src/api.gen.ts git-ignored',
        'src/dangling.js broken-link',
        'src/elsewhere outside-folder',
        'src/local.ts git-ignored',
        'src/loop symlink-loop',
      ],
    );
    assert.deepEqual(
      snapshot.uses.map((use) => use.package),
      ['yes-local', 'yes-kept'],
    );
  });

  it('says of a folder that cannot be read that it was left out', async () => {
    const project = useProject({
      files: { 'package.json': {}, 'secret/a.js': "import 'x';", 'gone/a.js': '', 'src/a.js': '' },
    });
    const tree = {
      ...diskTree,
      list(folder: string) {
        // Listed by its parent, but away by the time it is opened.
        if (folder === project.path('gone')) fs.rmSync(folder, { recursive: true });
        // Permissions do not bind root, who may run these tests.
        return folder === project.path('secret') ? undefined : diskTree.list(folder);
      },
    };
    const snapshot = await testScanner({ tree }).scanFolder(project.folder, never);
    assert.deepEqual(snapshot.skipped, [{ file: 'secret', reason: 'unreadable' }]);
    assert.equal(snapshot.stats.files, 1);
    const closed = await testScanner({ tree: { ...diskTree, list: () => undefined } }).scanFolder(
      project.folder,
      never,
    );
    assert.deepEqual(closed.skipped, [{ file: '', reason: 'unreadable' }]);
  });

  it('names a broken manifest, and what it owns by it', async () => {
    const project = useProject({ fixture: 'scan/broken-manifest' });
    const scanner = testScanner();
    const snapshot = await scanner.scanFolder(project.folder, never);
    assert.deepEqual(snapshot.skipped, [
      { file: 'package.json', reason: 'invalid-manifest' },
      { file: 'src/a.js', reason: 'invalid-manifest' },
    ]);
    const { skipped } = await scanner.scanDocument(project.folder, 'src/a.js', "import 'x';", never);
    assert.equal(skipped?.reason, 'invalid-manifest');
  });

  it('rejects for a folder that is gone', async () => {
    const project = useProject();
    const folder = path.join(project.folder, 'gone');
    await assert.rejects(testScanner().scanFolder(folder, never), { code: 'QM_FOLDER_MISSING' });
    await assert.rejects(testScanner().scanDocument(folder, 'a.ts', '', never), { code: 'QM_FOLDER_MISSING' });
  });

  it('is cancelled by its signal', async () => {
    const project = useProject({ fixture: 'scan/forms' });
    await assert.rejects(testScanner().scanFolder(project.folder, AbortSignal.abort()), CancelledError);
  });

  it('keeps apart a folder that is called ts and TypeScript beside it', async () => {
    const project = useProject({
      files: {
        'package.json': { dependencies: { a: '1' } },
        'node_modules/a/package.json': {},
        'x/gen.ts': "import 'a'; import 'b';",
        'x/ts/package.json': { name: 'ts', dependencies: { b: '1' } },
        'x/ts/index.js': "import 'a'; import 'b';",
      },
    });
    const snapshot = await testScanner().scanFolder(project.folder, never);
    assert.deepEqual(
      describeFindings(snapshot).filter((line) => line.startsWith('undeclared')),
      ['undeclared b . dependencies [x/gen.ts:1:21-22 import]'],
    );
  });

  it('never loads the parser where everything is declared and installed', async () => {
    const project = useProject({ fixture: 'scan/declared-fields', files: { 'src/a.ts': "import 'd-prod';" } });
    const refuse = (): Promise<never> => Promise.reject(new Error('loaded'));
    const { uses, settled } = await testScanner({ loadConfirmer: refuse }).scanFolder(project.folder, never);
    assert.deepEqual(uses, []);
    assert.deepEqual(
      settled.map((one) => [one.package, one.installed]),
      [['d-prod', { version: '1.0.0', hasTypes: false }]],
    );
  });

  it('reads what configurations say once, and again when one changes', async () => {
    const project = useProject({ fixture: 'scan/bundler-aliases' });
    const cache = new MemoryCache();
    const read: string[] = [];
    const counting = async () => {
      const confirmer = await loadConfirmer();
      const aliases = (path: string, text: string) => (read.push(path), confirmer.aliases(path, text));
      return { ...confirmer, aliases };
    };
    const scan = () => testScanner({ cache, loadConfirmer: counting }).scanFolder(project.folder, never);
    await scan();
    assert.deepEqual(read.splice(0).toSorted(), [
      ...['.babelrc', 'index.html', 'package.json', 'vite.config.ts', 'vitest.config.ts', 'webpack.common.js'],
    ]);
    await scan();
    assert.deepEqual(read, []);
    project.write('vite.config.ts', 'export default {};');
    const { uses } = await scan();
    assert.deepEqual(read, []);
    assert.ok(uses.some((use) => use.package === 'vite-object'));
  });

  it('reads a file once, and again when its text changes', async () => {
    const project = useProject({ fixture: 'scan/forms' });
    const cache = new MemoryCache();
    let confirmed = 0;
    const counting = async () => {
      const confirmer = await loadConfirmer();
      return {
        ...confirmer,
        confirm: (...args: Parameters<typeof confirmer.confirm>) => (confirmed++, confirmer.confirm(...args)),
      };
    };
    const scan = () => testScanner({ cache, loadConfirmer: counting }).scanFolder(project.folder, never);
    const first = await scan();
    const second = await scan();
    assert.deepEqual([first.stats.cached, second.stats.cached, confirmed], [0, 1, 1]);
    assert.deepEqual(second.uses, first.uses);
    fs.utimesSync(project.path('src/all.ts'), 1, 1);
    assert.equal((await scan()).stats.cached, 1, 'another time, the same text');
    project.write('src/all.ts', "import 'new-one';");
    assert.deepEqual(
      (await scan()).uses.map((use) => use.package),
      ['new-one'],
    );
    assert.equal(confirmed, 2);
  });

  it('takes a damaged cache for an empty one', async () => {
    const project = useProject({ fixture: 'scan/forms' });
    const damaged = {
      load: async () =>
        new Map<string, unknown>([
          ['', 1],
          ['src/all.ts', [1, 'x']],
          ['src/other.ts', null],
        ]),
      save: () => Promise.reject(new Error('full')),
      forget: () => Promise.resolve(),
    };
    const { uses } = await testScanner({ cache: damaged }).scanFolder(project.folder, never);
    assert.equal(uses.length, 17);
  });

  it('answers a changed manifest without reading sources again', async () => {
    const project = useProject({ files: { 'package.json': { name: 'p' }, 'a.ts': "import 'x';" } });
    const scanner = testScanner();
    assert.deepEqual(describeFindings(await scanner.scanFolder(project.folder, never)), [
      'undeclared x . dependencies [a.ts:1:9-10 import]',
    ]);
    project.write('package.json', { name: 'p', dependencies: { x: '1' } });
    const after = await scanner.scanFolder(project.folder, never);
    assert.deepEqual(describeFindings(after), ['not-installed . x']);
    assert.equal(after.stats.cached, 1);
  });

  it('asks who brings a program that a script runs, and not what it is called alone', async () => {
    const bin = (name: string) => ({ name, version: '1.0.0', bin: { [name]: 'x.js' } });
    const project = useProject({
      files: {
        'package.json': {
          name: 'x',
          dependencies: { toolbox: '1' },
          scripts: { a: 'eslint . && mocha && nyc && c8' },
        },
        'node_modules/toolbox/package.json': bin('toolbox'),
        'node_modules/toolbox/x.js': '',
        'node_modules/by-luck/package.json': bin('by-luck'),
        'node_modules/by-luck/x.js': '',
        'node_modules/.bin/c8': '#!/bin/sh\n',
      },
    });
    fs.symlinkSync('../toolbox/x.js', project.path('node_modules/.bin/eslint'));
    fs.symlinkSync('../by-luck/x.js', project.path('node_modules/.bin/mocha'));
    assert.deepEqual(describeFindings(await testScanner().scanFolder(project.folder, never)), [
      'unsure mocha . program [package.json:7:23-28 script]',
      'unsure nyc . program [package.json:7:32-35 script]',
    ]);
  });

  it('reads a package.json and a style sheet while they are typed', async () => {
    const { folder } = useProject({ files: { 'package.json': { name: 'x' } } });
    const scanner = testScanner();
    const namesIn = async (file: string, text: string): Promise<readonly string[]> =>
      (await scanner.scanDocument(folder, file, text, never)).uses.map((use) => use.package);
    assert.deepEqual(await namesIn('package.json', '{ "scripts": { "a": "eslint" } }'), ['eslint']);
    assert.deepEqual(await namesIn('a.css', '@import "@org/a";'), ['@org/a']);
    assert.deepEqual(await namesIn('a.css', '@import "@org/a'), []);
    assert.deepEqual(await namesIn('.eslintrc.json', '{ "plugins": ["a'), []);
  });

  it('leaves out what the user ignores, by name and by glob', async () => {
    const project = useProject({ files: { 'package.json': {}, 'a.ts': "import 'x'; import '@org/y'; import 'z';" } });
    const scanner = testScanner({}, ['x', '@org/*']);
    const packages = async () =>
      (await scanner.scanFolder(project.folder, never)).uses.map((use) => use.package as string);
    assert.deepEqual(await packages(), ['z']);
    scanner.configure('/elsewhere', { ignorePackages: ['z'] });
    assert.deepEqual(await packages(), ['z']);
    scanner.configure(project.folder, { ignorePackages: ['z'] });
    assert.deepEqual(await packages(), ['x', '@org/y']);
  });

  it('keeps a conflict of lockfiles instead of guessing', async () => {
    const project = useProject({ fixture: 'scan/two-lockfiles' });
    const map = await testScanner().readProjects(project.folder, never);
    assert.deepEqual(
      map.projects.map(({ manager }) => manager),
      [
        {
          kind: 'conflict',
          found: [
            { id: 'npm', because: 'package-lock.json' },
            { id: 'yarn', because: 'yarn.lock' },
          ],
        },
      ],
    );
  });

  describe("with Plug'n'Play", () => {
    const map = {
      packageRegistryData: [
        pnpPackage(null, null, './', [
          ['x', 'npm:1.0.0'],
          ['loose', 'npm:2.0.0'],
          ['archived', 'npm:3.0.0'],
          ['not-there', 'npm:4.0.0'],
        ]),
        pnpPackage('x', 'npm:1.0.0', '../cache/x.zip/node_modules/x/'),
        pnpPackage('loose', 'npm:2.0.0', './.yarn/unplugged/loose/node_modules/loose/'),
        pnpPackage('archived', 'npm:3.0.0', './.yarn/cache/archived.zip/node_modules/archived/'),
        pnpPackage('not-there', 'npm:4.0.0', './.yarn/cache/not-there.zip/node_modules/not-there/'),
      ],
    };
    const dependencies = { x: '1', loose: '2', archived: '3', 'not-there': '4', added: '5' };
    const code = Object.keys({ ...dependencies, undeclared: '' }).map((name) => `import '${name}';`);

    it('takes for installed what its map has, and what of it is there', async () => {
      const project = useProject({
        files: {
          'package.json': { dependencies },
          '.pnp.cjs': pnpScript(map),
          '.yarn/unplugged/loose/node_modules/loose/package.json': { version: '2.0.1', types: 'x.d.ts' },
          '.yarn/cache/archived.zip': '',
          'a.ts': code.join('\n'),
        },
      });
      const snapshot = await testScanner().scanFolder(project.folder, never);
      assert.deepEqual(describeFindings(snapshot), [
        'undeclared undeclared . dependencies [a.ts:6:9-19 import]',
        'uninstalled added . dependencies 5 [a.ts:5:9-14 import]',
        'uninstalled not-there . dependencies 4 [a.ts:4:9-18 import]',
      ]);
      const installed = snapshot.settled.map(({ package: name, installed: found }) => [name, found?.version]);
      assert.deepEqual(installed, [
        ['x', '1.0.0'],
        ['loose', '2.0.1'],
        ['archived', '3.0.0'],
      ]);
    });

    it('looks into node_modules for what the map lets be found there', async () => {
      const project = useProject({
        files: {
          'package.json': { dependencies: { added: '5' } },
          '.pnp.cjs': pnpScript(map),
          'node_modules/added/package.json': { version: '5.0.0' },
          'a.js': "import 'added';",
        },
      });
      assert.deepEqual(describeFindings(await testScanner().scanFolder(project.folder, never)), []);
    });

    it('takes for installed what is declared, where its map cannot be read', async () => {
      const project = useProject({
        files: { 'package.json': { dependencies: { x: '1' } }, '.pnp.cjs': '', 'a.ts': "import 'x'; import 'y';" },
      });
      const snapshot = await testScanner().scanFolder(project.folder, never);
      assert.deepEqual(describeFindings(snapshot), ['undeclared y . dependencies [a.ts:1:21-22 import]']);
    });

    it("reads nothing of Yarn's own code", async () => {
      const project = useProject({
        files: {
          'package.json': {},
          '.pnp.cjs': `require('a');\n${pnpScript(map)}`,
          '.pnp.loader.mjs': "import 'b';",
          '.yarn/releases/yarn-4.0.0.cjs': "require('c');",
        },
      });
      const snapshot = await testScanner().scanFolder(project.folder, never);
      assert.deepEqual(describeFindings(snapshot), []);
      assert.deepEqual(
        snapshot.skipped.map(({ file, reason }) => `${file} ${reason}`),
        ['.pnp.cjs generated', '.pnp.loader.mjs generated', '.yarn generated'],
      );
    });
  });
});

describe('scanDocument', () => {
  const useProject = useTempProjects();
  const scan = async (scanner: ReturnType<typeof testScanner>, root: string, file: string, text: string) =>
    (await scanner.scanDocument(root, file, text, never)).uses.map((use) => `${use.package} ${use.doubt ?? 'sure'}`);

  it('reads the unsaved text, of a new file too', async () => {
    const { folder } = useProject({ files: { 'package.json': {}, 'a.ts': "import 'on-disk';" } });
    const scanner = testScanner();
    assert.deepEqual(await scan(scanner, folder, 'a.ts', "import 'unsaved';"), ['unsaved sure']);
    assert.deepEqual(await scan(scanner, folder, 'a.ts', "import 'unsaved';\nconst = ;"), ['unsaved half-typed']);
    assert.deepEqual(await scan(scanner, folder, 'new/b.tsx', "import 'fresh'; <p/>"), ['fresh sure']);
    assert.deepEqual(await scan(scanner, folder, 'a.ts', "import 'half"), []);
  });

  it('skips what a folder scan would skip', async () => {
    const { folder } = useProject({ files: { 'own/package.json': { name: 'own' }, '.gitignore': 'dist\n' } });
    const scanner = testScanner();
    const reason = async (file: string, text = '') =>
      (await scanner.scanDocument(folder, file, text, never)).skipped?.reason;
    assert.equal(await reason('a.ts'), 'no-manifest');
    assert.equal(await reason('own/dist/a.ts'), 'git-ignored');
    assert.equal(await reason('own/node_modules/x/a.ts'), 'node-modules');
    assert.equal(await reason('own/a.js', 'x\0'), 'binary');
    assert.equal(await reason('own/a.js', 'var a;'.repeat(2000)), 'generated');
    assert.equal(await reason('own/a.ts', "import 'x';"), undefined);
  });

  it('asks again what was invalidated, and only then', async () => {
    const project = useProject({ files: { 'package.json': {}, 'tsconfig.json': {}, 'types.d.ts': '', 'a.ts': '' } });
    const scanner = testScanner();
    const uses = () =>
      scan(scanner, project.folder, 'a.ts', "import 'one'; import 'two'; import 'three'; import 'four';");
    assert.deepEqual(await uses(), ['one sure', 'two sure', 'three sure', 'four sure']);
    project.write('vite.config.ts', "export default { resolve: { alias: { four: './a.ts' } } };");
    scanner.invalidate(project.folder, ['vite.config.ts']);
    assert.deepEqual(await uses(), ['one sure', 'two sure', 'three sure']);
    project.write('tsconfig.json', { compilerOptions: { paths: { one: ['./a.ts'] } } });
    scanner.invalidate(project.folder, ['tsconfig.json']);
    assert.deepEqual(await uses(), ['two sure', 'three sure']);
    project.write('types.d.ts', "declare module 'two';");
    scanner.invalidate(project.folder, ['types.d.ts']);
    assert.deepEqual(await uses(), ['three sure']);
    project.write('package.json', { name: 'three' });
    scanner.invalidate(project.folder, ['package.json']);
    assert.deepEqual(await uses(), []);
  });

  it('sees an installation after node_modules was invalidated', async () => {
    const project = useProject({ files: { 'package.json': { dependencies: { x: '1' } } } });
    const scanner = testScanner();
    const installed = async () =>
      (await scanner.scanDocument(project.folder, 'a.ts', "import 'x';", never)).uses[0]?.installed?.version;
    assert.equal(await installed(), undefined);
    project.write('node_modules/x/package.json', { name: 'x', version: '1.2.3' });
    scanner.invalidate(project.folder, ['node_modules']);
    assert.equal(await installed(), '1.2.3');
  });

  it('keeps to a lockfile that git ignores, when it is written too', async () => {
    const files = {
      'package.json': {},
      '.gitignore': 'pnpm-lock.yaml\n',
      'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
    };
    const project = useProject({ files });
    const scanner = testScanner();
    const lockfile = async () => (await scanner.readProjects(project.folder, never)).projects[0]?.lockfile;
    const known = async () => (await scanner.knownProjects(project.folder, never)).projects[0]?.lockfile;
    assert.equal(await lockfile(), 'pnpm-lock.yaml');
    scanner.invalidate(project.folder, ['pnpm-lock.yaml']);
    assert.equal(await known(), 'pnpm-lock.yaml');
  });

  it('hears of a configuration in JSON that was written meanwhile', async () => {
    const project = useProject({ files: { 'package.json': {}, 'a.js': '' } });
    const scanner = testScanner();
    const uses = () => scan(scanner, project.folder, 'a.js', "import 'components/a';");
    assert.deepEqual(await uses(), ['components sure']);
    project.write('.babelrc', '{"plugins":[["module-resolver",{"alias":{"components":"./src/components"}}]]}');
    scanner.invalidate(project.folder, ['.babelrc']);
    assert.deepEqual(await uses(), []);
  });

  it("hears of Yarn's own way to find packages that was written meanwhile, ignored by git as it is", async () => {
    const files = { 'package.json': {}, '.gitignore': '.pnp.*\n', 'yarn.lock': '__metadata:\n' };
    const project = useProject({ files });
    const scanner = testScanner();
    const isInstalled = async () => (await scanner.knownProjects(project.folder, never)).projects[0]?.hasNodeModules;
    assert.equal(await isInstalled(), false);
    project.write('.pnp.cjs', pnpScript([]));
    scanner.invalidate(project.folder, ['.pnp.cjs']);
    assert.equal(await isInstalled(), true);
  });

  it('forgets what stood in a folder that is gone', async () => {
    const files = {
      'package.json': {},
      'a.css': '',
      'styles/sub/_theme.scss': '',
      'types/x.d.ts': "declare module 'made';",
    };
    const project = useProject({ files });
    const scanner = testScanner();
    const uses = async () => [
      ...(await scan(scanner, project.folder, 'a.css', "@import 'sub/theme';")),
      ...(await scan(scanner, project.folder, 'a.ts', "import 'made';")),
    ];
    assert.deepEqual(await uses(), []);
    project.delete('styles');
    project.delete('types');
    scanner.invalidate(project.folder, ['styles', 'types']);
    assert.deepEqual(await uses(), ['sub unknown', 'made sure']);
  });

  it('finds the manifest of a folder that was made meanwhile', async () => {
    const project = useProject({ files: { 'package.json': {} } });
    const scanner = testScanner();
    await scan(scanner, project.folder, 'a.ts', '');
    project.write('new/package.json', { name: 'new' });
    scanner.invalidate(project.folder, ['new/package.json']);
    const { uses } = await scanner.scanDocument(project.folder, 'new/a.ts', "import 'x';", never);
    assert.deepEqual(
      uses.map((use) => use.manifest),
      ['new'],
    );
  });

  it('knows of what came into a folder that a look at the whole had passed already', async () => {
    const project = useProject({ files: { 'package.json': {}, 'a/old.ts': '', 'z/last.ts': '' } });
    const passing = Promise.withResolvers<void>();
    const tree = {
      ...diskTree,
      list: (folder: string) => {
        if (folder.endsWith('/z')) passing.resolve();
        return diskTree.list(folder);
      },
    };
    let now = 0;
    const scanner = testScanner({ tree, clock: { ...systemClock, now: () => new Date((now += 1_000)) } });
    const looking = scanner.scanFolder(project.folder, never);
    await passing.promise;
    project.write('a/package.json', { name: 'a' });
    scanner.invalidate(project.folder, ['a/package.json']);
    await looking;
    const { projects } = await scanner.knownProjects(project.folder, never);
    assert.deepEqual(
      projects.map(({ root }) => root),
      ['', 'a'],
    );
  });

  it('hears a cancel while the folder is listed', async () => {
    const project = useProject({ files: { 'package.json': {}, 'a/one.ts': '', 'b/two.ts': '', 'c/three.ts': '' } });
    const controller = new AbortController();
    const listed: string[] = [];
    const tree = {
      ...diskTree,
      list: (folder: string) => {
        listed.push(path.basename(folder));
        if (folder.endsWith('/a')) controller.abort();
        return diskTree.list(folder);
      },
    };
    let now = 0;
    const scanner = testScanner({ tree, clock: { ...systemClock, now: () => new Date((now += 1_000)) } });
    await assert.rejects(scanner.scanFolder(project.folder, controller.signal), CancelledError);
    assert.deepEqual(listed.slice(1), ['a']);
  });

  it('knows every declaration of the folder, though a look at it is under way', async () => {
    const names = Array.from({ length: 8 }, (_, index) => `made-up-${index}`);
    const declared = names.map((name) => [`types/${name}.d.ts`, `declare module '${name}';`] as const);
    const project = useProject({
      files: { 'package.json': {}, 'src/a.ts': '', 'src/b.ts': '', ...Object.fromEntries(declared) },
    });
    let now = 0;
    // Each file of the look takes so long that other questions get their turn behind it.
    const clock = {
      now: () => new Date((now += 1_000)),
      schedule: () => () => undefined,
      pause: () => Promise.resolve(),
    };
    const scanner = testScanner({ clock });
    const look = { isOver: false };
    const scan = scanner.scanFolder(project.folder, never).finally(() => (look.isOver = true));
    const text = names.map((name) => `import '${name}';\n`).join('');
    for (let asked = 0; !look.isOver; asked += 1) {
      const { uses } = await scanner.scanDocument(project.folder, 'src/a.ts', `${text}// ${asked}`, never);
      assert.deepEqual(uses, []);
      await new Promise(setImmediate);
    }
    await scan;
  });
});
