import type { ImportForm } from '../../model/import-site.ts';
import type { Sighting } from '../sightings.ts';
import { isDeclaration } from '../source-kind.ts';
import { suppressions } from '../suppress.ts';
import { LineIndex } from '../text.ts';

/** What a syntax tree says about one import, in offsets. */
export interface Found {
  readonly specifier: string;
  readonly form: ImportForm;
  readonly typeOnly: boolean;
  /** Of the literal with its quotes. */
  readonly start: number;
  readonly end: number;
  /** Of the statement or call. */
  readonly statement: number;
}

/** Whether the text between two offsets is a string with both its quotes: one without its end stops at the line or the file. */
export function isClosed(text: string, start: number, end: number): boolean {
  return end - start >= 2 && text[end - 1] === text[start] && !endsEscaped(text, start, end);
}

/** `'abc\'` at the end of a line: the quote belongs to the text. */
function endsEscaped(text: string, start: number, end: number): boolean {
  let slashes = 0;
  for (let at = end - 2; at > start && text[at] === '\\'; at--) slashes++;
  return slashes % 2 === 1;
}

/** Offsets to lines, without what a comment takes out. In declaration files every import is erased. */
export function toSightings(
  path: string,
  text: string,
  found: readonly Found[],
  certainty: Sighting['certainty'],
): readonly Sighting[] {
  if (found.length === 0) return [];
  const lines = new LineIndex(text);
  const suppressed = suppressions(text, (offset) => lines.at(offset).line);
  const erased = isDeclaration(path);
  return found.flatMap(({ specifier, form, typeOnly, start, end, statement }) => {
    const from = lines.at(start + 1);
    if (suppressed(lines.at(statement).line, from.line)) return [];
    const to = lines.at(end - 1);
    const range = { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
    return { specifier, form, typeOnly: typeOnly || erased, range, certainty };
  });
}

const reference = /^\/\/\/\s*<reference\s(?:[^>]*\s)?types\s*=\s*(["'])([^"'>]+)\1[^>]*>/;

/** `/// <reference types="x" />` counts in the head of a file only, before its first statement (TypeScript handbook). */
export function referencedTypes(text: string): readonly Found[] {
  const found: Found[] = [];
  const token = /\s+|#![^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
  while (token.lastIndex < text.length) {
    const start = token.lastIndex;
    const match = token.exec(text)?.[0];
    if (match === undefined) break;
    const directive = match.startsWith('///') ? reference.exec(match) : null;
    const specifier = directive?.[2];
    if (directive === null || specifier === undefined) continue;
    const quote = start + directive[0].lastIndexOf(`${directive[1]}${specifier}${directive[1]}`);
    found.push({
      specifier,
      form: 'reference-types',
      typeOnly: true,
      start: quote,
      end: quote + specifier.length + 2,
      statement: start,
    });
  }
  return found;
}
