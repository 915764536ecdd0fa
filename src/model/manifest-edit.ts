import { applyEdits, findNodeAtLocation, modify, parseTree, type Node } from 'jsonc-parser';
import type { RelativePath } from '../base/path.ts';
import { formattingOf, insertedInLine, insertionIndex, isOneLine, namesIn, replaced } from './json-text.ts';
import { dependencyFields, type DependencyField } from './manifest.ts';

/** One change of one package.json. `range` undefined removes the entry. */
export interface ManifestEdit {
  /** Folder of the manifest. */
  readonly manifest: RelativePath;
  readonly field: DependencyField;
  readonly name: string;
  readonly range: string | undefined;
}

/**
 * The text of package.json with one entry set or removed; indent, newline, key order, byte order mark and everything
 * else stay as they are. A new entry goes where the alphabet wants it if the others are sorted, else to the end; a
 * field that becomes empty is left standing empty, as npm does. Throws a TypeError for text that is not an
 * object, or has the field twice.
 */
export function editManifest(text: string, edit: Omit<ManifestEdit, 'manifest'>): string {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const body = text.slice(mark.length);
  const tree = parseTree(body, undefined, { allowTrailingComma: true });
  if (tree?.type !== 'object') throw new TypeError('package.json is not an object');
  if (isTwice(tree, edit.field)) throw new TypeError(`package.json has "${edit.field}" twice`);
  const field = findNodeAtLocation(tree, [edit.field]);
  const names = namesIn(field);
  const known = lastEntry(field, edit.name);
  // Of two entries with one name the last counts.
  if (known !== undefined && edit.range !== undefined) return mark + replaced(body, known, JSON.stringify(edit.range));
  if (edit.range !== undefined && isOneLine(body, field)) {
    return mark + insertedInLine(body, field, insertionIndex(names, edit.name), { name: edit.name, value: edit.range });
  }
  const edits = modify(body, [edit.field, edit.name], edit.range, {
    ...(isOneLine(body, field) ? {} : { formattingOptions: formattingOf(body) }),
    // Asked of package.json itself where the field is new: npm puts that at the end.
    getInsertionIndex: (existing) => (field === undefined ? existing.length : insertionIndex(existing, edit.name)),
  });
  const edited = applyEdits(body, edits);
  // The last entry of a field takes the field's inner white space with it.
  return (
    mark +
    (edit.range === undefined && names.length === 1 && names[0] === edit.name ? closeEmpty(edited, edit.field) : edited)
  );
}

/** The fields of dependencies that a package.json has twice: it is valid JSON, but an edit of one would count for nothing. */
export function doubledFields(text: string): readonly DependencyField[] {
  const tree = parseTree(text.replace(/^\uFEFF/, ''), undefined, { allowTrailingComma: true });
  return tree === undefined ? [] : dependencyFields.filter((field) => isTwice(tree, field));
}

function isTwice(tree: Node, field: DependencyField): boolean {
  return namesIn(tree).filter((name) => name === field).length > 1;
}

/** All edits of one manifest, one after the other. */
export function editManifestAll(text: string, edits: readonly Omit<ManifestEdit, 'manifest'>[]): string {
  return edits.reduce((result, edit) => editManifest(result, edit), text);
}

/** Every entry of the fields that declare dependencies, the strongest field's where several have a name. */
export function rangesInManifest(text: string): ReadonlyMap<string, string> {
  const tree = parseTree(text.replace(/^\uFEFF/, ''));
  const found = new Map<string, string>();
  for (const field of [...dependencyFields].reverse()) {
    const node = tree === undefined ? undefined : findNodeAtLocation(tree, [field]);
    for (const { children } of node?.children ?? []) {
      const [name, range] = [children?.[0]?.value as unknown, children?.[1]?.value as unknown];
      if (typeof name === 'string' && typeof range === 'string') found.set(name, range);
    }
  }
  return found;
}

/**
 * The text of package.json with one value set at a path, such as `overrides`, `left-pad`, or taken out (undefined); all
 * else stays as it is.
 */
export function setInManifest(text: string, path: readonly string[], value: string | undefined): string {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const body = text.slice(mark.length);
  const edits = modify(body, [...path], value, { formattingOptions: formattingOf(body) });
  return mark + applyEdits(body, edits);
}

function closeEmpty(text: string, field: DependencyField): string {
  const tree = parseTree(text);
  const node = tree === undefined ? undefined : findNodeAtLocation(tree, [field]);
  return node === undefined ? text : replaced(text, node, '{}');
}

function lastEntry(field: Node | undefined, name: string): Node | undefined {
  return field?.children?.findLast((property) => property.children?.[0]?.value === name)?.children?.[1];
}
