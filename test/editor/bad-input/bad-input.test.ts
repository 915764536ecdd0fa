import assert from 'node:assert/strict';
import fs from 'node:fs';
import * as vscode from 'vscode';
import {
  applyFix,
  closeEditors,
  codeOf,
  diagnosticOn,
  diagnosticsOf,
  fixTitles,
  noDiagnostics,
  open,
  replaceText,
  untilDiagnostics,
} from '../support/editor.ts';
import { logged } from '../support/log.ts';
import { makeUnwritable } from '../support/unwritable.ts';
import { exists, pathOf, read, remove, write } from '../support/workspace.ts';

let probes = 0;

/** A finding that is new proves that the host still works. */
async function assertAlive(): Promise<void> {
  const probe = `odd/alive-${(probes += 1)}.js`;
  write(probe, "import 'fx-major';\n");
  await untilDiagnostics(probe, (found) => found.length === 1);
}

describe('bad input', () => {
  afterEach(closeEditors);

  describe('a package.json that was saved half-way', () => {
    let whole: string;
    before(async () => {
      whole = read('broken/package.json');
      await untilDiagnostics('broken/index.js', (found) => found.length === 1);
      const manifest = await open('broken/package.json');
      await replaceText(manifest, '{\n  "name": "broken",\n  "dependencies": {\n');
      await manifest.document.save();
    });

    it('gets one diagnostic, where it breaks off', async () => {
      const [found, ...rest] = await untilDiagnostics('broken/package.json', (all) => all.length > 0);
      assert.deepEqual(rest, []);
      assert.ok(found);
      assert.equal(codeOf(found), 'unreadable-manifest');
      assert.match(found.message, /^This package\.json cannot be read, so the imports it owns are not checked: \S/);
    });

    it('leaves what it owns unchecked, not clean', () => noDiagnostics('broken/index.js'));

    it('is no obstacle to the rest', assertAlive);

    it('comes back when it is mended', async () => {
      const manifest = await open('broken/package.json');
      await replaceText(manifest, whole);
      await manifest.document.save();
      await noDiagnostics('broken/package.json');
      await untilDiagnostics('broken/index.js', (found) => found.length === 1);
    });
  });

  it('without any package.json nothing is said', async () => {
    await open('none/index.js');
    await assertAlive();
    assert.deepEqual(diagnosticsOf('none/index.js'), []);
  });

  describe('two lockfiles', () => {
    it('are an error that says so when something is to be installed', async () => {
      await open('two/index.js');
      const found = await diagnosticOn('two/index.js', 'fx-tiny');
      const titles = await fixTitles('two/index.js', found);
      assert.equal(titles[0], 'Nothing can be installed: choose a package manager…');
      assert.deepEqual(
        titles.filter((title) => title.startsWith('Install fx-tiny')),
        [],
      );
      await vscode.commands.executeCommand('quartermaster.installMissingInFile');
      await logged(/QM_LOCKFILE_CONFLICT|names more than one package manager: npm .*yarn/);
    });

    it('are left as they are', () => {
      assert.equal(read('two/yarn.lock'), '# yarn lockfile v1\n');
      assert.equal(exists('two/node_modules'), false);
    });
  });

  it('in a folder that cannot be written nothing is half-written', async () => {
    await open('locked/index.js');
    const found = await diagnosticOn('locked/index.js', 'fx-tiny');
    const files = fs.readdirSync(pathOf('locked'));
    const before = read('locked/package.json');
    const release = makeUnwritable(pathOf('locked'));
    try {
      await applyFix('locked/index.js', found, 'Install fx-tiny ^1.2.0 with npm');
      await logged(/locked cannot be written/);
      assert.deepEqual(fs.readdirSync(pathOf('locked')), files);
      assert.equal(read('locked/package.json'), before);
    } finally {
      release();
    }
  });

  it('a package that nobody published is refused, and nothing changes', async () => {
    const before = read('odd/package.json');
    write('odd/nobody.js', "import 'fx-nobody-has-this';\n");
    await open('odd/nobody.js');
    await diagnosticOn('odd/nobody.js', 'fx-nobody-has-this');
    await vscode.commands.executeCommand('quartermaster.installMissingInFile');
    assert.equal(read('odd/package.json'), before);
    assert.equal(exists('odd/package-lock.json'), false);
  });

  for (const specifier of [
    'foo; touch x',
    '../../x',
    '/etc/passwd',
    '--global',
    '@scope',
    'FX-TINY\u0000',
    'https://example.test/x.js',
  ]) {
    it(`"${JSON.stringify(specifier).slice(1, -1)}" is no package and gets no fix`, async () => {
      const file = `odd/specifier-${(probes += 1)}.js`;
      const text = `import ${JSON.stringify(specifier)};\nimport 'fx-tiny';\n`;
      write(file, text);
      await open(file);
      const found = await diagnosticOn(file, 'fx-tiny');
      assert.deepEqual(diagnosticsOf(file), [found]);
    });
  }

  it('a name that only looks like a command line is never offered', async () => {
    write('odd/dash.js', "import '-g';\nimport 'fx-tiny';\n");
    await open('odd/dash.js');
    const titles = await fixTitles('odd/dash.js', await diagnosticOn('odd/dash.js', 'fx-tiny'));
    assert.deepEqual(
      titles.filter((title) => title.includes('-g ')),
      [],
    );
  });

  it('a minified file of 5 MB holds nothing up', async () => {
    const chunk = `function a(){return"${'x'.repeat(80)}"};`;
    write('files/bundle.min.js', `import"fx-tiny";${chunk.repeat(Math.ceil((5 << 20) / chunk.length))}`);
    await assertAlive();
    assert.deepEqual(diagnosticsOf('files/bundle.min.js'), []);
  });

  it('a minified file of 5 MB can be opened', async () => {
    await open('files/bundle.min.js');
    await assertAlive();
    assert.deepEqual(diagnosticsOf('files/bundle.min.js'), []);
    remove('files/bundle.min.js');
  });

  it('a binary with .js at its end is passed over', async () => {
    const bytes = Buffer.concat([
      Buffer.from([0, 1, 2, 255, 254]),
      Buffer.from("import 'fx-tiny';\n"),
      Buffer.alloc(4096),
    ]);
    write('files/binary.js', bytes);
    await assertAlive();
    assert.deepEqual(diagnosticsOf('files/binary.js'), []);
  });

  it('a loop of symbolic links is walked once', async () => {
    fs.mkdirSync(pathOf('files/loop'));
    fs.symlinkSync(pathOf('files'), pathOf('files/loop/again'), 'dir');
    write('files/loop/inside.js', "import 'fx-tiny';\n");
    await vscode.commands.executeCommand('quartermaster.scan');
    await untilDiagnostics('files/loop/inside.js', (found) => found.length === 1);
    assert.deepEqual(diagnosticsOf('files/loop/again/loop/inside.js'), []);
  });
});
