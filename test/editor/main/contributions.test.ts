import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const extension = vscode.extensions.getExtension('quartermaster.quartermaster');

describe('what the extension contributes', () => {
  it('is active in a folder with a package.json, though no file is open', () => {
    assert.equal(extension?.isActive, true);
  });

  it('registers every command that it lists', async () => {
    const listed: readonly { readonly command: string }[] = extension?.packageJSON.contributes.commands;
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.ok(listed.length >= 9);
    assert.deepEqual(
      listed.map(({ command }) => command).filter((command) => !registered.has(command)),
      [],
    );
  });

  it('puts its commands under one category', () => {
    const listed: readonly { readonly category: string }[] = extension?.packageJSON.contributes.commands;
    assert.deepEqual([...new Set(listed.map(({ category }) => category))], ['Quartermaster']);
  });

  it('starts with assist, and with nothing ignored', () => {
    const settings = vscode.workspace.getConfiguration('quartermaster');
    assert.equal(settings.get('defaultMode'), 'assist');
    assert.deepEqual(settings.get('ignorePackages'), []);
  });

  const ofTheUser: readonly (readonly [string, string | number])[] = [
    ['defaultMode', 'off'],
    ['history.keepDays', 1],
    ['history.keepOperations', 10],
  ];
  for (const [setting, value] of ofTheUser) {
    it(`does not let a workspace set ${setting}`, async () => {
      const settings = vscode.workspace.getConfiguration('quartermaster');
      const update = settings.update(setting, value, vscode.ConfigurationTarget.Workspace);
      await assert.rejects(Promise.resolve(update), /Workspace Settings/);
    });
  }
});
