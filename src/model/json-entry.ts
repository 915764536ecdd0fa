import {
  applyEdits,
  findNodeAtLocation,
  modify,
  parseTree,
  type JSONPath,
  type Node,
  type ParseError,
} from 'jsonc-parser';
import {
  formattingOf,
  insertedBetween,
  insertedInLine,
  insertionIndex,
  isOneLine,
  namesIn,
  replaced,
  withoutChild,
} from './json-text.ts';

/**
 * The text of a JSON object with one value set at a path, such as `allowScripts`, `esbuild@0.25.0`; all else stays as it is. A new
 * key goes where the alphabet wants it if the others are sorted, at the top to the end. Throws a TypeError for text that is
 * no object.
 */
export function setEntry(text: string, path: readonly [string, ...string[]], value: boolean): string {
  return edited(text, (body, tree) => {
    // The last object on the way that is there already.
    const depth = path.findIndex((_, at) => findNodeAtLocation(tree, path.slice(0, at + 1)) === undefined);
    if (depth < 0) return changed(body, [...path], value);
    const name = path[depth] as string;
    const holder = findNodeAtLocation(tree, path.slice(0, depth));
    const whole = path.slice(depth + 1).reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
    if (depth > 0 && isOneLine(body, holder)) {
      return insertedInLine(body, holder, insertionIndex(namesIn(holder), name), { name, value: whole });
    }
    return changed(body, path.slice(0, depth + 1), whole, {
      getInsertionIndex: (existing) => (depth === 0 ? existing.length : insertionIndex(existing, name)),
    });
  });
}

/** The same with one string more in a list, made where there is none. */
export function addItem(text: string, path: readonly string[], item: string): string {
  return edited(text, (body, tree) => {
    const list = findNodeAtLocation(tree, [...path]);
    if (list?.type !== 'array') return changed(body, [...path], [item], { getInsertionIndex: (all) => all.length });
    const at = insertionIndex(itemsOf(list), item);
    if (isOneLine(body, list)) return insertedBetween(body, list, at, JSON.stringify(item));
    return changed(body, [...path, at], item, { isArrayInsertion: true });
  });
}

/** The same without one string of a list; a list that would be empty goes, unless it `staysEmpty`. */
export function removeItem(text: string, path: readonly string[], item: string, staysEmpty: boolean): string {
  return edited(text, (body, tree) => {
    const list = findNodeAtLocation(tree, [...path]);
    const at = itemsOf(list).indexOf(item);
    if (list === undefined || at < 0) return body;
    if (itemsOf(list).length > 1) return withoutChild(body, list, at);
    return staysEmpty ? replaced(body, list, '[]') : withoutKey(body, tree, path);
  });
}

/** The same without one value; objects on the way to it that would be empty go, but for the first where it `staysEmpty`. */
export function removeEntry(text: string, path: readonly string[], staysEmpty: boolean): string {
  return edited(text, (body, tree) => {
    if (findNodeAtLocation(tree, [...path]) === undefined) return body;
    let depth = path.length;
    while (depth > 1 && namesIn(findNodeAtLocation(tree, path.slice(0, depth - 1))).length === 1) depth -= 1;
    const first = findNodeAtLocation(tree, path.slice(0, 1));
    if (depth === 1 && staysEmpty && first !== undefined) return replaced(body, first, '{}');
    return withoutKey(body, tree, path.slice(0, depth));
  });
}

function withoutKey(body: string, tree: Node, path: readonly string[]): string {
  const holder = findNodeAtLocation(tree, path.slice(0, -1)) ?? tree;
  const names = namesIn(holder);
  return names.length === 1
    ? replaced(body, holder, '{}')
    : withoutChild(body, holder, names.indexOf(path.at(-1) ?? ''));
}

function edited(text: string, edit: (body: string, tree: Node) => string): string {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const body = text.slice(mark.length);
  const errors: ParseError[] = [];
  const tree = parseTree(body, errors, { allowTrailingComma: true });
  if (tree?.type !== 'object' || errors.length > 0) throw new TypeError('not an object of JSON');
  return mark + edit(body, tree);
}

interface Change {
  readonly isArrayInsertion?: boolean;
  readonly getInsertionIndex?: (existing: string[]) => number;
}

function changed(body: string, path: JSONPath, value: unknown, change: Change = {}): string {
  return applyEdits(body, modify(body, path, value, { formattingOptions: formattingOf(body), ...change }));
}

function itemsOf(list: Node | undefined): readonly string[] {
  return list?.type === 'array' ? (list.children ?? []).map(({ value }) => String(value)) : [];
}
