import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { history } from '../support/cli.ts';
import {
  applyFix,
  diagnosticOn,
  diagnosticsOf,
  fixTitles,
  noDiagnostics,
  open,
  untilDiagnostics,
} from '../support/editor.ts';
import { exists, installed, notInstalled, pathOf, read, readJson, remove, write } from '../support/workspace.ts';

function indexOf(folder: string): number {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.findIndex(({ uri }) => uri.fsPath === pathOf(folder));
}

describe('a workspace of several folders', () => {
  it('finds what each misses, and says which package.json lacks it', async () => {
    for (const folder of ['shop', 'site']) {
      const [found] = await untilDiagnostics(`${folder}/index.js`, (all) => all.length === 1);
      assert.equal(found?.message, 'fx-tiny is missing: it is neither declared in package.json nor installed.');
    }
  });

  it('installs into the folder that was asked for, and into no other', async () => {
    const before = read('site/package.json');
    await open('shop/index.js');
    await applyFix('shop/index.js', await diagnosticOn('shop/index.js', 'fx-tiny'), 'Install fx-tiny ^1.2.0 with npm');
    await noDiagnostics('shop/index.js');
    assert.equal(installed('fx-tiny', 'shop').version, '1.2.0');
    assert.deepEqual(installed('fx-tiny', 'site'), notInstalled);
    assert.equal(read('site/package.json'), before);
    assert.equal(diagnosticsOf('site/index.js').length, 1);
  });

  it('keeps a history for each', async () => {
    assert.equal((await history(pathOf('shop'))).length, 1);
    assert.deepEqual(await history(pathOf('site')), []);
    assert.equal(exists('site/.quartermaster'), false);
  });

  it('counts in a fix only what its own folder misses', async () => {
    write('site/two.js', "import 'fx-major';\n");
    await open('site/two.js');
    const titles = await fixTitles('site/two.js', await diagnosticOn('site/two.js', 'fx-major'));
    assert.ok(titles.includes('Install all 2 missing packages of the workspace'), titles.join('\n'));
  });

  it('ignores in each folder what its own settings say', async () => {
    for (const folder of ['shop', 'site']) {
      write(`${folder}/ignored.js`, "import 'fx-heavy';\n");
      await untilDiagnostics(`${folder}/ignored.js`, (all) => all.length === 1);
    }
    write('shop/.vscode/settings.json', { 'quartermaster.ignorePackages': ['fx-heavy'] });
    await noDiagnostics('shop/ignored.js');
    assert.equal(diagnosticsOf('site/ignored.js').length, 1);
  });

  it('adds to the list that counts: of the folder where it has one, else of the workspace', async () => {
    for (const folder of ['shop', 'site']) {
      write(`${folder}/always.js`, "import 'fx-esm';\n");
      await open(`${folder}/always.js`);
      const found = await diagnosticOn(`${folder}/always.js`, 'fx-esm');
      await applyFix(`${folder}/always.js`, found, 'Always ignore fx-esm in this workspace');
      await noDiagnostics(`${folder}/always.js`);
    }
    assert.deepEqual(readJson('shop/.vscode/settings.json'), {
      'quartermaster.ignorePackages': ['fx-heavy', 'fx-esm'],
    });
    const { settings } = readJson<{ settings: object }>('all.code-workspace');
    assert.deepEqual(settings, { 'quartermaster.ignorePackages': ['fx-esm'] });
  });

  it('outlives a folder that vanished from the disk', async () => {
    await untilDiagnostics('gone/index.js', (all) => all.length === 1);
    remove('gone');
    await vscode.commands.executeCommand('quartermaster.scan');
    write('site/alive.js', "import '@fx/core';\n");
    await untilDiagnostics('site/alive.js', (all) => all.length === 1);
  });

  it('has no diagnostics left of a folder that vanished from the disk', () => noDiagnostics('gone/index.js'));

  it('drops the diagnostics of a folder that leaves, and finds them again when it returns', async () => {
    const { uri } = vscode.workspace.workspaceFolders?.[indexOf('site')] ?? {};
    assert.ok(uri);
    vscode.workspace.updateWorkspaceFolders(indexOf('site'), 1);
    await noDiagnostics('site/index.js');
    vscode.workspace.updateWorkspaceFolders(vscode.workspace.workspaceFolders?.length ?? 0, 0, { uri });
    await untilDiagnostics('site/index.js', (all) => all.length === 1);
  });
});
