import type { Placed } from '../placed.ts';

const imported =
  /\bimport\([ \t]{0,9}(?:"([^"\n]{1,300})"|'([^'\n]{1,300})')|@import\b[^@"']{0,2000}?(?:"([^"\n]{1,300})"|'([^'\n]{1,300})')/g;

/**
 * What JSDoc comments import types from (TypeScript handbook, "JSDoc Reference": "@import" and import types): in the braces of
 * a tag, not in prose. It stands for what a parser would say where none is asked, as what comments name is unsure anyway; a
 * template of many lines may hold what looks like a comment.
 */
export function jsdocCandidates(text: string): readonly Placed[] {
  if (!text.includes('/**') || !(text.includes('import(') || text.includes('@import'))) return [];
  const comments = [...docComments(text)].filter(({ statement }) => !isInLine(text, statement));
  return comments.flatMap(({ body, statement }) =>
    [...body.matchAll(imported)]
      .filter((match) => isOfTag(body, match))
      .map((match): Placed => {
        const specifier = match[1] ?? match[2] ?? match[3] ?? match[4] ?? '';
        const end = statement + match.index + match[0].length - 1;
        const start = end - specifier.length;
        return { specifier, form: 'jsdoc-import', typeOnly: true, certainty: 'unsure', start, end, statement };
      }),
  );
}

/** Behind a quote that nothing on the line closes, or in a comment of the line. */
function isInLine(text: string, at: number): boolean {
  const line = text.slice(Math.max(text.lastIndexOf('\n', at) + 1, at - 2_000), at);
  return line.includes('//') || ['"', "'", '`'].some((quote) => line.split(quote).length % 2 === 0);
}

/** Characters of a tag in which an import is looked for. */
const longestTag = 2_000;

/** `@import`, or in braces that were opened behind a tag. */
function isOfTag(body: string, { index, 0: text }: RegExpExecArray): boolean {
  if (text.startsWith('@')) return true;
  const near = body.slice(Math.max(0, index - longestTag), index);
  const before = near.slice(near.lastIndexOf('@') + 1);
  return before.split('{').length > before.split('}').length;
}

/** What looks like a JSDoc comment, with its ends. */
export function* docComments(text: string): Generator<{ readonly body: string; readonly statement: number }> {
  for (let at = text.indexOf('/**'), end = 0; at >= 0; at = text.indexOf('/**', end)) {
    end = text.indexOf('*/', at + 3);
    if (end < 0) return;
    yield { body: text.slice(at, end + 2), statement: at };
    end += 2;
  }
}
