import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { history } from '../support/cli.ts';
import { diagnosticOn, diagnosticsOf, noDiagnosticOn, open, typeAtEnd, untilDiagnostics } from '../support/editor.ts';
import { eventually } from '../support/eventually.ts';
import { logged } from '../support/log.ts';
import { installed, notInstalled } from '../support/workspace.ts';

const stillMs = 1_100;

describe('the second window', () => {
  it('finds again what the first left missing, though no file is open', async () => {
    const [found] = await untilDiagnostics('left.js', (all) => all.length === 1);
    assert.equal(found?.message, 'fx-major is missing: it is neither declared in package.json nor installed.');
    assert.deepEqual(diagnosticsOf('index.js'), []);
  });

  it('offers to take back what the first did', async () => {
    void vscode.commands.executeCommand('quartermaster.rollBack');
    // Under test VS Code refuses to show a dialog, and says which: the extension's log has it.
    await eventually('the only row of the quick pick is accepted', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return Promise.race([logged(/Roll back: Install fx-tiny 1\.2\.0\?/), delay(200).then(() => false)]);
    });
  });

  it('is in the mode that the first chose', async () => {
    const editor = await open('auto.js');
    await typeAtEnd(editor, "import 'zod';");
    await diagnosticOn('auto.js', 'zod');
    await delay(stillMs);
    await editor.document.save();
    await noDiagnosticOn('auto.js', 'zod');
    assert.equal(installed('zod').version, '4.6.7');
  });

  it('writes on in the history of the first, and takes its own back by Undo', async () => {
    assert.deepEqual(
      (await history()).map(({ triggeredBy }) => triggeredBy),
      ['ai_auto', 'manual'],
    );
    await vscode.commands.executeCommand('notification.acceptPrimaryAction');
    await diagnosticOn('auto.js', 'zod');
    await eventually('the roll-back has ended', async () => {
      const [newest] = await history();
      return newest?.kind === 'rollback' && newest.status === 'succeeded';
    });
    assert.deepEqual(installed('zod'), notInstalled);
  });
});
