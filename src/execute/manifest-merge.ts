import { dependencyFields, type DependencyField } from '../model/manifest.ts';
import { doubledFields, editManifestAll, setInManifest } from '../model/manifest-edit.ts';

/** One entry that a change of a manifest sets, or takes away where `range` is undefined. */
export interface Entry {
  readonly field: DependencyField;
  readonly name: string;
  readonly range: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The manifest as somebody else left it, with our own change of its dependencies made on top and nothing else of it
 * touched. Undefined where one of the texts is no manifest: then nobody but a person can tell what is meant.
 */
export function mergeManifest(
  current: Uint8Array | undefined,
  from: Uint8Array | undefined,
  to: Uint8Array | undefined,
): Uint8Array | undefined {
  const entries = changedEntries(from, to);
  const text = textOf(current);
  if (entries === undefined || parse(text) === undefined) return undefined;
  if (doubledFields(text ?? '').some((name) => entries.some(({ field }) => field === name))) return undefined;
  // What a package manager did to the white space is nobody's work.
  if ([from, to].some((side) => isSameJson(text, textOf(side)))) return to;
  const open = entries.filter((entry) => !stands(parse(text), entry));
  const edited = editManifestAll(text ?? '', open);
  const made = dependencyFields.filter((field) => isTakenBack(field, from, to, edited));
  if (open.length + made.length === 0) return current;
  return new TextEncoder().encode(made.reduce((result, field) => setInManifest(result, [field], undefined), edited));
}

/** A field that only the change had made goes with its last entry. */
function isTakenBack(
  field: DependencyField,
  from: Uint8Array | undefined,
  to: Uint8Array | undefined,
  edited: string,
): boolean {
  const [before, after, now] = [parse(textOf(from)), parse(textOf(to)), parse(edited)];
  const isMade = before?.[field] !== undefined && after?.[field] === undefined;
  return isMade && now?.[field] !== undefined && Object.keys(now[field] as object).length === 0;
}

/** True where every entry that the change sets or takes away is so in the current text. */
export function changeStands(
  current: Uint8Array | undefined,
  from: Uint8Array | undefined,
  to: Uint8Array | undefined,
): boolean {
  const now = parse(textOf(current));
  return now !== undefined && changedEntries(from, to)?.every((entry) => stands(now, entry)) === true;
}

/** What the current text sets and takes away beside the change, be that made there or not. */
export function othersEntries(
  current: Uint8Array | undefined,
  from: Uint8Array | undefined,
  to: Uint8Array | undefined,
): readonly Entry[] {
  return changedEntries(from, mergeManifest(current, to, from)) ?? [];
}

/** False where nobody can read it: no package manager can work beside it. */
export function isReadable(manifest: Uint8Array | undefined): boolean {
  return parse(textOf(manifest)) !== undefined;
}

function stands(manifest: Fields | undefined, { field, name, range }: Entry): boolean {
  return entriesOf(manifest, field)[name] === range;
}

function changedEntries(from: Uint8Array | undefined, to: Uint8Array | undefined): readonly Entry[] | undefined {
  const [left, right] = [parse(textOf(from)), parse(textOf(to))];
  if (left === undefined || right === undefined) return undefined;
  return dependencyFields.flatMap((field) => {
    const [before, after] = [entriesOf(left, field), entriesOf(right, field)];
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names]
      .filter((name) => before[name] !== after[name])
      .map((name) => ({ field, name, range: after[name] }));
  });
}

function isSameJson(left: string | undefined, right: string | undefined): boolean {
  const [one, two] = [parse(left), parse(right)];
  return one !== undefined && two !== undefined && JSON.stringify(one) === JSON.stringify(two);
}

/** Without a prototype, so that a package may have any name. */
function entriesOf(manifest: Fields | undefined, field: DependencyField): Readonly<Record<string, string>> {
  const entries = Object.entries((manifest?.[field] ?? {}) as Fields).filter(([, range]) => typeof range === 'string');
  return Object.assign(Object.create(null) as Record<string, string>, Object.fromEntries(entries));
}

function parse(text: string | undefined): Fields | undefined {
  try {
    const value: unknown = JSON.parse((text ?? '').replace(/^\uFEFF/, ''));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}

function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
