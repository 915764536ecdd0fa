import ts from 'typescript';
import { treeOf } from './tree.ts';

/**
 * What typescript-estree is to look at, which takes six times as long as TypeScript itself: TypeScript's own tree, without the
 * top-level statements that neither import anything nor can say what `require` or an import means. The tree keeps its
 * syntax errors, wherever they are, so estree refuses what is half-typed all the same. What it can no longer refuse is a
 * bystander with a mistake of grammar that TypeScript's parser lets pass (`const x;`). Throws where TypeScript does.
 */
export function suspects(path: string, text: string): ts.SourceFile {
  const source: { statements: ts.NodeArray<ts.Statement> } & ts.SourceFile = treeOf(path, text, true);
  // estree asks the file for neighbouring tokens. The list of them is made once, and only from all statements.
  source.getChildren();
  const { pos, end, hasTrailingComma, transformFlags } = source.statements as NodeArrayInside;
  const kept = source.statements.filter((statement) => isSuspect(source, statement));
  source.statements = Object.assign(kept, { pos, end, hasTrailingComma, transformFlags });
  return source;
}

type NodeArrayInside = ts.NodeArray<ts.Statement> & { readonly transformFlags: number };

function isSuspect(source: ts.SourceFile, statement: ts.Statement): boolean {
  switch (statement.kind) {
    case ts.SyntaxKind.ImportDeclaration:
    case ts.SyntaxKind.ImportEqualsDeclaration:
    case ts.SyntaxKind.ExportDeclaration:
    case ts.SyntaxKind.ModuleDeclaration:
      return true;
    default:
      // In an identifier the words may be written with escapes.
      return /\bimport\b|\brequire\b|\bvirtual\b|\\u/.test(source.text.slice(statement.pos, statement.end));
  }
}
