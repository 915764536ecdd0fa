import type { YAMLSeq } from 'yaml';
import { editYaml } from './yaml-edit.ts';
import { lineEnd, lineStart, newlineOf, unitOf } from './yaml-text.ts';

/**
 * The text with one string more at the end of a list of strings at its top; the list is made where there is none. Nothing but its
 * line changes. Rejects with a TypeError for text that is no mapping, and where something else than a list stands there.
 */
export async function addToYamlList(text: string, key: string, item: string): Promise<string> {
  const found = await listOf(text, key);
  const { stringifyYaml } = await import('./lazy/lockfile-parsers.ts');
  const entry = stringifyYaml(item, { lineWidth: 0, singleQuote: true }).trimEnd();
  const newline = newlineOf(text);
  if (found === undefined) {
    const gap = text === '' || text.endsWith('\n') ? '' : newline;
    return `${text}${gap}${key}:${newline}${unitOf(text)}- ${entry}${newline}`;
  }
  const last = found.items.at(-1);
  if (last === undefined) return `${text.slice(0, found.end - 1).trimEnd()}${entry}${text.slice(found.end - 1)}`;
  if (found.isFlow) return `${text.slice(0, last.end)}, ${entry}${text.slice(last.end)}`;
  const dash = text.slice(lineStart(text, last.start), last.start);
  const end = lineEnd(text, last.end);
  const gap = text.slice(0, end).endsWith('\n') ? '' : newline;
  return `${text.slice(0, end)}${gap}${dash}${entry}${newline}${text.slice(end)}`;
}

/** The text without one string of such a list; a list that would be empty goes, unless it `staysEmpty`. */
export async function removeFromYamlList(
  text: string,
  key: string,
  item: string,
  staysEmpty: boolean,
): Promise<string> {
  const found = await listOf(text, key);
  const own = found?.items.find(({ value }) => value === item);
  if (found === undefined || own === undefined) return text;
  if (found.items.length === 1) {
    const without = await editYaml(text, [{ path: [key], value: undefined }]);
    return staysEmpty ? `${without}${key}: []${newlineOf(text)}` : without;
  }
  if (!found.isFlow) return text.slice(0, lineStart(text, own.start)) + text.slice(lineEnd(text, own.end));
  const behind = /^\s*,\s*/.exec(text.slice(own.end))?.[0];
  if (behind !== undefined) return text.slice(0, own.start) + text.slice(own.end + behind.length);
  return text.slice(0, own.start).replace(/,\s*$/, '') + text.slice(own.end);
}

interface FoundList {
  readonly items: readonly { readonly value: unknown; readonly start: number; readonly end: number }[];
  readonly isFlow: boolean;
  /** Behind the last character of the whole. */
  readonly end: number;
}

/** Undefined where there is none yet. */
async function listOf(text: string, key: string): Promise<FoundList | undefined> {
  const { isYamlMap, isYamlScalar, isYamlSeq, parseDocument } = await import('./lazy/lockfile-parsers.ts');
  const document = parseDocument(text);
  const isEmpty = document.contents === null;
  if (document.errors.length > 0 || (!isEmpty && !isYamlMap(document.contents))) {
    throw new TypeError('not a mapping of YAML');
  }
  const value: unknown = document.get(key, true);
  if (value === undefined) return undefined;
  if (!isYamlSeq(value) || !value.items.every((item) => isYamlScalar(item))) {
    throw new TypeError('another kind of value stands where a list of strings should');
  }
  const items = (value as YAMLSeq).items.map((item) => {
    const scalar = item as { readonly value: unknown; readonly range?: readonly [number, number, number] | null };
    return { value: scalar.value, start: scalar.range?.[0] ?? 0, end: scalar.range?.[1] ?? 0 };
  });
  return { items, isFlow: value.flow === true, end: value.range?.[1] ?? text.length };
}
