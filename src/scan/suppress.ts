/** On a line of its own above the import; the editor's quick fix inserts this text. */
export const ignoreNextLineComment = '// quartermaster-ignore-next-line';

/** Says the same on the line of the import. */
export const ignoreHereComment = '/* quartermaster-ignore */';

const comment = /\/\/[ \t]*quartermaster-ignore-next-line\b|\/[/*][ \t]*quartermaster-ignore(?![\w-])/g;

/** True for a use whose statement starts, or whose specifier stands, on a line that a comment takes out (1-based). */
export type IsSuppressed = (statementLine: number, specifierLine: number) => boolean;

/** Reads the comments of a text; `lineOf` gives the 1-based line of an offset. */
export function suppressions(text: string, lineOf: (offset: number) => number): IsSuppressed {
  if (!text.includes('quartermaster-ignore')) return () => false;
  const lines = new Set<number>();
  for (const match of text.matchAll(comment)) {
    lines.add(lineOf(match.index) + (match[0].endsWith('-next-line') ? 1 : 0));
  }
  return (statementLine, specifierLine) => lines.has(statementLine) || lines.has(specifierLine);
}
