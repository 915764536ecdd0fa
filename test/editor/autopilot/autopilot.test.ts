import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { history } from '../support/cli.ts';
import {
  closeEditors,
  diagnosticOn,
  noDiagnosticOn,
  noDiagnostics,
  open,
  replaceText,
  typeAtEnd,
} from '../support/editor.ts';
import { eventually } from '../support/eventually.ts';
import { chooseMode } from '../support/mode.ts';
import { installed, notInstalled, readJson, write } from '../support/workspace.ts';

/** A little more than the time for which a name has to stand still before it may be installed by itself. */
const stillMs = 1_100;

// What is left alone cannot be waited for. So each test types a second import, of a package that is on the list, into
// the same file: autopilot decides about both in one batch, and when the second is there, the first was passed over.

/** Types an import of a listed package, lets it stand, saves, and waits until it is installed. */
async function saveWith(editor: vscode.TextEditor, file: string, listed: string): Promise<void> {
  await typeAtEnd(editor, `import '${listed}';`);
  await diagnosticOn(file, listed);
  await delay(stillMs);
  await editor.document.save();
  // The finding goes when the operation has ended, not while npm still writes.
  await noDiagnosticOn(file, listed);
  assert.notEqual(installed(listed, file.split('/')[0]).version, undefined);
}

describe('autopilot', () => {
  before(() => chooseMode('autopilot'));
  afterEach(closeEditors);
  after(() => chooseMode('assist'));

  it('installs a listed package in its listed version once its import is saved', async () => {
    write('autopilot/listed.js', '\n');
    const editor = await open('autopilot/listed.js');
    await saveWith(editor, 'autopilot/listed.js', 'zod');
    await noDiagnostics('autopilot/listed.js');
    const { range, locked, version } = installed('zod', 'autopilot');
    assert.deepEqual({ range, locked, version }, { range: '^4.6.7', locked: '4.6.7', version: '4.6.7' });
  });

  it('writes down that nobody clicked', async () => {
    const [newest] = await history();
    assert.equal(newest?.triggeredBy, 'ai_auto');
  });

  it('takes it back by the Undo of its notification', async () => {
    await open('autopilot/listed.js');
    // The first button of the newest notification.
    await vscode.commands.executeCommand('notification.acceptPrimaryAction');
    await diagnosticOn('autopilot/listed.js', 'zod');
    const newest = await eventually('the roll-back has ended', async () => {
      const [first] = await history();
      return first?.kind === 'rollback' && first.status !== 'running' ? first : undefined;
    });
    assert.deepEqual({ status: newest.status, by: newest.triggeredBy }, { status: 'succeeded', by: 'manual' });
    assert.deepEqual(installed('zod', 'autopilot'), notInstalled);
  });

  it('leaves what is not on the list', async () => {
    write('autopilot/unlisted.js', '\n');
    const editor = await open('autopilot/unlisted.js');
    await typeAtEnd(editor, "import 'fx-tiny';\n");
    await diagnosticOn('autopilot/unlisted.js', 'fx-tiny');
    await saveWith(editor, 'autopilot/unlisted.js', 'dayjs');
    assert.deepEqual(installed('fx-tiny', 'autopilot'), notInstalled);
  });

  it('leaves a lookalike', async () => {
    write('autopilot/lookalike.js', '\n');
    const editor = await open('autopilot/lookalike.js');
    await typeAtEnd(editor, "import 'lodahs';\n");
    await diagnosticOn('autopilot/lookalike.js', 'lodahs');
    await saveWith(editor, 'autopilot/lookalike.js', 'axios');
    assert.deepEqual(installed('lodahs', 'autopilot'), notInstalled);
  });

  it('leaves what stood in the file when it was opened', async () => {
    write('autopilot/opened.js', "import 'express';\n");
    const editor = await open('autopilot/opened.js');
    await diagnosticOn('autopilot/opened.js', 'express');
    await saveWith(editor, 'autopilot/opened.js', 'uuid');
    assert.deepEqual(installed('express', 'autopilot'), notInstalled);
  });

  it('leaves what an undo brought back', async () => {
    write('autopilot/undone.js', "import 'express';\n");
    const editor = await open('autopilot/undone.js');
    await diagnosticOn('autopilot/undone.js', 'express');
    await replaceText(editor, '\n');
    await noDiagnostics('autopilot/undone.js');
    await vscode.commands.executeCommand('undo');
    await diagnosticOn('autopilot/undone.js', 'express');
    await saveWith(editor, 'autopilot/undone.js', 'nanoid');
    assert.deepEqual(installed('express', 'autopilot'), notInstalled);
  });

  it('leaves what a checkout put under the editor', async () => {
    write('autopilot/checkout.js', '\n');
    const editor = await open('autopilot/checkout.js');
    write('.git/HEAD', 'ref: refs/heads/other\n');
    write('autopilot/checkout.js', "import 'express';\n");
    await diagnosticOn('autopilot/checkout.js', 'express');
    await saveWith(editor, 'autopilot/checkout.js', 'chalk');
    assert.deepEqual(installed('express', 'autopilot'), notInstalled);
  });

  it('leaves a package that the user just took out of package.json', async () => {
    write('removed/index.js', '\n');
    const editor = await open('removed/index.js');
    const { dependencies: _gone, ...rest } = readJson('removed/package.json');
    write('removed/package.json', rest);
    await typeAtEnd(editor, "import 'react';\n");
    await diagnosticOn('removed/index.js', 'react');
    await saveWith(editor, 'removed/index.js', 'lodash');
    assert.deepEqual(installed('react', 'removed'), notInstalled);
  });
});
