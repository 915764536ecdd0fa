import { parse as parseJsonc, type ParseError } from 'jsonc-parser';

/** What a JSON text says where it is one object, comments and trailing commas allowed; empty where it cannot be read. */
export function readJsonObject(text: string): Readonly<Record<string, unknown>> {
  const errors: ParseError[] = [];
  const value: unknown = parseJsonc(text.replace(/^\uFEFF/, ''), errors, { allowTrailingComma: true });
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return errors.length === 0 && isObject ? (value as Record<string, unknown>) : {};
}

/** Every string in a value, at any depth; names of fields are none. */
export function stringsBelow(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsBelow) : [];
}
