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
    const isInText = textOf(treeOf(path, text));
    return [...docComments(text)]
      .filter(({ body, statement }) => body.includes('import') && !isInText(statement))
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

/**
 * Tells whether what looks like a comment is a part of a string, of a regular expression, of JSX or of a line comment; to be asked
 * from the first to the last, as the texts of the tree are gone through once.
 */
function textOf(source: ts.SourceFile): (at: number) => boolean {
  const texts: ts.Node[] = [];
  const collect = (node: ts.Node): void => {
    const isText = ts.isLiteralExpression(node) || ts.isTemplateMiddleOrTemplateTail(node) || ts.isJsxText(node);
    if (isText || node.kind === ts.SyntaxKind.TemplateHead) texts.push(node);
    else ts.forEachChild(node, collect);
  };
  collect(source);
  let next = 0;
  return (at) => {
    while ((texts[next]?.end ?? Number.POSITIVE_INFINITY) <= at) next += 1;
    const line = source.text.slice(source.text.lastIndexOf('\n', at) + 1, at);
    return /^\s*\/\//.test(line) || (texts[next]?.getStart(source) ?? at + 1) <= at;
  };
}
