import type { Document, Pair, YAMLMap } from 'yaml';
import { lineEnd, lineStart, newlineOf, unitOf } from './yaml-text.ts';

/** What a YAML text says where it is one mapping; undefined where it is not, or cannot be read. */
export async function readYamlObject(text: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { parseDocument } = await import('./lazy/lockfile-parsers.ts');
  try {
    const document = parseDocument(text);
    if (document.errors.length > 0) return undefined;
    const value: unknown = document.toJS();
    if (value === null || value === undefined) return {};
    return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** One value of a YAML mapping by its path; undefined takes it out. */
export interface YamlEdit {
  readonly path: readonly string[];
  readonly value: string | boolean | undefined;
}

/**
 * The text with the edits done: an entry that stands there keeps its line and its quotes, a new one gets a line where the
 * alphabet wants it if the others are sorted, else the last. Nothing but those lines changes: the parser's own writer would
 * lay out anew what a person laid out. Throws a TypeError for text that is no mapping.
 */
export async function editYaml(text: string, edits: readonly YamlEdit[]): Promise<string> {
  let result = text;
  for (const edit of edits) result = await editOne(result, edit);
  return result;
}

type Yaml = typeof import('./lazy/lockfile-parsers.ts');

async function editOne(text: string, { path, value }: YamlEdit): Promise<string> {
  const yaml = await import('./lazy/lockfile-parsers.ts');
  const document = yaml.parseDocument(text);
  const isEmpty = document.contents === null;
  if (document.errors.length > 0 || (!isEmpty && !yaml.isYamlMap(document.contents))) {
    throw new TypeError('not a mapping of YAML');
  }
  const { map, depth } = deepest(yaml, document, path);
  const pair = map === undefined ? undefined : pairOf(yaml, map, path[depth] as string);
  const isWhole = depth === path.length - 1;
  if (value === undefined)
    return pair !== undefined && isWhole ? withoutPair(text, yaml, document, map, pair, path) : text;
  if (pair !== undefined && isWhole && yaml.isYamlScalar(pair.value)) {
    const [start, end] = pair.value.range ?? [0, 0];
    const quotes = pair.value.type === 'QUOTE_SINGLE' || pair.value.type === 'QUOTE_DOUBLE' ? pair.value.type : 'PLAIN';
    if (end > start) return text.slice(0, start) + scalar(yaml, value, quotes) + text.slice(end);
  }
  const steps = path.slice(depth);
  if (pair !== undefined) return !isWhole && isNothing(yaml, pair) ? below(text, yaml, pair, steps, value) : unfit();
  return map?.flow === true ? inBraces(text, yaml, map, steps, value) : withPair(text, yaml, map, steps, value);
}

function unfit(): never {
  throw new TypeError('another kind of value stands where a mapping or a string should');
}

function isNothing(yaml: Yaml, { value }: Pair): boolean {
  return value === null || (yaml.isYamlScalar(value) && value.value === null);
}

/** Lines below a key that has no value yet. */
function below(
  text: string,
  yaml: Yaml,
  { key }: Pair,
  [, ...steps]: readonly string[],
  value: string | boolean,
): string {
  const at = (key as { range?: readonly [number, number, number] | null }).range?.[0] ?? 0;
  const indent = text.slice(lineStart(text, at), at) + unitOf(text);
  const end = lineEnd(text, at);
  const gap = text.slice(0, end).endsWith('\n') ? '' : newlineOf(text);
  return text.slice(0, end) + gap + linesOf(text, yaml, indent, steps, value) + text.slice(end);
}

/** One more entry before the closing brace. */
function inBraces(text: string, yaml: Yaml, map: YAMLMap, steps: readonly string[], value: string | boolean): string {
  const entry = steps.reduceRight(
    (inner, step, index) => {
      const own = `${scalar(yaml, step, 'PLAIN')}: ${inner}`;
      return index === 0 ? own : `{ ${own} }`;
    },
    scalar(yaml, value, 'PLAIN'),
  );
  const close = (map.range?.[1] ?? text.length) - 1;
  const body = text.slice(0, close).trimEnd();
  if (map.items.length === 0) return `${body} ${entry} ${text.slice(close)}`;
  return `${body.replace(/,$/, '')}, ${entry}${text.slice(body.length)}`;
}

/** The last mapping on the path that is there, and how many steps of the path lead to it. */
function deepest(
  yaml: Yaml,
  document: Document,
  path: readonly string[],
): { readonly map: YAMLMap | undefined; readonly depth: number } {
  let map = yaml.isYamlMap(document.contents) ? document.contents : undefined;
  for (let depth = 0; ; depth++) {
    const next = map === undefined || depth === path.length - 1 ? undefined : pairOf(yaml, map, path[depth] as string);
    if (next === undefined || !yaml.isYamlMap(next.value)) return { map, depth };
    map = next.value;
  }
}

function pairOf(yaml: Yaml, map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((item) => yaml.isYamlScalar(item.key) && String(item.key.value) === key);
}

function scalar(
  yaml: Yaml,
  value: string | boolean,
  defaultStringType: 'PLAIN' | 'QUOTE_SINGLE' | 'QUOTE_DOUBLE',
): string {
  return yaml.stringifyYaml(value, { lineWidth: 0, defaultStringType, singleQuote: true }).trimEnd();
}

/** New lines for the steps of the path that are missing. `map` undefined: the file has none yet. */
function withPair(
  text: string,
  yaml: Yaml,
  map: YAMLMap | undefined,
  steps: readonly string[],
  value: string | boolean,
): string {
  const [at, indent] = placeFor(text, yaml, map, steps[0] as string);
  const before = text.slice(0, at);
  const gap = before === '' || before.endsWith('\n') ? '' : newlineOf(text);
  return before + gap + linesOf(text, yaml, indent, steps, value) + text.slice(at);
}

function linesOf(text: string, yaml: Yaml, indent: string, steps: readonly string[], value: string | boolean): string {
  const lines = steps.map((step, index) => {
    const end = index === steps.length - 1 ? ` ${scalar(yaml, value, 'PLAIN')}` : '';
    return `${indent}${unitOf(text).repeat(index)}${scalar(yaml, step, 'PLAIN')}:${end}${newlineOf(text)}`;
  });
  return lines.join('');
}

/** Where a new entry of a block mapping goes, and how far its key is indented. */
function placeFor(text: string, yaml: Yaml, map: YAMLMap | undefined, key: string): readonly [number, string] {
  const starts = (map?.items ?? []).flatMap(({ key: each }) =>
    yaml.isYamlScalar(each) && each.range ? [{ name: String(each.value), start: each.range[0] }] : [],
  );
  const [first] = starts;
  if (first === undefined) return [text.length, ''];
  const indent = text.slice(lineStart(text, first.start), first.start);
  const isSorted = starts.every(({ name }, index) => index === 0 || (starts[index - 1]?.name ?? '') <= name);
  // Among the settings themselves the order is the author's; only lists of packages are kept sorted.
  const next = isSorted && indent !== '' ? starts.find(({ name }) => name > key) : undefined;
  if (next !== undefined) return [startWithComments(text, next.start), indent];
  const end = map?.range?.[1] ?? text.length;
  const body = text.slice(0, end).trimEnd().length;
  return [indent === '' ? text.length : lineEnd(text, body), indent];
}

/** A line of comment right above an entry belongs to it. */
function startWithComments(text: string, start: number): number {
  let at = lineStart(text, start);
  while (at > 0) {
    const above = lineStart(text, at - 1);
    if (!/^[ \t]*#/.test(text.slice(above, at))) return at;
    at = above;
  }
  return at;
}

/** Its lines go; the mapping that would be empty goes with it. */
function withoutPair(
  text: string,
  yaml: Yaml,
  document: Document,
  map: YAMLMap | undefined,
  pair: Pair,
  path: readonly string[],
): string {
  if (map?.items.length === 1 && path.length > 1) {
    const above = path.slice(0, -1);
    const { map: parent } = deepest(yaml, document, above);
    const own = parent === undefined ? undefined : pairOf(yaml, parent, above.at(-1) as string);
    if (own !== undefined) return withoutPair(text, yaml, document, parent, own, above);
  }
  const [key, value] = [pair.key, pair.value] as { range?: readonly [number, number, number] | null }[];
  const from = key?.range?.[0] ?? 0;
  const to = text.slice(0, Math.max(value?.range?.[1] ?? 0, key?.range?.[1] ?? 0)).trimEnd().length;
  if (map?.flow === true) return fromBraces(text, from, to);
  return text.slice(0, lineStart(text, from)) + text.slice(lineEnd(text, to));
}

/** With the comma behind it, or the one before it where it was the last. */
function fromBraces(text: string, from: number, to: number): string {
  const behind = /^\s*,\s*/.exec(text.slice(to))?.[0];
  if (behind !== undefined) return text.slice(0, from) + text.slice(to + behind.length);
  return text.slice(0, from).replace(/,\s*$/, '') + text.slice(to);
}
