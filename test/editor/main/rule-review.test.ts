import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { cli } from '../support/cli.ts';
import { closeEditors } from '../support/editor.ts';
import { eventually } from '../support/eventually.ts';
import { remove, write } from '../support/workspace.ts';

const review = (): Promise<unknown> => Promise.resolve(vscode.commands.executeCommand('quartermaster.reviewRules'));

/** The two texts of the diff that the review shows. */
function shownDiff(): Promise<readonly [left: string, right: string]> {
  return eventually('the rules are shown side by side', async () => {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    if (!(input instanceof vscode.TabInputTextDiff)) return undefined;
    const { original, modified } = input;
    const [left, right] = await Promise.all([original, modified].map((uri) => vscode.workspace.openTextDocument(uri)));
    return [left?.getText() ?? '', right?.getText() ?? ''] as const;
  });
}

async function waiting(): Promise<readonly string[]> {
  const { document } = await cli<{ readonly waiting: readonly { readonly id: string }[] }>(['rules']);
  return document.waiting.map(({ id }) => id);
}

/** The question comes a moment after the diff: what is done to it is done until it is gone. */
async function answer(asked: Promise<unknown>, command: string): Promise<void> {
  let isOver = false;
  void asked.then(() => (isOver = true));
  await eventually('the question is answered', async () => {
    await vscode.commands.executeCommand(command);
    return isOver ? true : undefined;
  });
}

describe('a review of the rules of a repository', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    await closeEditors();
    remove('quartermaster.json');
  });

  it('shows them beside what was accepted, and lets them hold after a click', async () => {
    const rule = { id: 'all', name: 'All', kind: 'auto-install', conditions: {} };
    write('quartermaster.json', { rules: [rule] });
    const asked = review();
    const [left, right] = await shownDiff();
    assert.equal(left, '[]\n');
    assert.match(right, /"id": "file:all",\n {4}"name": "All",\n {4}"kind": "auto-install"/);
    assert.deepEqual(await waiting(), ['file:all']);
    await answer(asked, 'notification.acceptPrimaryAction');
    assert.deepEqual(await waiting(), []);
    await closeEditors();

    write('quartermaster.json', { rules: [{ ...rule, priority: 5 }] });
    const again = review();
    const [before, after] = await shownDiff();
    assert.deepEqual([before, /"priority": 5/.test(after)], [right, true]);
    await answer(again, 'notifications.clearAll');
    assert.deepEqual(await waiting(), ['file:all']);
  });
});
