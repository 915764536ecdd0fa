import type { FormattingOptions, Node } from 'jsonc-parser';

/** The keys of an object; none where there is no object. */
export function namesIn(node: Node | undefined): readonly string[] {
  return node?.children?.map((property) => String(property.children?.[0]?.value)) ?? [];
}

/** Where the alphabet wants a new one if the others are sorted, else behind the last. */
export function insertionIndex(existing: readonly string[], name: string): number {
  const sorted = existing.every((key, index) => index === 0 || compare(existing[index - 1] as string, key) <= 0);
  if (!sorted) return existing.length;
  const index = existing.findIndex((key) => compare(key, name) > 0);
  return index < 0 ? existing.length : index;
}

/** npm's own order of dependencies (package-json: `localeCompare(…, 'en')`). */
function compare(left: string, right: string): number {
  return left.localeCompare(right, 'en');
}

/** As the text is laid out already. */
export function formattingOf(text: string): FormattingOptions {
  const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? '  ';
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  return { insertSpaces: !indent.startsWith('\t'), tabSize: indent.startsWith('\t') ? 1 : indent.length, eol };
}

/** The text with other content in the place of one value. */
export function replaced(text: string, { offset, length }: Node, content: string): string {
  return text.slice(0, offset) + content + text.slice(offset + length);
}

/** One more entry between the others of an object on one line, spaced as they are. */
export function insertedInLine(
  text: string,
  field: OneLine,
  index: number,
  { name, value }: { readonly name: string; readonly value: unknown },
): string {
  const colon = /^"(?:[^"\\]|\\.)*"(\s*:\s*)/.exec(text.slice(field.children[0].offset))?.[1] ?? ': ';
  return insertedBetween(text, field, index, `${JSON.stringify(name)}${colon}${JSON.stringify(value)}`);
}

/** The same of an object's or a list's entry, given as its text. */
export function insertedBetween(text: string, { children }: OneLine, index: number, entry: string): string {
  const [first, second] = children;
  const between = second === undefined ? '' : text.slice(first.offset + first.length, second.offset);
  const comma = /^\s*,\s*$/.test(between) ? between : ', ';
  const next = children[index];
  if (next !== undefined) return text.slice(0, next.offset) + entry + comma + text.slice(next.offset);
  const last = children.at(-1) ?? first;
  const end = last.offset + last.length;
  return text.slice(0, end) + comma + entry + text.slice(end);
}

/** An object or a list without one of its entries, which is not the only one. */
export function withoutChild(text: string, { children = [] }: Node, index: number): string {
  const [before, own, next] = [children[index - 1], children[index], children[index + 1]];
  if (own === undefined) return text;
  if (next !== undefined) return text.slice(0, own.offset) + text.slice(next.offset);
  const start = before === undefined ? own.offset : before.offset + before.length;
  return text.slice(0, start) + text.slice(own.offset + own.length);
}

type OneLine = Node & { readonly children: readonly [Node, ...Node[]] };

/** Formatting would spread such a field, and all that stands on its line, over many lines. */
export function isOneLine(text: string, field: Node | undefined): field is OneLine {
  if (field?.children === undefined || field.children.length === 0) return false;
  return !text.slice(field.offset, field.offset + field.length).includes('\n');
}
