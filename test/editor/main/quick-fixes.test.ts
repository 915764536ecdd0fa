import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { applyFix, closeEditors, diagnosticOn, fixTitles, fixesAt, noDiagnostics, open } from '../support/editor.ts';
import { read, write } from '../support/workspace.ts';

/** Opens a file with these imports and gives the titles of the fixes at the first. */
async function titlesFor(file: string, ...names: readonly [string, ...string[]]): Promise<readonly string[]> {
  write(file, names.map((name) => `import '${name}';\n`).join(''));
  await open(file);
  for (const name of names) await diagnosticOn(file, name);
  return fixTitles(file, await diagnosticOn(file, names[0]));
}

describe('quick fixes', () => {
  afterEach(closeEditors);

  it('offer the install first, preferred, with what would land, by what, and what the gate says', async () => {
    write('fixes/first.js', "import 'fx-tiny';\n");
    await open('fixes/first.js');
    const [first] = await fixesAt('fixes/first.js', await diagnosticOn('fixes/first.js', 'fx-tiny'));
    assert.equal(first?.title, 'Install fx-tiny ^1.2.0 with npm · 1 check unknown');
    assert.equal(first.isPreferred, true);
  });

  it('prefer nothing else', async () => {
    write('fixes/preferred.js', "import 'fx-tiny';\n");
    await open('fixes/preferred.js');
    const fixes = await fixesAt('fixes/preferred.js', await diagnosticOn('fixes/preferred.js', 'fx-tiny'));
    assert.equal(fixes.filter(({ isPreferred }) => isPreferred).length, 1);
  });

  it('offer it as a dev dependency second', async () => {
    const titles = await titlesFor('fixes/second.js', 'fx-tiny');
    assert.equal(titles[1], 'Install fx-tiny ^1.2.0 as a dev dependency with npm');
  });

  it('prefer the dev dependency in a test', async () => {
    write('fixes/first.test.js', "import 'fx-esm';\n");
    await open('fixes/first.test.js');
    const [first] = await fixesAt('fixes/first.test.js', await diagnosticOn('fixes/first.test.js', 'fx-esm'));
    assert.equal(first?.title, 'Install fx-esm ^1.0.0 as a dev dependency with npm · 1 check unknown');
    assert.equal(first.isPreferred, true);
  });

  it('offer all that this file misses', async () => {
    const titles = await titlesFor('fixes/several.js', 'fx-tiny', 'fx-major', '@fx/core');
    assert.ok(titles.includes('Install all 3 missing packages of this file'), titles.join('\n'));
  });

  it('offer all that the workspace misses', async () => {
    const titles = await titlesFor('fixes/workspace.js', 'fx-tiny');
    assert.ok(
      titles.some((title) => /^Install all \d+ missing packages of the workspace$/.test(title)),
      titles.join('\n'),
    );
  });

  it('offer to change a lookalike, before anything else', async () => {
    write('fixes/lookalike.js', "import 'lodahs/fp';\n");
    await open('fixes/lookalike.js');
    const found = await diagnosticOn('fixes/lookalike.js', 'lodahs/fp');
    const fixes = await fixesAt('fixes/lookalike.js', found);
    assert.equal(fixes.find(({ isPreferred }) => isPreferred)?.title, 'Change to "lodash"');
    await applyFix('fixes/lookalike.js', found, 'Change to "lodash"');
    assert.equal(vscode.window.activeTextEditor?.document.getText(), "import 'lodash/fp';\n");
  });

  it('say that the gate asks about a lookalike', async () => {
    const titles = await titlesFor('fixes/asks.js', 'lodahs');
    assert.deepEqual(
      titles.filter((title) => title.startsWith('Install lodahs')),
      ['Install lodahs ^1.0.0 with npm… (the gate asks)'],
    );
  });

  for (const [what, name] of [
    ['a placeholder for a removed package', 'fx-placeholder'],
    ['a name that nobody registered', 'fx-nobody-has-this'],
  ] as const) {
    it(`offer no install of ${what}`, async () => {
      const titles = await titlesFor(`fixes/${name}.js`, name);
      assert.deepEqual(
        titles.filter((title) => title.startsWith(`Install ${name}`)),
        [],
      );
      assert.ok(titles.includes(`Ignore ${name} here`));
    });
  }

  it('say why nothing can be installed between two lockfiles, and prefer nothing', async () => {
    write('conflict/index.js', "import 'fx-tiny';\n");
    await open('conflict/index.js');
    const fixes = await fixesAt('conflict/index.js', await diagnosticOn('conflict/index.js', 'fx-tiny'));
    const [first] = fixes;
    assert.equal(first?.title, 'Nothing can be installed: choose a package manager…');
    assert.equal(first.command?.command, 'quartermaster.openDashboard');
    assert.deepEqual(
      fixes.filter(({ title, isPreferred }) => isPreferred === true || title.startsWith('Install fx-tiny')),
      [],
    );
  });

  it('ignore a package here by a comment above it, indented alike', async () => {
    write('fixes/ignored.js', "export async function a() {\n  await import('fx-heavy');\n}\n");
    const { document } = await open('fixes/ignored.js');
    const found = await diagnosticOn('fixes/ignored.js', 'fx-heavy');
    await applyFix('fixes/ignored.js', found, 'Ignore fx-heavy here');
    await noDiagnostics('fixes/ignored.js');
    assert.equal(document.lineAt(1).text, '  // quartermaster-ignore-next-line');
  });

  it('ignore a package inside of JSX right before its name, since a line above would be text', async () => {
    write('fixes/view.jsx', "export const view = (\n  <p>\n    {lazy(() => import('fx-heavy'))}\n  </p>\n);\n");
    const { document } = await open('fixes/view.jsx');
    const found = await diagnosticOn('fixes/view.jsx', 'fx-heavy');
    await applyFix('fixes/view.jsx', found, 'Ignore fx-heavy here');
    await noDiagnostics('fixes/view.jsx');
    assert.equal(document.lineAt(2).text, "    {lazy(() => import(/* quartermaster-ignore */ 'fx-heavy'))}");
  });

  it('offer no install in a style sheet for what nobody declares, and ignore a package there as CSS has comments', async () => {
    write('fixes/sheet.css', "@import '@fx/core';\n");
    const { document } = await open('fixes/sheet.css');
    const found = await diagnosticOn('fixes/sheet.css', '@fx/core');
    const titles = await fixTitles('fixes/sheet.css', found);
    assert.deepEqual(titles, ['Ignore @fx/core here', 'Always ignore @fx/core in this workspace']);
    await applyFix('fixes/sheet.css', found, 'Ignore @fx/core here');
    await noDiagnostics('fixes/sheet.css');
    assert.equal(document.lineAt(0).text, '/* quartermaster-ignore-next-line */');
  });

  it('offer no comment where a configuration has none', async () => {
    write('fixes/.prettierrc', '{ "plugins": ["fx-tiny"] }\n');
    await open('fixes/.prettierrc');
    const titles = await fixTitles('fixes/.prettierrc', await diagnosticOn('fixes/.prettierrc', 'fx-tiny'));
    assert.deepEqual(titles, ['Always ignore fx-tiny in this workspace']);
  });

  it('ignore a package always by the setting of the workspace', async () => {
    write('fixes/always.js', "import 'fx-handover';\n");
    await open('fixes/always.js');
    const found = await diagnosticOn('fixes/always.js', 'fx-handover');
    await applyFix('fixes/always.js', found, 'Always ignore fx-handover in this workspace');
    await noDiagnostics('fixes/always.js');
    assert.deepEqual(JSON.parse(read('.vscode/settings.json')), { 'quartermaster.ignorePackages': ['fx-handover'] });
  });
});
