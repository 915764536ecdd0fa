import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { cli, history } from '../support/cli.ts';
import {
  applyFix,
  diagnosticOn,
  diagnosticsOf,
  fixTitles,
  noDiagnostics,
  open,
  untilDiagnostics,
  noDiagnosticOn,
} from '../support/editor.ts';
import { logged } from '../support/log.ts';
import { eventually } from '../support/eventually.ts';
import { exists, installed, notInstalled, pathOf, read, readJson, remove, write } from '../support/workspace.ts';

function indexOf(folder: string): number {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.findIndex(({ uri }) => uri.fsPath === pathOf(folder));
}

/** VS Code takes no change of its folders while another one is on its way. */
async function changeFolders(start: number, gone: number, ...added: readonly { readonly uri: vscode.Uri }[]) {
  const changed = new Promise<void>((resolve) => {
    const listening = vscode.workspace.onDidChangeWorkspaceFolders(() => {
      listening.dispose();
      resolve();
    });
  });
  assert.ok(vscode.workspace.updateWorkspaceFolders(start, gone, ...added));
  await changed;
}

/** A server that never answers; `asked` resolves with the first question. */
async function startSilentServer() {
  const first = Promise.withResolvers<void>();
  const server = createServer(() => first.resolve());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: first.promise,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
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

  it('installs nothing into a member of a workspace that is not open, and offers to open it', async () => {
    await open('around/member/index.js');
    const titles = await fixTitles('around/member/index.js', await diagnosticOn('around/member/index.js', 'fx-tiny'));
    assert.equal(titles[0], `Open the workspace in ${pathOf('around')}, to install there…`);
    assert.deepEqual(
      titles.filter((title) => title.startsWith('Install fx-tiny')),
      [],
    );
    await vscode.commands.executeCommand('quartermaster.installMissingInFile');
    await logged(/This folder is a member of the workspace in .*\(\.\.\/package\.json\)/);
    assert.deepEqual(
      ['package-lock.json', 'member/package-lock.json', 'member/node_modules'].filter((name) =>
        exists(`around/${name}`),
      ),
      [],
    );
  });

  it('installs into that member by the workspace around it, once that is open too', async () => {
    const count = vscode.workspace.workspaceFolders?.length ?? 0;
    await changeFolders(count, 0, { uri: vscode.Uri.file(pathOf('around')) });
    const file = 'around/member/index.js';
    await eventually('the fix is one that installs', async () => {
      const [found, ...others] = diagnosticsOf(file);
      if (found === undefined || others.length > 0) return undefined;
      return (await fixTitles(file, found))[0]?.startsWith('Install fx-tiny ^1.2.0 with npm') === true || undefined;
    });
    await applyFix(file, await diagnosticOn(file, 'fx-tiny'), 'Install fx-tiny ^1.2.0 with npm');
    await noDiagnostics(file);
    assert.deepEqual(readJson('around/member/package.json')['dependencies'], { 'fx-tiny': '^1.2.0' });
    assert.deepEqual(
      ['package-lock.json', 'node_modules/fx-tiny', 'member/package-lock.json'].map((name) => exists(`around/${name}`)),
      [true, true, false],
    );
    await changeFolders(indexOf('around'), 1);
  });

  it('marks once what two folders know of, the inner one as the one that answers', async () => {
    write('site/part/package.json', { name: 'part', version: '1.0.0' });
    write('site/part/index.js', "import 'fx-typed';\n");
    const messageIn = async (manifest: string) => {
      const [found] = await untilDiagnostics('site/part/index.js', ([only, ...others]) => {
        return others.length === 0 && only?.message.includes(` ${manifest} `) === true;
      });
      return found?.message;
    };
    assert.match((await messageIn('part/package.json')) ?? '', /^fx-typed is missing/);
    const count = vscode.workspace.workspaceFolders?.length ?? 0;
    await changeFolders(count, 0, { uri: vscode.Uri.file(pathOf('site/part')) });
    await messageIn('package.json');
    await changeFolders(indexOf('site/part'), 1);
    await messageIn('part/package.json');
    remove('site/part');
    await noDiagnostics('site/part/index.js');
  });

  it('keeps a history for each', async () => {
    assert.equal((await history(pathOf('shop'))).length, 1);
    assert.deepEqual(await history(pathOf('site')), []);
    assert.equal(exists('site/.quartermaster'), false);
  });

  it('counts in a fix what its own folder misses, and installs that and nothing else', async () => {
    const others = ['shop', 'quiet'].map((folder) => read(`${folder}/package.json`));
    write('site/two.js', "import 'fx-major';\n");
    await open('site/two.js');
    const found = await diagnosticOn('site/two.js', 'fx-major');
    await applyFix('site/two.js', found, 'Install all 2 missing packages of site');
    assert.equal(installed('fx-tiny', 'site').version, '1.2.0');
    assert.equal(installed('fx-major', 'site').version, '2.0.0');
    assert.deepEqual(
      ['shop', 'quiet'].map((folder) => read(`${folder}/package.json`)),
      others,
    );
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
      if (folder === 'site') write('site/mine.js', "import 'fx-mine';\n");
      await open(`${folder}/always.js`);
      const found = await diagnosticOn(`${folder}/always.js`, 'fx-esm');
      await applyFix(`${folder}/always.js`, found, 'Always ignore fx-esm in this workspace');
      await noDiagnostics(`${folder}/always.js`);
    }
    assert.deepEqual(readJson('shop/.vscode/settings.json'), {
      'quartermaster.ignorePackages': ['fx-heavy', 'fx-esm'],
    });
    const { settings } = readJson<{ settings: object }>('all.code-workspace');
    // The workspace's list takes the place of the user's own, so it has what that had.
    assert.deepEqual(settings, { 'quartermaster.ignorePackages': ['fx-mine', 'fx-esm'] });
    assert.deepEqual(diagnosticsOf('site/mine.js'), []);
  });

  it('outlives a folder that vanished from the disk', async () => {
    await untilDiagnostics('gone/index.js', (all) => all.length === 1);
    remove('gone');
    await vscode.commands.executeCommand('quartermaster.scan');
    write('site/alive.js', "import 'fx-handover';\n");
    await untilDiagnostics('site/alive.js', (all) => all.length === 1);
  });

  it('has no diagnostics left of a folder that vanished from the disk', () => noDiagnostics('gone/index.js'));

  it('drops the diagnostics of a folder that leaves, and finds them again when it returns', async () => {
    const { uri } = vscode.workspace.workspaceFolders?.[indexOf('site')] ?? {};
    assert.ok(uri);
    await changeFolders(indexOf('site'), 1);
    await noDiagnostics('site/alive.js');
    await changeFolders(vscode.workspace.workspaceFolders?.length ?? 0, 0, { uri });
    await untilDiagnostics('site/alive.js', (all) => all.length === 1);
  });

  it('installs nothing into a folder that is off, not even by the command for all', async () => {
    await untilDiagnostics('quiet/index.js', (all) => all.length === 1);
    await cli(['mode', 'off'], pathOf('quiet'));
    await noDiagnostics('quiet/index.js');
    const before = read('quiet/package.json');
    write('site/three.js', "import '@fx/core';\n");
    await diagnosticOn('site/three.js', '@fx/core');
    await vscode.commands.executeCommand('quartermaster.installMissing');
    assert.notEqual(installed('@fx/core', 'site').version, undefined);
    await vscode.commands.executeCommand('quartermaster.installDependencies');
    assert.equal(read('quiet/package.json'), before);
    assert.equal(exists('quiet/node_modules'), false);
  });

  it('cancels what runs in a folder that leaves, and writes that down', async () => {
    const { url, asked, stop } = await startSilentServer();
    write('leaving/package.json', { name: 'leaving', version: '1.0.0', dependencies: { 'fx-slow': '1.0.0' } });
    const integrity = `sha512-${Buffer.alloc(64).toString('base64')}`;
    write('leaving/package-lock.json', {
      name: 'leaving',
      version: '1.0.0',
      lockfileVersion: 3,
      packages: {
        '': { name: 'leaving', version: '1.0.0', dependencies: { 'fx-slow': '1.0.0' } },
        'node_modules/fx-slow': { version: '1.0.0', resolved: `${url}/fx-slow-1.0.0.tgz`, integrity },
      },
    });
    write('leaving/index.js', "import 'fx-slow';\nimport 'fx-tiny';\n");
    // The text is looked at before the manifest is: then both are missing, and a moment later the one is declared.
    await diagnosticOn('leaving/index.js', 'fx-tiny');
    await noDiagnosticOn('leaving/index.js', 'fx-slow');
    const running = Promise.resolve(vscode.commands.executeCommand('quartermaster.installDependencies'));
    await asked;
    assert.equal((await history(pathOf('leaving')))[0]?.status, 'running');
    await changeFolders(indexOf('leaving'), 1);
    await eventually('the operation has ended', async () => {
      const [newest] = await history(pathOf('leaving'));
      return newest?.status === 'cancelled';
    });
    await running;
    stop();
  });
});
