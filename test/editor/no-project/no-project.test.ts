import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { open } from '../support/editor.ts';
import { eventually } from '../support/eventually.ts';
import { write } from '../support/workspace.ts';

const isActive = (): boolean | undefined => vscode.extensions.getExtension('quartermaster.quartermaster')?.isActive;

// VS Code starts a suite when all that the contents of the folder activate is active.
describe('a folder with neither a package.json nor a source file', () => {
  it('leaves the extension asleep, whatever else is opened in it', async () => {
    assert.equal(isActive(), false);
    for (const file of ['README.md', 'settings.json']) await open(file);
    assert.equal(isActive(), false);
  });

  it('wakes it by the first source file that is opened', async () => {
    write('first.js', '');
    await open('first.js');
    await eventually('the extension is active', () => isActive());
  });
});
