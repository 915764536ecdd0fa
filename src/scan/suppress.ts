import { isYamlConfig } from './source-kind.ts';

/** On a line of its own above the import; the editor's quick fix inserts this text. */
export const ignoreNextLineComment = '// quartermaster-ignore-next-line';

/** The same for a style sheet: plain CSS has no other comments. */
export const ignoreNextLineStyleComment = '/* quartermaster-ignore-next-line */';

/** The same for a configuration in YAML. */
export const ignoreNextLineYamlComment = '# quartermaster-ignore-next-line';

/** Says the same on the line of the import. */
export const ignoreHereComment = '/* quartermaster-ignore */';

/** Most tools read their JSON strictly; TypeScript, ESLint and Babel allow comments in theirs. */
export function takesComments(path: string, text: string): boolean {
  if (isYamlConfig(path, text)) return true;
  return !/\.json$|\/\.\w+rc$/.test(path) || /\/(?:[jt]sconfig[^/]*\.json|\.(?:babel|eslint)rc(?:\.json)?)$/.test(path);
}

const comment = /(?:\/[/*]|#)[ \t]*quartermaster-ignore(?:-next-line\b|(?![\w-]))/g;

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
