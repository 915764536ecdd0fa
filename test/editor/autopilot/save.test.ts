import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { debounceMs } from '../../../src/engine/document-feed.ts';
import { closeEditors, diagnosticOn, noDiagnosticOn, open, typeAtEnd, uriOf } from '../support/editor.ts';
import { chooseMode } from '../support/mode.ts';
import { installed, notInstalled, write } from '../support/workspace.ts';

/** A little more than the time for which a name has to stand still before it may be installed by itself. */
const stillMs = 1_100;

describe('a save', () => {
  before(() => chooseMode('autopilot'));
  afterEach(closeEditors);
  after(() => chooseMode('assist'));

  it('is what autopilot waits for: what stands unsaved is left alone', async () => {
    write('saving/unsaved.js', '\n');
    write('saving/saved.js', '\n');
    const unsaved = await open('saving/unsaved.js');
    await typeAtEnd(unsaved, "import 'axios';");
    await diagnosticOn('saving/unsaved.js', 'axios');
    const saved = await open('saving/saved.js');
    await typeAtEnd(saved, "import 'lodash';");
    await diagnosticOn('saving/saved.js', 'lodash');
    await delay(stillMs);
    await saved.document.save();
    await noDiagnosticOn('saving/saved.js', 'lodash');
    assert.equal(installed('lodash', 'saving').version, '4.18.1');
    assert.deepEqual(installed('axios', 'saving'), notInstalled);
    await unsaved.document.save();
    await noDiagnosticOn('saving/unsaved.js', 'axios');
    assert.equal(installed('axios', 'saving').version, '1.21.1');
  });

  it('is about the text that it saves, typed a moment before', async () => {
    write('saving/at-once.js', '\n');
    const editor = await open('saving/at-once.js');
    await typeAtEnd(editor, "import 'dayjs';");
    // Sooner than the text of an open editor is looked at by itself.
    await editor.document.save();
    await diagnosticOn('saving/at-once.js', 'dayjs');
    await noDiagnosticOn('saving/at-once.js', 'dayjs');
    assert.equal(installed('dayjs', 'saving').version, '1.11.23');
  });

  it('is about that text also while it is still being looked at', async () => {
    // So large that a look at it takes longer than the pause between the last key and the save.
    write('saving/large.js', `${'export const value = () => [1, 2, 3].map((one) => one + 1);\n'.repeat(12_000)}\n`);
    const editor = await open('saving/large.js');
    await typeAtEnd(editor, "import 'uuid';");
    await delay(debounceMs + 30);
    await editor.document.save();
    await diagnosticOn('saving/large.js', 'uuid');
    await noDiagnosticOn('saving/large.js', 'uuid');
    assert.notEqual(installed('uuid', 'saving').version, undefined);
  });

  it('is noticed of a document that no editor shows', async () => {
    write('saving/hidden.js', '\n');
    const document = await vscode.workspace.openTextDocument(uriOf('saving/hidden.js'));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), "import 'fx-tiny';");
    await vscode.workspace.applyEdit(edit);
    await document.save();
    assert.equal(vscode.window.visibleTextEditors.length, 0);
    await diagnosticOn('saving/hidden.js', 'fx-tiny');
  });
});
