import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { cli, history } from '../support/cli.ts';
import { applyFix, diagnosticOn, noDiagnostics, open } from '../support/editor.ts';
import { exists, installed, pathOf } from '../support/workspace.ts';

/** The id of the forged operation in the database of the fixture. */
const forgedId = '33333333-3333-4333-8333-333333333333';

// The suite runs as a bundle in out/test-editor/<suite>/.
const fixture = path.join(import.meta.dirname, '../../../test/fixtures/editor/foreign-state');
const forged = fs.readFileSync(path.join(fixture, '.quartermaster/state.db'));

function bytesOf(file: string): Buffer {
  return fs.readFileSync(pathOf(file));
}

describe('a state.db that came with the repository', () => {
  it('is left as it is while the folder is only looked at', async () => {
    await open('index.js');
    await diagnosticOn('index.js', 'fx-tiny');
    await vscode.commands.executeCommand('quartermaster.scan');
    assert.ok(bytesOf('.quartermaster/state.db').equals(forged));
  });

  it('is not opened: nothing of SQLite appears beside it', () => {
    assert.deepEqual(fs.readdirSync(pathOf('.quartermaster')), ['state.db']);
  });

  it('is no history', async () => {
    assert.deepEqual(await history(), []);
  });

  it('is set aside, byte for byte, by the first operation', async () => {
    await applyFix('index.js', await diagnosticOn('index.js', 'fx-tiny'), 'Install fx-tiny ^1.2.0 with npm');
    await noDiagnostics('index.js');
    assert.ok(bytesOf('.quartermaster.set-aside-1/state.db').equals(forged));
    assert.deepEqual(fs.readdirSync(pathOf('.quartermaster.set-aside-1')), ['state.db']);
  });

  it('leaves the new history to what was done here', async () => {
    const operations = await history();
    assert.deepEqual(
      operations.map(({ packages }) => packages.map(({ name }) => name)),
      [['fx-tiny']],
    );
  });

  it('gives nothing to roll back to', async () => {
    await assert.rejects(cli(['rollback', forgedId]), /QM_NO_OPERATION/);
    assert.equal(exists('evil.js'), false);
    assert.equal(installed('fx-tiny').version, '1.2.0');
  });

  it('is replaced by a folder that git does not see', () => {
    assert.equal(fs.readFileSync(pathOf('.quartermaster/.gitignore'), 'utf8'), '*\n');
  });
});
