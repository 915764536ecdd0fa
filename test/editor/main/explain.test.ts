import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { applyFix, closeEditors, diagnosticOn, fixTitles, open, uriOf } from '../support/editor.ts';
import { eventually } from '../support/eventually.ts';
import { write } from '../support/workspace.ts';

/** Our hover at a place; undefined where there is none, or not yet one of what the registry says. */
async function hoverAt(file: string, at: vscode.Position): Promise<vscode.MarkdownString | undefined> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uriOf(file), at);
  return hovers
    .flatMap(({ contents }) => contents)
    .filter((content) => content instanceof vscode.MarkdownString)
    .find(({ value }) => value.includes('command:quartermaster.openDashboard'));
}

function panels(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.filter(({ label }) => label === 'Quartermaster'));
}

function panelOpens(): Promise<boolean> {
  return eventually('the panel opens', async () => panels().length === 1 || undefined);
}

describe('the decision of the gate', () => {
  afterEach(closeEditors);

  it('stands in a hover over the import, with links to its checks and to the install', async () => {
    write('fixes/hover.js', "import 'fx-tiny';\n");
    await open('fixes/hover.js');
    const { range } = await diagnosticOn('fixes/hover.js', 'fx-tiny');
    const text = await eventually('the hover says what would land', async () => {
      const found = await hoverAt('fixes/hover.js', range.start);
      return found?.value.includes(String.raw`1\.2\.0`) === true ? found : undefined;
    });
    assert.match(
      text.value,
      /^\*\*fx\\-tiny\*\* 1\\\.2\\\.0 · 1 check unknown\n\n- Unknown: .+\n\n14 of 15 checks passed/,
    );
    assert.match(text.value, /\[All Checks\]\(command:quartermaster\.openDashboard\?%5B%22[^\s()]+%22%5D\)/);
    assert.match(text.value, /\[Install\]\(command:quartermaster\.internal\.install\?[^\s()]+\)$/);
    // The editor hands a hover on without its list of commands, but says that it has one.
    assert.ok(text.isTrusted !== true);
    assert.equal(await hoverAt('fixes/hover.js', new vscode.Position(1, 0)), undefined);
  });

  it('offers no install in the hover of what is blocked', async () => {
    write('fixes/hover-blocked.js', "import 'fx-placeholder';\n");
    await open('fixes/hover-blocked.js');
    const { range } = await diagnosticOn('fixes/hover-blocked.js', 'fx-placeholder');
    const text = await eventually('the hover says that it is blocked', async () => {
      const found = await hoverAt('fixes/hover-blocked.js', range.start);
      return found?.value.includes('blocked by the gate') === true ? found : undefined;
    });
    assert.doesNotMatch(text.value, /internal\.install/);
  });

  it('is explained by a fix, on a page', async () => {
    write('fixes/explained.js', "import 'fx-tiny';\n");
    await open('fixes/explained.js');
    const found = await diagnosticOn('fixes/explained.js', 'fx-tiny');
    const title = 'Explain the decision about fx-tiny';
    assert.ok((await fixTitles('fixes/explained.js', found)).includes(title));
    assert.equal(panels().length, 0);
    await applyFix('fixes/explained.js', found, title);
    await panelOpens();
  });

  it('is explained by a command, of what is chosen', async () => {
    write('fixes/chosen.js', "import 'fx-tiny';\n");
    await open('fixes/chosen.js');
    await diagnosticOn('fixes/chosen.js', 'fx-tiny');
    let closed = false;
    const done = Promise.resolve(vscode.commands.executeCommand('quartermaster.explainDecision')).then(
      () => (closed = true),
    );
    await eventually('the list closes', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return closed || undefined;
    });
    await done;
    await panelOpens();
  });
});
