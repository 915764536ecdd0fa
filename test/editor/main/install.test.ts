import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { cli, history } from '../support/cli.ts';
import {
  applyFix,
  closeEditors,
  codeOf,
  diagnosticOn,
  diagnosticsOf,
  fixTitles,
  noDiagnostics,
  open,
  untilDiagnostics,
  uriOf,
} from '../support/editor.ts';
import { eventually } from '../support/eventually.ts';
import { exists, installed, notInstalled, read, write } from '../support/workspace.ts';

async function openImport(file: string, name: string): Promise<vscode.Diagnostic> {
  write(file, `import '${name}';\n`);
  await open(file);
  return diagnosticOn(file, name);
}

describe('install and roll back', () => {
  afterEach(closeEditors);

  it('installs by the fix: package.json, lockfile, node_modules, and the diagnostic is gone', async () => {
    const found = await openImport('install/first.js', 'fx-tiny');
    await applyFix('install/first.js', found, 'Install fx-tiny ^1.2.0 with npm');
    assert.deepEqual(installed('fx-tiny', 'install'), {
      range: '^1.2.0',
      devRange: undefined,
      locked: '1.2.0',
      version: '1.2.0',
    });
    await noDiagnostics('install/first.js');
  });

  it('installs as a dev dependency by the second fix', async () => {
    const found = await openImport('install/dev.js', 'fx-major');
    await applyFix('install/dev.js', found, 'Install fx-major ^2.0.0 as a dev dependency with npm');
    assert.deepEqual(installed('fx-major', 'install'), {
      range: undefined,
      devRange: '^2.0.0',
      locked: '2.0.0',
      version: '2.0.0',
    });
  });

  it('installs all that a file misses in one operation', async () => {
    write('install/several.js', "import '@fx/core';\nimport '@fx/util';\n");
    await open('install/several.js');
    await diagnosticOn('install/several.js', '@fx/core');
    const found = await diagnosticOn('install/several.js', '@fx/util');
    await applyFix('install/several.js', found, 'Install all 2 missing packages of this file');
    await noDiagnostics('install/several.js');
    const [newest] = await history();
    assert.deepEqual(newest?.packages.map(({ name }) => name).toSorted(), ['@fx/core', '@fx/util']);
  });

  it('declares what is there by luck, as it is', async () => {
    write('by-luck/package.json', { name: 'by-luck', private: true });
    write('by-luck/node_modules/fx-tiny/package.json', { name: 'fx-tiny', version: '1.0.0' });
    await openImport('by-luck/a.js', 'fx-tiny');
    const byLuck = 'fx-tiny is not declared in by-luck/package.json; it is installed only by luck.';
    const [found] = await untilDiagnostics(
      'by-luck/a.js',
      (all) => all.map(({ message }) => message).join() === byLuck,
    );
    assert.ok(found !== undefined);
    await applyFix('by-luck/a.js', found, 'Declare fx-tiny ^1.0.0, which is installed');
    await noDiagnostics('by-luck/a.js');
    assert.equal(installed('fx-tiny', 'by-luck').range, '^1.0.0');
  });

  it('marks in package.json what is installed in another version, and brings in either', async () => {
    write('other-version/package.json', { name: 'other-version', dependencies: { 'fx-tiny': '1.0.0' } });
    write('other-version/node_modules/fx-tiny/package.json', { name: 'fx-tiny', version: '1.2.0' });
    const file = 'other-version/package.json';
    await open(file);
    const [told] = await untilDiagnostics(file, (all) => all.map(codeOf).join() === 'mismatched');
    assert.ok(told !== undefined);
    assert.equal(told.message, 'fx-tiny 1.2.0 is installed, but 1.0.0 is declared.');
    assert.equal((await vscode.workspace.openTextDocument(uriOf(file))).getText(told.range), '1.0.0');
    const titles = ['Install fx-tiny 1.0.0 with npm', 'Declare fx-tiny 1.2.0, which is installed'] as const;
    const offered = await fixTitles(file, told);
    assert.deepEqual(
      offered.filter((title) => !title.startsWith('Install all ')),
      [...titles, 'Always ignore fx-tiny in this workspace'],
    );
    await applyFix(file, told, titles[1]);
    await noDiagnostics(file);
    assert.equal(installed('fx-tiny', 'other-version').range, '1.2.0');
    await closeEditors();
    write(file, read(file).replace('1.2.0', '1.0.0'));
    await open(file);
    const [again] = await untilDiagnostics(file, (all) => all.map(codeOf).join() === 'mismatched');
    assert.ok(again !== undefined);
    await applyFix(file, again, titles[0]);
    await noDiagnostics(file);
    assert.deepEqual(
      [installed('fx-tiny', 'other-version').range, installed('fx-tiny', 'other-version').version],
      ['1.0.0', '1.0.0'],
    );
  });

  it('brings in all that a package.json declares otherwise, as many as it says, by fix and by command', async () => {
    const file = 'other-versions/package.json';
    write(file, { name: 'other-versions', dependencies: { 'fx-tiny': '1.0.0', 'fx-major': '^1.0.0' } });
    write('other-versions/node_modules/fx-tiny/package.json', { name: 'fx-tiny', version: '1.2.0' });
    write('other-versions/node_modules/fx-major/package.json', { name: 'fx-major', version: '2.0.0' });
    await open(file);
    const [told] = await untilDiagnostics(file, (all) => all.map(codeOf).join() === 'mismatched,mismatched');
    assert.ok(told !== undefined);
    await applyFix(file, told, 'Install all 2 mismatched packages of this file');
    await noDiagnostics(file);
    const [newest] = await history();
    assert.deepEqual(newest?.packages.map(({ name }) => name).toSorted(), ['fx-major', 'fx-tiny']);
    const versions = () => ['fx-tiny', 'fx-major'].map((name) => installed(name, 'other-versions').version);
    assert.deepEqual(versions(), ['1.0.0', '1.1.0']);
    await closeEditors();
    write(file, read(file).replace('1.0.0', '1.2.0'));
    await open(file);
    await untilDiagnostics(file, (all) => all.map(codeOf).join() === 'mismatched');
    await vscode.commands.executeCommand('quartermaster.installMissingInFile');
    await noDiagnostics(file);
    assert.deepEqual(versions(), ['1.2.0', '1.1.0']);
  });

  it('counts the missing and the mismatched together where both are installed', async () => {
    write('both/package.json', { name: 'both', dependencies: { 'fx-tiny': '1.0.0' } });
    write('both/node_modules/fx-tiny/package.json', { name: 'fx-tiny', version: '1.2.0' });
    const found = await openImport('both/a.js', 'fx-major');
    await open('both/package.json');
    await untilDiagnostics('both/package.json', (all) => all.map(codeOf).join() === 'mismatched');
    const titles = await fixTitles('both/a.js', found);
    const all = titles.find((title) => title.startsWith('Install all '));
    assert.match(all ?? titles.join('\n'), /^Install all \d+ missing or mismatched packages of the workspace$/);
    await closeEditors();
    write('both/package.json', { name: 'both', dependencies: { 'fx-tiny': '1.2.0' } });
    await noDiagnostics('both/package.json');
  });

  it('runs no script of a package, and says so where it is imported', async () => {
    const found = await openImport('install/script.js', 'fx-script');
    await applyFix('install/script.js', found, 'Install fx-script ^1.0.0 with npm');
    const [told] = await untilDiagnostics('install/script.js', (all) => all.map(codeOf).join() === 'unbuilt');
    assert.ok(told !== undefined);
    assert.match(told.message, /^fx-script 1\.0\.0 is not built/);
    assert.deepEqual(await fixTitles('install/script.js', told), ['Build fx-script 1.0.0…']);
    assert.equal(exists('install/node_modules/fx-script/postinstall-ran.txt'), false);
  });

  it('brings the types along in a TypeScript project', async () => {
    const found = await openImport('types/index.ts', 'fx-untyped');
    await applyFix('types/index.ts', found, 'Install fx-untyped ^1.0.0 with npm');
    await noDiagnostics('types/index.ts');
    assert.equal(installed('fx-untyped', 'types').range, '^1.0.0');
    assert.equal(installed('@types/fx-untyped', 'types').devRange, '^1.0.0');
  });

  it("makes TypeScript's own complaint go away where no text editor is active", async () => {
    const complaints = (): readonly vscode.Diagnostic[] =>
      vscode.languages.getDiagnostics(uriOf('types/nudged.ts')).filter(({ source }) => source === 'ts');
    write('types/nudged.ts', "import * as typed from 'fx-typed';\nexport { typed };\n");
    await open('types/nudged.ts');
    const found = await diagnosticOn('types/nudged.ts', 'fx-typed');
    await eventually('TypeScript misses it too', () => complaints().length > 0);
    await vscode.commands.executeCommand('quartermaster.openDashboard');
    await eventually('no editor is active', () => vscode.window.activeTextEditor === undefined);
    await applyFix('types/nudged.ts', found, 'Install fx-typed ^1.0.0 with npm');
    await eventually('TypeScript has looked again', () => complaints().length === 0);
  });

  it('waits while package.json has edits that are not saved, and installs when they are', async () => {
    const found = await openImport('install/unsaved.js', 'fx-esm');
    const before = read('install/package.json');
    const manifest = await open('install/package.json');
    await manifest.edit((edit) => edit.insert(new vscode.Position(0, 0), '\n'));
    const installing = applyFix('install/unsaved.js', found, 'Install fx-esm ^1.0.0 with npm');
    await eventually('the install waits', async () => ((await history())[0]?.status === 'queued' ? true : undefined));
    assert.equal(read('install/package.json'), before);
    assert.deepEqual(installed('fx-esm', 'install'), notInstalled);
    await manifest.document.save();
    await installing;
    assert.equal(installed('fx-esm', 'install').version, '1.0.0');
    assert.ok(read('install/package.json').startsWith('\n'), 'what was typed is there');
  });

  it('writes down what was done, by whom and with what end', async () => {
    const found = await openImport('install/history.js', 'fx-typed');
    await applyFix('install/history.js', found, 'Install fx-typed ^1.0.0 with npm');
    const [newest] = await history();
    assert.deepEqual(
      { kind: newest?.kind, status: newest?.status, by: newest?.triggeredBy, packages: newest?.packages.length },
      { kind: 'install', status: 'succeeded', by: 'manual', packages: 1 },
    );
  });

  it('puts the very bytes back, and the finding comes back by itself', async () => {
    const before = read('install/package.json');
    const lock = read('install/package-lock.json');
    const found = await openImport('install/back.js', 'fx-with-deps');
    await applyFix('install/back.js', found, 'Install fx-with-deps ^1.0.0 with npm');
    await noDiagnostics('install/back.js');
    const [newest] = await history();
    // Another process does it; the window has to notice.
    await cli(['rollback', newest?.id ?? '']);
    assert.equal(read('install/package.json'), before);
    assert.equal(read('install/package-lock.json'), lock);
    assert.equal(exists('install/node_modules/fx-with-deps'), false);
    await diagnosticOn('install/back.js', 'fx-with-deps');
  });

  it('answers a fresh clone with one finding and no diagnostic, and installs it by the command', async () => {
    await open('clone/src/index.js');
    await vscode.commands.executeCommand('quartermaster.scan');
    assert.deepEqual(diagnosticsOf('clone/src/index.js').map(codeOf), []);
    await vscode.commands.executeCommand('quartermaster.installDependencies');
    assert.equal(installed('fx-tiny', 'clone').version, '1.1.0');
    assert.equal(installed('fx-major', 'clone').version, '1.1.0');
  });
});
