import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { applyFix, closeEditors, diagnosticOn, fixesAt, fixTitles, noDiagnosticOn, open } from '../support/editor.ts';
import { eventually } from '../support/eventually.ts';
import { exists, installed, write } from '../support/workspace.ts';

async function openImport(file: string, name: string): Promise<vscode.Diagnostic> {
  write(file, `import '${name}';\n`);
  await open(file);
  return diagnosticOn(file, name);
}

function text(): string | undefined {
  return vscode.window.activeTextEditor?.document.getText();
}

describe('what to use instead', () => {
  afterEach(closeEditors);

  it("is Node's own module for a slip of its name, and nothing is installed", async () => {
    const found = await openImport('builtin/a.js', 'wroker_threads');
    await applyFix('builtin/a.js', found, 'Use node:worker_threads instead');
    assert.equal(text(), "import 'node:worker_threads';\n");
    await noDiagnosticOn('builtin/a.js', 'node:worker_threads');
    assert.equal(exists('builtin/node_modules'), false);
  });

  it('is a package for that of another language, which comes in through the gate', async () => {
    const found = await openImport('foreign/a.js', 'colorama');
    const title = 'Use chalk instead, whose API is another, and install it with npm';
    const titles = await fixTitles('foreign/a.js', found);
    assert.deepEqual(
      titles.filter((each) => each.includes('instead')),
      [title, 'What to use instead of colorama…'],
    );
    await applyFix('foreign/a.js', found, title);
    assert.equal(text(), "import 'chalk';\n");
    assert.deepEqual(installed('chalk', 'foreign'), {
      range: '^6.0.1',
      devRange: undefined,
      locked: '6.0.1',
      version: '6.0.1',
    });
    await noDiagnosticOn('foreign/a.js', 'chalk');
    // What is declared by now needs no install.
    const again = await openImport('foreign/b.js', 'colorama');
    const later = await fixTitles('foreign/b.js', again);
    assert.ok(later.includes('Use chalk instead, whose API is another'), later.join('\n'));
  });

  it('keeps what stands behind the name where it means the same', async () => {
    const found = await openImport('slip/a.js', 'lodahs/fp');
    const fixes = await fixesAt('slip/a.js', found);
    assert.equal(fixes.find(({ isPreferred }) => isPreferred)?.title, 'Change to "lodash"');
    await applyFix('slip/a.js', found, 'Use lodash instead, and install it with npm');
    assert.equal(text(), "import 'lodash/fp';\n");
    assert.equal(installed('lodash', 'slip').range, '^4.18.1');
    assert.equal(installed('lodahs', 'slip').range, undefined);
  });

  it('can be picked from a list', async () => {
    const found = await openImport('picked/a.js', 'pydantic');
    const done = applyFix('picked/a.js', found, 'What to use instead of pydantic…');
    await eventually('the list is there, and what is picked is taken', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return text() === "import 'zod';\n" ? true : undefined;
    });
    await done;
    assert.equal(installed('zod', 'picked').range, '^4.6.7');
  });

  it('is offered for no package that nothing speaks against', async () => {
    const found = await openImport('builtin/b.js', 'fx-tiny');
    const titles = await fixTitles('builtin/b.js', found);
    assert.deepEqual(
      titles.filter((each) => each.includes('instead')),
      [],
    );
  });
});
