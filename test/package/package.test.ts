import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { startRegistry, type Registry } from '../registry/registry.ts';
import { hermeticEnvironment } from '../support/environment.ts';
import { run } from '../support/run-command.ts';
import { createTempProject, tempFolder, type TempProject } from '../support/temp-project.ts';
import { startVsCodeServer, type VsCodeServer } from '../support/vscode-server.ts';
import { Workbench } from '../support/workbench.ts';

const root = path.join(import.meta.dirname, '../..');
const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
const vsix = path.join(root, `out/quartermaster-${version}.vsix`);
const tarball = path.join(root, `out/quartermaster-cli-${version}.tgz`);
const files = {
  'package.json': { name: 'shop', version: '1.0.0', private: true, type: 'module' },
  'index.js': '\n',
  'src/other.js': "import 'fx-major';\n",
};

/** Every file below a folder, by its path. */
function listing(folder: string): readonly string[] {
  return fs
    .globSync('**/*', { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name)))
    .toSorted();
}

/** What a shipped text links to, beside it; of a README there is something. */
function assertLinks(folder: string, file: string): void {
  const text = fs.readFileSync(path.join(folder, file), 'utf8');
  const targets = [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map((match) => match[1] ?? '');
  if (/readme/i.test(file)) assert.ok(targets.length > 3, targets.join(' '));
  assert.deepEqual(
    targets.filter((target) => !fs.existsSync(path.join(folder, path.dirname(file), target))),
    [],
    file,
  );
}

describe('npm run package', function () {
  let registry: Registry;

  before(async function () {
    this.timeout(120_000);
    for (const file of [vsix, tarball]) fs.rmSync(file, { force: true });
    const { code, stderr } = await run(process.execPath, [path.join(root, 'scripts/run.mjs'), 'package'], {
      cwd: root,
    });
    assert.equal(code, 0, stderr);
    registry = await startRegistry();
  });
  after(() => registry?.stop());

  describe('the VSIX', () => {
    let project: TempProject;
    let server: VsCodeServer;
    let workbench: Workbench;
    let contents: readonly string[];

    before(async function () {
      this.timeout(120_000);
      project = createTempProject({ files, registry });
      server = await startVsCodeServer({ vsix, registry });
      workbench = await Workbench.open({ server, open: project.folder });
      contents = listing(path.join(server.home, `vscode-server/extensions/quartermaster.quartermaster-${version}`));
    });
    after(async function () {
      this.timeout(30_000);
      await workbench?.close();
      await server?.stop();
      project?.dispose();
    });

    it('is smaller than 3 MB', () => {
      assert.ok(fs.statSync(vsix).size < 3_000_000, `${fs.statSync(vsix).size} bytes`);
    });

    for (const wanted of [
      /^readme\.md$/i,
      /^changelog\.md$/i,
      /^license(\.txt)?$/i,
      /^media\/icon\.png$/,
      /^package\.json$/,
      /^docs\/findings\.md$/,
    ]) {
      it(`holds ${wanted.source}`, () => {
        assert.equal(contents.filter((file) => wanted.test(file)).length, 1, contents.join('\n'));
      });
    }

    it('holds bundles and pictures, and neither sources nor dependencies', () => {
      const expected =
        /^(dist|media|l10n|docs\/images)\/|^docs\/[^/]+\.md$|^[^/]+\.(json|md|txt|vsixmanifest)$|^LICENSE$/;
      const unwanted = /\.ts$|\.map$|node_modules/;
      assert.deepEqual(
        contents.filter((file) => !expected.test(file) || unwanted.test(file)),
        [],
      );
    });

    it('holds everything that its README leads to', () => {
      const folder = path.join(server.home, `vscode-server/extensions/quartermaster.quartermaster-${version}`);
      for (const file of contents.filter((name) => /^(readme|docs\/.*)\.md$/i.test(name))) assertLinks(folder, file);
    });

    it('becomes active in a folder with a package.json', async () => {
      await workbench.statusBarItem('quartermaster.quartermaster.status').waitFor();
      assert.match(server.hostLog(), /_doActivateExtension quartermaster\.quartermaster/);
    });

    it('does the main job: an import typed, the lightbulb, the package on disk', async () => {
      await workbench.openFile('index.js');
      await workbench.editor.goToEnd();
      await workbench.editor.type("import 'fx-tiny';\n");
      await workbench.editor.squiggle('fx-tiny', 'warning');
      await (await workbench.editor.quickFix('fx-tiny', 'Install fx-tiny ^1.2.0 with npm')).click();
      await workbench.editor.noSquiggle('fx-tiny', 'warning');
      const { dependencies } = project.readJson<{ dependencies: object }>('package.json');
      assert.deepEqual(dependencies, { 'fx-tiny': '^1.2.0' });
      assert.equal(project.readJson('node_modules/fx-tiny/package.json').version, '1.2.0');
    });

    it("puts quartermaster on the PATH of VS Code's terminals, where it runs on the editor's own Node", async () => {
      // What `node` is there is too old for the command line, and would fail.
      const old = path.join(server.home, 'old');
      fs.mkdirSync(old);
      fs.writeFileSync(path.join(old, 'node'), '#!/bin/sh\necho v18.20.8\nexit 9\n', { mode: 0o755 });
      await workbench.command('Terminal: Create New Terminal');
      await workbench.page.locator('.terminal-wrapper.active .xterm-screen').first().waitFor();
      const written = new Promise<void>((resolve) => {
        const watcher = fs.watch(project.folder, (_event, name) => {
          if (name !== 'done.txt') return;
          watcher.close();
          resolve();
        });
      });
      const asked = [
        'node --version; quartermaster --version; echo $QUARTERMASTER_FOLDERS',
        'quartermaster scan --json > scan.json; echo $?',
      ];
      const line = `export PATH='${old}':"$PATH"; { ${asked.join('; ')}; } > answer.txt 2>&1; touch done.txt`;
      await workbench.page.keyboard.type(`${line}\n`);
      await written;
      // One: there are findings.
      assert.deepEqual(project.read('answer.txt').trim().split('\n'), ['v18.20.8', version, project.folder, '1']);
      const { findings } = project.readJson<{ findings: { package: string; file: string }[] }>('scan.json');
      assert.deepEqual(
        findings.map((finding) => [finding.package, finding.file]),
        [['fx-major', 'src/other.js']],
      );
    });
  });

  describe('the tarball of the command line', () => {
    let prefix: string;
    let home: string;
    let env: Record<string, string>;
    let project: TempProject;

    before(async function () {
      this.timeout(60_000);
      prefix = tempFolder('prefix-');
      home = tempFolder('home-');
      env = hermeticEnvironment({ home, registry });
      project = createTempProject({ files, registry });
      const { code, stderr } = await run('npm', ['install', '--global', '--prefix', prefix, tarball], { env });
      assert.equal(code, 0, stderr);
    });
    after(() => {
      for (const folder of [prefix, home]) fs.rmSync(folder, { recursive: true, force: true });
      project?.dispose();
    });

    const quartermaster = (...args: string[]) =>
      run(path.join(prefix, 'bin/quartermaster'), [...args, '--json'], { cwd: project.folder, env });

    it('holds the command line, and nothing of the editor', () => {
      const installed = listing(path.join(prefix, 'lib/node_modules/quartermaster'));
      assert.ok(installed.includes('dist/cli.js'));
      assert.ok(installed.includes('README.md') && installed.includes('LICENSE'));
      assert.deepEqual(
        installed.filter((file) => /\.ts$|\.map$|node_modules|extension|webview|codicon/.test(file)),
        [],
      );
    });

    it('holds everything that its README leads to', () => {
      const folder = path.join(prefix, 'lib/node_modules/quartermaster');
      for (const file of ['README.md', 'docs/command-line.md', 'docs/errors.md']) assertLinks(folder, file);
    });

    it('scans', async () => {
      const { code, stdout, stderr } = await quartermaster('scan');
      assert.equal(code, 1, stderr);
      const { findings } = JSON.parse(stdout) as { findings: { package: string; file: string }[] };
      assert.deepEqual(
        findings.map((finding) => [finding.package, finding.file]),
        [['fx-major', 'src/other.js']],
      );
    });

    it('installs', async () => {
      const { code, stderr } = await quartermaster('install', '--missing');
      assert.equal(code, 0, stderr);
      assert.equal(project.readJson('node_modules/fx-major/package.json').version, '2.0.0');
    });
  });
});
