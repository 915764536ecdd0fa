import type { Sighting } from './sightings.ts';
import { suppressions } from './suppress.ts';
import { LineIndex } from './text.ts';

/** A sighting by offsets: of the text that names something, without quotes, and of the statement it stands in. */
export interface Placed extends Omit<Sighting, 'range'> {
  readonly start: number;
  readonly end: number;
  readonly statement: number;
}

/** Offsets to lines, without what a comment takes out. */
export function toPlaces(text: string, found: readonly Placed[]): readonly Sighting[] {
  if (found.length === 0) return [];
  const lines = new LineIndex(text);
  const suppressed = suppressions(text, (offset) => lines.at(offset).line);
  return found.flatMap(({ specifier, form, typeOnly, certainty, start, end, statement }) => {
    const from = lines.at(start);
    if (suppressed(lines.at(statement).line, from.line)) return [];
    const to = lines.at(end);
    const range = { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
    return { specifier, form, typeOnly, certainty, range };
  });
}
