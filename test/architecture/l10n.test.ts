import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.join(import.meta.dirname, '../..');

describe('words that a user sees', () => {
  it('are never literals', () => {
    const files = fs.globSync('src/**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.d.ts'));
    const found = files.flatMap((file) => literalsIn(file, fs.readFileSync(path.join(root, file), 'utf8')));
    assert.deepEqual(found, []);
  });

  const plants = [
    ["throw new QmError('QM_USAGE', { message: 'Oops.', hint: t('Try.') });", ['Oops.']],
    ['throw new QmError(code, { message: t("a"), hint: `Use ${name}.` });', ['Use ${name}.']],
    ["vscode.window.showInformationMessage('Done');", ['Done']],
    ["window.showQuickPick(items, { placeHolder: 'Which one?' });", ['Which one?']],
    ['html`<p>Hello ${name}</p>`;', ['Hello']],
    ['html`<button aria-label="Close" title=${t("x")}></button>`;', ['Close']],
    ['html`<p class="dim">${t("Hello")}</p>`;', []],
  ] as const;
  for (const [code, literals] of plants) {
    it(`are found by this test in ${code}`, () => {
      assert.deepEqual(
        literalsIn('planted.ts', code).map((line) => line.replace(/^\S+ /, '')),
        literals,
      );
    });
  }
});

/** Properties whose value a user reads, wherever they stand in an argument of one of the calls below. */
const shownProperties = new Set(['message', 'hint', 'placeHolder', 'detail', 'label', 'title', 'prompt']);
const showingCalls =
  /\b(show(Information|Warning|Error)Message|showQuickPick|showInputBox|withProgress|createWebviewPanel)$/;

function literalsIn(file: string, text: string): readonly string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const report = (words: string): void => {
    if (/\p{L}{2,}/u.test(words.replaceAll(/\$\{[^}]*\}/g, ''))) found.push(`${file} ${words.trim()}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && node.expression.getText() === 'QmError') properties(node.arguments?.[1], report);
    if (ts.isCallExpression(node) && showingCalls.test(node.expression.getText())) {
      const [first, ...rest] = node.arguments;
      if (node.expression.getText().endsWith('Message'))
        for (const argument of node.arguments) literal(argument, report);
      for (const argument of [first, ...rest]) properties(argument, report);
    }
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'html') template(node.template, report);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function properties(node: ts.Node | undefined, report: (words: string) => void): void {
  if (node === undefined || !ts.isObjectLiteralExpression(node)) return;
  for (const property of node.properties) {
    if (ts.isPropertyAssignment(property) && shownProperties.has(property.name.getText())) {
      literal(property.initializer, report);
    }
  }
}

function literal(node: ts.Node, report: (words: string) => void): void {
  if (ts.isStringLiteralLike(node)) report(node.text);
  if (ts.isTemplateExpression(node)) report(node.getText().slice(1, -1));
  if (ts.isConditionalExpression(node)) {
    literal(node.whenTrue, report);
    literal(node.whenFalse, report);
  }
}

/** Text between tags, and the attributes that are read aloud or shown. */
function template(node: ts.TemplateLiteral, report: (words: string) => void): void {
  const parts = ts.isNoSubstitutionTemplateLiteral(node)
    ? [node.text]
    : [node.head.text, ...node.templateSpans.map((span) => span.literal.text)];
  // A mark for each value, so that tags stay whole.
  const markup = parts.join('\u0000').replaceAll(/<!--[\s\S]*?-->/g, '');
  for (const match of markup.matchAll(/\b(?:aria-label|title|placeholder|label|alt)="([^"]*)"/g))
    report(match[1] ?? '');
  for (const text of markup.replaceAll(/<[^<>]*>/g, '\u0000').split('\u0000')) report(text);
}
