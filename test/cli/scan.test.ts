import assert from 'node:assert/strict';
import { cli, type CliResult } from '../support/cli.ts';
import { useCliProjects } from '../support/cli-projects.ts';

interface Row {
  readonly kind: string;
  readonly package: string;
  readonly file: string;
  readonly line: number;
  readonly manifest: string;
  readonly dependencyType: string;
}

describe('what a scan claims', () => {
  const { project, bare } = useCliProjects();
  const rows = (result: CliResult): readonly unknown[] =>
    result
      .document<{ findings: readonly Row[] }>()
      .findings.map(({ kind, package: name, file, line, manifest, dependencyType }) =>
        [kind, name, `${file}:${line}`, manifest, dependencyType].join(' '),
      );
  const skipped = (result: CliResult): unknown => result.document<{ skipped: unknown }>().skipped;

  it('of a fresh clone: each package where it is used first, in the field that declares it', async () => {
    const app = project({
      'package.json': { name: 'root', workspaces: ['packages/*'], devDependencies: { tool: '1' } },
      'packages/a/package.json': { name: 'a', dependencies: { lib: '1' } },
      'packages/a/x.js': "import 'lib';\nimport 'tool';",
      'packages/a/y/deep.js': "import 'lib/sub';",
      'test/y.js': "\nimport 'tool';",
    });
    const result = await cli(app, ['scan', '--json']);
    assert.equal(result.code, 1);
    assert.deepEqual(rows(result), [
      'uninstalled lib packages/a/x.js:1 packages/a/package.json dependencies',
      'uninstalled tool packages/a/x.js:2 packages/a/package.json devDependencies',
      'uninstalled tool test/y.js:2 package.json devDependencies',
    ]);
    assert.deepEqual(rows(await cli(app, ['scan', '--json'], { cwd: 'packages/a' })), [
      'uninstalled lib x.js:1 package.json dependencies',
      'uninstalled tool x.js:2 package.json devDependencies',
    ]);
    assert.deepEqual(rows(await cli(app, ['scan', '--json'], { cwd: 'packages/a/y' })), [
      'uninstalled lib deep.js:1 ../package.json dependencies',
    ]);
  });

  it('of a broken package.json: it and what it owns are named, nothing is called clean', async () => {
    const app = project({ 'package.json': '{', 'a.js': "import 'x';", 'own/package.json': { name: 'own' } });
    const result = await cli(app, ['scan', '--json']);
    assert.equal(result.code, 1);
    assert.deepEqual(skipped(result), [
      { file: 'a.js', reason: 'invalid-manifest' },
      { file: 'package.json', reason: 'invalid-manifest' },
    ]);
    const { code, stdout, stderr } = await cli(app, ['scan']);
    assert.deepEqual([code, stdout], [1, 'Nothing could be checked: every file was left out. 0 files looked at.\n']);
    assert.match(stderr, /^QM_MANIFEST_INVALID package\.json:1:2 is not valid JSON\.\n {2}Mend its JSON.*\n$/);
  });

  it('of a broken package.json beside it: nothing', async () => {
    const app = project({
      'package.json': { workspaces: ['packages/*'] },
      'packages/a/package.json': { name: 'a' },
      'packages/a/a.js': '',
      'packages/b/package.json': '{',
      'packages/b/b.js': '',
    });
    const { code, stdout, stderr } = await cli(app, ['scan'], { cwd: 'packages/a' });
    assert.deepEqual([code, stdout, stderr], [0, 'Nothing is missing. 1 file looked at.\n', '']);
    const whole = await cli(app, ['scan']);
    assert.deepEqual([whole.code, whole.stdout], [1, 'Nothing is missing in what could be read. 1 file looked at.\n']);
  });

  it('of a folder without a package.json: that nothing could be checked', async () => {
    const app = bare({ files: { 'a.js': "import 'x';" } });
    const sentence = 'Nothing could be checked: there is no package.json here.';
    const { code, stdout, stderr } = await cli(app, ['scan']);
    assert.deepEqual([code, stdout, stderr], [0, `${sentence} 0 files looked at.\n`, '']);
    const install = await cli(app, ['install', '--missing']);
    assert.deepEqual([install.code, install.stdout], [0, `${sentence}\n`]);
  });

  it('of a package that is installed in another version: both, and what mends it', async () => {
    const app = project({
      'package.json': { dependencies: { 'fx-tiny': '~1.0.0' } },
      'node_modules/fx-tiny/package.json': { name: 'fx-tiny', version: '1.2.0' },
      'a.js': "import 'fx-tiny';",
    });
    const scan = await cli(app, ['scan', '--json']);
    assert.deepEqual(
      [scan.code, scan.document<{ findings: unknown }>().findings],
      [
        1,
        [
          {
            kind: 'mismatched',
            package: 'fx-tiny',
            specifier: 'fx-tiny',
            file: 'package.json',
            line: 3,
            column: 17,
            manifest: 'package.json',
            dependencyType: 'dependencies',
            installed: true,
            typeOnly: false,
            range: '~1.0.0',
            version: '1.2.0',
          },
        ],
      ],
    );
    assert.equal(
      (await cli(app, ['scan'])).stdout,
      'package.json:3:17  fx-tiny 1.2.0 is installed, but ~1.0.0 is declared\n' +
        '1 package is installed in another version than is declared. 1 file looked at. ' +
        '"quartermaster install --missing" installs it.\n',
    );
    assert.equal((await cli(app, ['install', '--missing'])).code, 0);
    const { stdout, code } = await cli(app, ['scan']);
    assert.deepEqual([stdout, code], ['Nothing is missing. 1 file looked at.\n', 0]);
  });

  it('of what nothing uses: only where it is asked, and no more than is known', async () => {
    const app = project({
      'package.json': { dependencies: { 'fx-tiny': '1', 'fx-esm': '1' }, devDependencies: { 'fx-major': '1' } },
      'a.js': "import 'fx-tiny';",
    });
    const [bare, text] = [await cli(app, ['scan', '--unused', '--json']), await cli(app, ['scan', '--unused'])];
    assert.deepEqual(bare.document<{ unusedUnknown: unknown }>().unusedUnknown, [
      { manifest: 'package.json', because: 'packages' },
    ]);
    assert.match(
      text.stdout,
      /^package\.json {2}what is unused is not known: packages of it are not in node_modules$/m,
    );
    assert.equal((await cli(app, ['install', '--missing'])).code, 0);
    assert.equal((await cli(app, ['scan'])).stdout, 'Nothing is missing. 1 file looked at.\n');
    const scan = await cli(app, ['scan', '--unused', '--json']);
    assert.deepEqual(
      [scan.code, rows(scan), scan.document<{ unusedUnknown: unknown }>().unusedUnknown],
      [
        1,
        [
          'unused fx-esm package.json:4 package.json dependencies',
          'unused fx-major package.json:7 package.json devDependencies',
        ],
        [],
      ],
    );
    assert.equal(
      (await cli(app, ['scan', '--unused'])).stdout,
      'package.json:4:16  fx-esm is declared, but nothing uses it\n' +
        'package.json:7:18  fx-major is declared, but nothing uses it\n' +
        '2 packages are unused: "quartermaster remove" takes them out. 1 file looked at.\n',
    );
    assert.equal((await cli(app, ['remove', 'fx-esm', 'fx-major'])).code, 0);
    const { code, stdout } = await cli(app, ['scan', '--unused']);
    assert.deepEqual([code, stdout], [0, 'Nothing is missing. 1 file looked at.\n']);
  });

  it('of a package whose install script was not run: what it is, and where it is imported', async () => {
    const app = project({ 'package.json': { name: 'app' }, 'a.js': "import 'fx-script';\n" });
    assert.equal((await cli(app, ['install', 'fx-script', '--yes'])).code, 0);
    const result = await cli(app, ['scan', '--json']);
    assert.equal(result.code, 1);
    const { findings, unbuilt } = result.document<{
      findings: unknown;
      unbuilt: readonly { integrity: string; hash: string }[];
    }>();
    assert.deepEqual(findings, []);
    const [{ integrity, hash } = { integrity: '', hash: '' }] = unbuilt;
    assert.match(`${integrity} ${hash}`, /^sha512-\S+ [0-9a-f]{64}$/);
    assert.deepEqual(unbuilt, [
      {
        package: 'fx-script',
        version: '1.0.0',
        project: '',
        scripts: ['postinstall: node postinstall.js'],
        integrity,
        places: ['node_modules/fx-script'],
        files: ['node_modules/fx-script/postinstall.js'],
        hash,
        uses: [{ file: 'a.js', line: 1, column: 9 }],
      },
    ]);
    assert.match(
      (await cli(app, ['scan'])).stdout,
      /^a\.js:1:9 {2}fx-script 1\.0\.0 is not built: .*\(postinstall: node postinstall\.js\)\n/,
    );
  });

  it('of what a configuration makes a file of, and of what tests read: nothing, and what was left out', async () => {
    const app = project({
      'vite.config.ts': "export default { resolve: { alias: { own: '/src' } } };\n",
      'src/App.vue': "<script setup>\nimport 'own/x';\nimport 'fx-tiny';\n</script>\n",
      'test/fixtures/a.js': "import 'nothing';\n",
    });
    const result = await cli(app, ['scan', '--json']);
    assert.deepEqual(rows(result), ['undeclared fx-tiny src/App.vue:3 package.json dependencies']);
    assert.deepEqual(skipped(result), [{ file: 'test/fixtures/a.js', reason: 'fixture' }]);
  });

  it('of what is half typed: that it may be missing, apart from what is', async () => {
    const half = "import 'perhaps';\nconst x = {";
    const only = await cli(project({ 'a.js': half }), ['scan']);
    assert.equal(only.code, 1);
    assert.match(only.stdout, /perhaps may be missing, which is not sure: the code around it cannot be parsed\n/);
    assert.match(only.stdout, /\n1 package may be missing, which is not sure\. 1 file looked at\.\n$/);
    const both = await cli(project({ 'a.js': half, 'b.js': "import 'fx-tiny';" }), ['scan']);
    assert.match(
      both.stdout,
      /\n1 package is missing\. 1 package may be missing, which is not sure\. 2 files looked at\. "quartermaster install --missing" installs it\.\n$/,
    );
  });
});
