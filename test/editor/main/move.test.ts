import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { cli, history } from '../support/cli.ts';
import { closeEditors, open, uriOf } from '../support/editor.ts';
import { eventually } from '../support/eventually.ts';
import { chooseMode } from '../support/mode.ts';
import { read, readJson } from '../support/workspace.ts';

const file = 'move/package.json';

/** Our moves that are offered where a text begins in a package.json. */
async function movesAt(text: string, manifest = file): Promise<readonly vscode.CodeAction[]> {
  const { document } = await open(manifest);
  const at = document.positionAt(document.getText().indexOf(text));
  assert.notDeepEqual(at, new vscode.Position(0, 0), text);
  const actions = await eventually('the editor has asked', () =>
    Promise.resolve(
      vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        uriOf(manifest),
        new vscode.Range(at, at),
        vscode.CodeActionKind.Refactor.value,
      ),
    ).catch((error: Error) => {
      if (error.message !== 'Canceled') throw error;
      return undefined;
    }),
  );
  return actions.filter(({ command }) => command?.command === 'quartermaster.internal.move');
}

/** Waits for a move to be offered: while other extensions come up, the editor answers for none of them now and then. */
function offered(text: string, title: string): Promise<vscode.CodeAction> {
  return eventually(`"${title}" is offered`, async () =>
    (await movesAt(text)).find((action) => action.title === title),
  );
}

async function titlesAt(text: string, manifest = file): Promise<readonly string[]> {
  return (await movesAt(text, manifest)).map(({ title }) => title);
}

async function click({ command }: vscode.CodeAction): Promise<void> {
  assert.ok(command !== undefined);
  await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
}

describe('a move in package.json', () => {
  afterEach(closeEditors);

  it('is offered on an entry of dependencies and of devDependencies, as a refactoring', async () => {
    const action = await offered('"fx-tiny"', 'Move fx-tiny to devDependencies');
    assert.equal(action.kind?.value, 'refactor.move');
    assert.notEqual(action.isPreferred, true);
    await offered('~1.1.0', 'Move fx-tiny to devDependencies');
    await offered('"fx-esm"', 'Move fx-esm to dependencies');
  });

  for (const [what, text, manifest] of [
    ['on the name of a field', '"dependencies"', file],
    ['on a peer', '"fx-peer"', file],
    ['on an optional package', '"fx-typed"', file],
    ['on what is no entry', '"fx-override"', file],
    ['where a project has two lockfiles', '"fx-esm"', 'conflict/package.json'],
    ['in a package that is installed', '"other-needs"', 'declared/node_modules/other/package.json'],
  ] as const) {
    it(`is not offered ${what}`, async () => assert.deepEqual(await titlesAt(text, manifest), []));
  }

  it('is done as one operation, with the very range, and comes back by a rollback, to the byte', async () => {
    const before = read(file);
    const action = await offered('"fx-tiny"', 'Move fx-tiny to devDependencies');
    await click(action);
    const { dependencies, devDependencies } = readJson<Record<string, object>>(file);
    assert.deepEqual([dependencies, devDependencies], [{}, { 'fx-esm': '*', 'fx-tiny': '~1.1.0' }]);
    const [newest] = await history();
    assert.deepEqual([newest?.kind, newest?.status, newest?.triggeredBy], ['move', 'succeeded', 'manual']);
    assert.equal(readJson<{ version: string }>('move/node_modules/fx-tiny/package.json').version, '1.1.0');
    await offered('"fx-tiny"', 'Move fx-tiny to dependencies');
    // The menu that was drawn before: nothing is left to do.
    await click(action);
    assert.equal((await history())[0]?.id, newest?.id);
    assert.equal((await cli(['rollback', newest?.id ?? '', '--yes'])).code, 0);
    assert.equal(read(file), before);
  });

  it('is not offered where everything is off', async () => {
    await chooseMode('off');
    try {
      assert.deepEqual(await titlesAt('"fx-tiny"'), []);
    } finally {
      await chooseMode('assist');
    }
    await offered('"fx-tiny"', 'Move fx-tiny to devDependencies');
  });
});
