import { visit, type JSONPath } from 'jsonc-parser';
import { isClosed, looksLikeJson } from '../text.ts';
import { isSwitchedOff, type Literal } from './literal.ts';

/** The strings of a text in JSON, comments allowed, escapes as they are written; none of something else, such as YAML. */
export function jsonLiterals(text: string): readonly Literal[] {
  if (!looksLikeJson(text)) return [];
  const found: Literal[] = [];
  const add = (keys: JSONPath, isKey: boolean, offset: number, length: number): void => {
    // Without its end it goes on being typed.
    if (!isClosed(text, offset, offset + length)) return;
    const [start, end] = [offset + 1, offset + length - 1];
    if (isKey && isSwitchedOff(text, offset + length)) return;
    found.push({ keys, isKey, text: text.slice(start, end), start, end });
  };
  try {
    visit(text, {
      onObjectProperty: (name, offset, length, _line, _column, path) => add([...path(), name], true, offset, length),
      onLiteralValue: (value: unknown, offset, length, _line, _column, path) => {
        if (typeof value === 'string') add(path(), false, offset, length);
      },
    });
  } catch {
    // Nested deeper than the stack: nothing can be known.
    return [];
  }
  return found;
}
