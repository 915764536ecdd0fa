import assert from 'node:assert/strict';
import fs from 'node:fs';
import * as vscode from 'vscode';
import { history } from '../support/cli.ts';
import {
  applyFix,
  closeEditors,
  codeOf,
  diagnosticOn,
  fixTitles,
  noDiagnostics,
  open,
  replaceText,
} from '../support/editor.ts';
import { eventually } from '../support/eventually.ts';
import { exists, installed, read, workspace } from '../support/workspace.ts';
import { plantHistory } from './history.ts';
import { askUser } from '../support/user.ts';
import { spyLogPath, spyUpstreamPath } from './spy.ts';

const spy = process.env.QM_TEST_SPY ?? '';

async function requests(): Promise<readonly string[]> {
  const log = await (await fetch(`${spy}${spyLogPath}`)).text();
  return log.split('\n').filter((line) => line !== '');
}

/** Every file of the workspace, with its bytes. */
function contents(): ReadonlyMap<string, string> {
  const files = fs.readdirSync(workspace, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map(({ parentPath, name }) => [`${parentPath}/${name}`, fs.readFileSync(`${parentPath}/${name}`, 'latin1')]),
  );
}

describe('a workspace that is not trusted', () => {
  const before = contents();
  afterEach(closeEditors);

  it('is restricted', () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });

  it('shows what is missing', async () => {
    await open('index.js');
    assert.equal(codeOf(await diagnosticOn('index.js', 'fx-tiny')), 'undeclared');
  });

  it('follows what is typed', async () => {
    const editor = await open('index.js');
    await replaceText(editor, "import './x.js';\n");
    await noDiagnostics('index.js');
  });

  it('offers to mend the name, to ignore the finding, and nothing that installs', async () => {
    await open('index.js');
    assert.deepEqual(await fixTitles('index.js', await diagnosticOn('index.js', 'lodahs')), [
      'Change to "lodash"',
      'Ignore lodahs here',
    ]);
  });

  for (const command of ['installMissing', 'installMissingInFile', 'installDependencies']) {
    it(`refuses quartermaster.${command}`, async () => {
      await open('index.js');
      await diagnosticOn('index.js', 'fx-tiny');
      await vscode.commands.executeCommand(`quartermaster.${command}`);
      assert.deepEqual(contents(), before);
    });
  }

  it('refuses an install that names its findings, as a fix does', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.toString();
    await open('index.js');
    await diagnosticOn('index.js', 'fx-tiny');
    await vscode.commands.executeCommand('quartermaster.internal.install', {
      folder,
      findings: ['undeclared::fx-tiny'],
    });
    assert.deepEqual(contents(), before);
  });

  it('offers no move, and refuses one', async () => {
    const { document } = await open('clone/package.json');
    const at = document.positionAt(document.getText().indexOf('"fx-tiny"'));
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(at, at),
      vscode.CodeActionKind.Refactor.value,
    );
    assert.deepEqual(
      actions.filter(({ title }) => title.startsWith('Move fx-tiny')),
      [],
    );
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.toString();
    const request = { package: 'fx-tiny', manifest: 'clone', field: 'devDependencies' };
    await vscode.commands.executeCommand('quartermaster.internal.move', { folder, request });
    assert.deepEqual(contents(), before);
  });

  it('refuses to write a setting that would not count', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.toString();
    await vscode.commands.executeCommand('quartermaster.internal.ignoreAlways', { folder, name: 'fx-tiny' });
    assert.deepEqual(contents(), before);
  });

  for (const command of ['rollBack', 'forgetProject']) {
    it(`refuses quartermaster.${command}, though there is a history here that is this user's own`, async () => {
      const planted = await plantHistory();
      try {
        const bytes = contents();
        assert.ok(bytes.size > before.size);
        await vscode.commands.executeCommand(`quartermaster.${command}`);
        assert.deepEqual(contents(), bytes);
      } finally {
        await planted.remove();
      }
    });
  }

  it('still scans by the command', async () => {
    await vscode.commands.executeCommand('quartermaster.scan');
    await diagnosticOn('index.js', 'fx-tiny');
  });

  it('holds no state of ours', () => {
    assert.equal(exists('.quartermaster'), false);
  });

  it('asked no host that the repository names', async () => {
    assert.match(read('.npmrc'), new RegExp(spy));
    assert.deepEqual(await requests(), []);
    // The spy would have seen it.
    await fetch(`${spy}/fx-tiny`);
    assert.deepEqual(await requests(), ['GET /fx-tiny']);
  });
});

describe('the same window, once its folder is trusted', () => {
  afterEach(closeEditors);

  before(async () => {
    await fetch(`${spy}${spyUpstreamPath}`, { method: 'POST', body: process.env.QM_TEST_REGISTRY ?? '' });
    askUser('trust');
    await eventually('the folder is trusted', () => vscode.workspace.isTrusted);
  });

  it('asks the registry and offers what would land', async () => {
    await open('index.js');
    const titles = await fixTitles('index.js', await diagnosticOn('index.js', 'fx-tiny'));
    assert.match(titles[0] ?? '', /^Install fx-tiny \^1\.2\.0 with npm( ·|$)/);
    assert.ok((await requests()).length > 1);
  });

  it('installs what the manifests declare', async () => {
    await vscode.commands.executeCommand('quartermaster.installDependencies');
    assert.equal(installed('fx-tiny', 'clone').version, '1.2.0');
  });

  it('installs, and writes that down', async () => {
    await open('index.js');
    const found = await diagnosticOn('index.js', 'fx-tiny');
    await applyFix('index.js', found, 'Install fx-tiny ^1.2.0 with npm');
    assert.equal(installed('fx-tiny').version, '1.2.0');
    const [newest] = await history();
    assert.deepEqual([newest?.kind, newest?.status, newest?.triggeredBy], ['install', 'succeeded', 'manual']);
  });
});
