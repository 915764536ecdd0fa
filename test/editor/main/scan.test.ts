import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  closeEditors,
  codeOf,
  diagnosticOn,
  diagnosticsOf,
  fixTitles,
  noDiagnostics,
  open,
  replaceText,
  typeAtEnd,
  untilDiagnostics,
} from '../support/editor.ts';
import { write } from '../support/workspace.ts';

describe('scan', () => {
  afterEach(closeEditors);

  it('marks the specifier of a missing package when a file is opened', async () => {
    write('scan/opened.js', "import tiny from 'fx-tiny/sub';\n");
    await open('scan/opened.js');
    const [found, ...rest] = await untilDiagnostics('scan/opened.js', (all) => all.length > 0);
    assert.deepEqual(rest, []);
    assert.ok(found);
    assert.deepEqual(
      {
        message: found.message,
        source: found.source,
        code: codeOf(found),
        severity: found.severity,
        range: [found.range.start, found.range.end].map(({ line, character }) => [line, character]),
      },
      {
        message: 'fx-tiny is missing: it is neither declared in scan/package.json nor installed.',
        source: 'Quartermaster',
        code: 'undeclared',
        severity: vscode.DiagnosticSeverity.Warning,
        range: [
          [0, 18],
          [0, 29],
        ],
      },
    );
  });

  for (const [kind, file, text] of [
    ['undeclared', 'scan/linked.js', "import 'fx-tiny';\n"],
    ['unsure', 'scan/linked-half.js', "import { foo from 'fx-tiny';\n"],
    ['uninstalled', 'declared/linked.js', "import 'fx-tiny';\n"],
    ['unreadable-manifest', 'unreadable/package.json', '{ "name": }\n'],
  ] as const) {
    it(`gives the code ${kind} a page that explains it`, async () => {
      write(file, text);
      const [found] = await untilDiagnostics(file, ([first]) => first !== undefined && codeOf(first) === kind);
      assert.ok(found !== undefined && typeof found.code === 'object');
      const { target } = found.code;
      const page = await vscode.workspace.openTextDocument(target.with({ fragment: '' }));
      assert.equal(page.lineAt(Number(target.fragment.replace('L', '')) - 1).text, `## ${kind}`);
    });
  }

  it('follows what is typed, without a save', async () => {
    write('scan/typed.js', '\n');
    const editor = await open('scan/typed.js');
    await typeAtEnd(editor, "import 'fx-major';");
    await diagnosticOn('scan/typed.js', 'fx-major');
    assert.equal(editor.document.isDirty, true);
    await replaceText(editor, '\n');
    await noDiagnostics('scan/typed.js');
  });

  for (const [file, head, tail] of [
    ['scan/App.vue', '<template><p>a</p></template>\n<script setup lang="ts">\n', '</script>\n'],
    ['scan/Page.svelte', '<script>\n', '</script>\n<p>a</p>\n'],
    ['scan/index.astro', '---\n', '---\n<p>a</p>\n'],
    ['scan/post.mdx', '# Title\n\n', '\nText\n'],
    ['scan/page.html', '<script type="module">\n', '</script>\n'],
  ] as const) {
    it(`marks and mends what the script of ${file} misses, as it is typed`, async () => {
      write(file, head + tail);
      const editor = await open(file);
      await replaceText(editor, `${head}import 'fx-tiny';\n${tail}`);
      const found = await diagnosticOn(file, 'fx-tiny');
      assert.equal(found.range.start.line, head.split('\n').length - 1);
      assert.match((await fixTitles(file, found))[0] ?? '', /^Install fx-tiny \^1\.2\.0 with npm( ·|$)/);
    });
  }

  it('looks at what is saved', async () => {
    write('scan/saved.js', '\n');
    const editor = await open('scan/saved.js');
    await replaceText(editor, "export * from '@fx/core';\n");
    await editor.document.save();
    const found = await diagnosticOn('scan/saved.js', '@fx/core');
    assert.equal(codeOf(found), 'undeclared');
  });

  it('looks at files that no editor shows', async () => {
    write('scan/closed.ts', "import type { A } from 'fx-typed';\nconst b = require('fx-untyped');\n");
    const found = await untilDiagnostics('scan/closed.ts', (all) => all.length === 2);
    assert.deepEqual(
      found.map(({ range }) => range.start.line),
      [0, 1],
    );
  });

  for (const [language, file, text] of [
    ['JSX', 'scan/view.jsx', "import 'fx-tiny';\nexport const a = <p>text</p>;\n"],
    ['TSX', 'scan/view.tsx', "import 'fx-tiny';\nexport const a = <p>text</p>;\n"],
    ['CommonJS TypeScript', 'scan/old.cts', "import tiny = require('fx-tiny');\n"],
    ['an ES module', 'scan/new.mjs', "const tiny = await import('fx-tiny');\n"],
  ] as const) {
    it(`reads ${language}`, async () => {
      write(file, text);
      await open(file);
      await diagnosticOn(file, 'fx-tiny');
    });
  }

  it('says nothing of builtins, relative files and imports of its own', async () => {
    write(
      'scan/nothing.js',
      "import 'node:fs';\nimport 'path';\nimport './typed.js';\nimport '#own';\nimport 'scan';\nimport 'fx-tiny';\n",
    );
    await open('scan/nothing.js');
    await diagnosticOn('scan/nothing.js', 'fx-tiny');
    assert.equal(diagnosticsOf('scan/nothing.js').length, 1);
  });

  it('shows half-typed code as unsure, and never offers to install it', async () => {
    write('scan/half.js', "import { foo from 'fx-tiny';\n");
    await open('scan/half.js');
    const found = await diagnosticOn('scan/half.js', 'fx-tiny');
    assert.equal(codeOf(found), 'unsure');
    assert.equal(found.severity, vscode.DiagnosticSeverity.Information);
    const titles = await fixTitles('scan/half.js', found);
    assert.deepEqual(
      titles.filter((title) => title.startsWith('Install fx-tiny')),
      [],
    );
  });

  it('says nothing of a name whose quote is still open', async () => {
    write('scan/open-quote.js', '\n');
    const editor = await open('scan/open-quote.js');
    await replaceText(editor, "import 'fx-tiny';\nimport {a} from 'fx-maj");
    await diagnosticOn('scan/open-quote.js', 'fx-tiny');
    assert.equal(diagnosticsOf('scan/open-quote.js').length, 1);
  });
});
