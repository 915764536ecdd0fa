import ts from 'typescript';

/** TypeScript's own tree, which stands whatever the text is. Throws at its limits alone: nesting deeper than the stack. */
export function treeOf(path: string, text: string, withParents = false): ts.SourceFile {
  const options = { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone };
  return ts.createSourceFile(path, text, options, withParents);
}
