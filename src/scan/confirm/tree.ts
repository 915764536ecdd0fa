import ts from 'typescript';

/** TypeScript's own tree, which stands whatever the text is. Throws at its limits alone: nesting deeper than the stack. */
export function treeOf(path: string, text: string, withParents = false): ts.SourceFile {
  return parse(path, text, ts.JSDocParsingMode.ParseNone, withParents);
}

/** The same with what stands in JSDoc comments. */
export function treeWithDocs(path: string, text: string): ts.SourceFile {
  return parse(path, text, ts.JSDocParsingMode.ParseAll, false);
}

function parse(path: string, text: string, jsDocParsingMode: ts.JSDocParsingMode, withParents: boolean): ts.SourceFile {
  return ts.createSourceFile(path, text, { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode }, withParents);
}
