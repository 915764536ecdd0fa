import assert from 'node:assert/strict';
import fs from 'node:fs';
import * as vscode from 'vscode';
import { closeEditors, codeOf, diagnosticOn, fixTitles, noDiagnostics, open, replaceText } from '../support/editor.ts';
import { exists, read, workspace } from '../support/workspace.ts';
import { spyLogPath } from './spy.ts';

const spy = process.env.QM_TEST_SPY ?? '';

async function requests(): Promise<readonly string[]> {
  const log = await (await fetch(`${spy}${spyLogPath}`)).text();
  return log.split('\n').filter((line) => line !== '');
}

/** Every file of the workspace, with its bytes. */
function contents(): ReadonlyMap<string, string> {
  const files = fs.readdirSync(workspace, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map(({ parentPath, name }) => [`${parentPath}/${name}`, fs.readFileSync(`${parentPath}/${name}`, 'utf8')]),
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
