import type { Scripts, Span } from './script.ts';

const fence = /^[ \t]{0,3}(`{3,}|~{3,})/;
const statement = /^(?:import|export)\b/;

/**
 * The paragraphs that begin with `import` or `export`, which MDX takes for modules wherever they stand between blank
 * lines, code blocks excepted (MDX documentation, "ESM"). A blank line ends one, but not in the middle of its brackets.
 */
export function mdxScripts(text: string): Scripts {
  const spans: Span[] = [];
  let open: string | undefined;
  let start: number | undefined;
  let isFresh = true;
  for (const { line, at, end } of linesOf(text)) {
    const isBlank = line.trim() === '';
    if (start !== undefined) {
      if (isBlank && isBalanced(text.slice(start, at))) {
        spans.push({ start, end: at });
        start = undefined;
      }
    } else if (open !== undefined) {
      if (line.trimStart().startsWith(open) && line.trim().replaceAll(open[0] ?? '', '') === '') open = undefined;
    } else {
      open = fence.exec(line)?.[1];
      if (isFresh && statement.test(line)) start = at;
    }
    isFresh = isBlank || (start === undefined && open === undefined && fence.test(line));
    if (start !== undefined && end === text.length) spans.push({ start, end });
  }
  return { spans, language: 'jsx' };
}

function* linesOf(text: string): Generator<{ readonly line: string; readonly at: number; readonly end: number }> {
  const ends = /\r\n?|\n|$/g;
  for (let at = 0; at < text.length; at = ends.lastIndex) {
    ends.lastIndex = at;
    const match = ends.exec(text);
    const lineEnd = match?.index ?? text.length;
    ends.lastIndex = lineEnd + (match?.[0].length ?? 0);
    yield { line: text.slice(at, lineEnd), at, end: ends.lastIndex };
  }
}

const quoted = /(["'`])(?:\\.|(?!\1)[^\\\r\n])*\1/g;

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const character of text.replaceAll(quoted, '')) {
    if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
  }
  return depth <= 0;
}
