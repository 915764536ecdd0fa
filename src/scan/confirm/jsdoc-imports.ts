import ts from 'typescript';
import { docComments } from '../docs/jsdoc-candidates.ts';
import type { Placed } from '../placed.ts';
import { isClosed } from '../text.ts';
import { treeOf, treeWithDocs } from './tree.ts';

/**
 * What JSDoc comments import types from. Without them everything works but the types, so it is never sure to be missed. Each
 * comment is parsed by itself: a whole file takes ten times as long with its comments.
 */
export function jsdocImports(path: string, text: string): readonly Placed[] {
  try {
    const source = treeOf(path, text);
    return [...docComments(text)]
      .filter(({ body, statement }) => body.includes('import') && !isInText(source, statement))
      .flatMap(({ body, statement }) => importsIn(body, statement));
  } catch {
    // Too deep to be read: nothing can be known.
    return [];
  }
}

interface WithDocs {
  readonly jsDoc?: readonly ts.JSDoc[];
}

function importsIn(body: string, statement: number): readonly Placed[] {
  const source = treeWithDocs('a.js', body);
  const found: Placed[] = [];
  const visit = (node: ts.Node): void => {
    const module = moduleOf(node);
    if (module !== undefined && isClosed(body, module.getStart(source), module.end)) {
      found.push({
        specifier: module.text,
        form: 'jsdoc-import',
        typeOnly: true,
        certainty: 'unsure',
        start: statement + module.getStart(source) + 1,
        end: statement + module.end - 1,
        statement,
      });
    }
    ts.forEachChild(node, visit);
  };
  for (const doc of (source.endOfFileToken as WithDocs).jsDoc ?? []) visit(doc);
  return found;
}

function moduleOf(node: ts.Node): ts.StringLiteral | undefined {
  if (ts.isJSDocImportTag(node)) return ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier : undefined;
  if (!ts.isImportTypeNode(node) || !ts.isLiteralTypeNode(node.argument)) return undefined;
  return ts.isStringLiteral(node.argument.literal) ? node.argument.literal : undefined;
}

/** Whether what looks like a comment is a part of a string, of a regular expression or of JSX. */
function isInText(source: ts.SourceFile, at: number): boolean {
  const isIn = (node: ts.Node): boolean => {
    if (at < node.pos || at >= node.end) return false;
    const isText = ts.isLiteralExpression(node) || ts.isTemplateMiddleOrTemplateTail(node) || ts.isJsxText(node);
    if (isText || node.kind === ts.SyntaxKind.TemplateHead) return at >= node.getStart(source);
    return ts.forEachChild(node, (child) => isIn(child) || undefined) === true;
  };
  // Behind a line comment it is a part of that.
  const line = source.text.slice(source.text.lastIndexOf('\n', at) + 1, at);
  return /^\s*\/\//.test(line) || isIn(source);
}
