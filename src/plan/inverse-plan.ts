import type { CatalogEdit } from '../model/catalog.ts';
import { dependencyFields, dependencyTypes, type DependencyField } from '../model/manifest.ts';
import type { ManifestEdit } from '../model/manifest-edit.ts';
import type { Operation, PackageChange } from '../model/operation.ts';
import type { Project } from '../model/project.ts';

/** What stands in the way of taking an operation back, so that it can be said before anything is touched. */
export type InverseBlock =
  | { readonly kind: 'manifest-gone'; readonly change: PackageChange }
  /** The entry has another range now: a later step, or the user, moved it on. */
  | { readonly kind: 'moved-on'; readonly change: PackageChange; readonly range: string };

export type InversePlan =
  | {
      readonly kind: 'edits';
      readonly edits: readonly ManifestEdit[];
      readonly catalogEdits: readonly CatalogEdit[];
    }
  | { readonly kind: 'blocked'; readonly blocks: readonly InverseBlock[] };

/** The entries that a manifest has of one package. */
export type FieldRanges = ReadonlyMap<DependencyField, string>;

/** The entries before and after the operation, from the manifest bytes it kept. */
export interface EntryRanges {
  readonly before: FieldRanges;
  readonly after: FieldRanges;
  /** The same of the catalog's entry, and what it is now, where the manifest's entry named one after the operation. */
  readonly inCatalog?: {
    readonly catalog: string;
    readonly before: string | undefined;
    readonly after: string | undefined;
    readonly now: string | undefined;
  };
}

/**
 * The edits that take an operation back in today's manifests, so that what came later stays. An entry that was written
 * and is gone by now, or is already as it was, needs no edit.
 */
export function planInverse(
  project: Project,
  operation: Operation,
  rangesOf: (change: PackageChange) => EntryRanges,
): InversePlan {
  const edits: ManifestEdit[] = [];
  const catalogEdits: CatalogEdit[] = [];
  const blocks: InverseBlock[] = [];
  for (const change of operation.packages) {
    const manifest = project.manifests.find((candidate) => candidate.folder === change.manifest);
    if (manifest === undefined) {
      blocks.push({ kind: 'manifest-gone', change });
      continue;
    }
    const { before, after, inCatalog } = rangesOf(change);
    if (inCatalog !== undefined && inCatalog.now !== inCatalog.before && inCatalog.after !== inCatalog.before) {
      const { catalog, now } = inCatalog;
      if (now === inCatalog.after) catalogEdits.push({ catalog, name: change.name, range: inCatalog.before });
      else if (now !== undefined) blocks.push({ kind: 'moved-on', change, range: now });
    }
    const now = entriesOf((field) => manifest.dependencies[field].get(change.name));
    const undo = isMove(before, after) ? undoMove(now, before, after) : undoEntries(now, before, after);
    if (undo.movedOn !== undefined) blocks.push({ kind: 'moved-on', change, range: undo.movedOn });
    for (const [field, range] of undo.entries)
      edits.push({ manifest: change.manifest, field, name: change.name, range });
  }
  return blocks.length > 0 ? { kind: 'blocked', blocks } : { kind: 'edits', edits, catalogEdits };
}

/** The entries of one package, field by field. */
export function entriesOf(rangeIn: (field: DependencyField) => string | undefined): FieldRanges {
  return new Map(
    dependencyFields.flatMap((field) => {
      const range = rangeIn(field);
      return range === undefined ? [] : [[field, range] as const];
    }),
  );
}

/** What is to be written, undefined for an entry that goes; nothing of it where the entry has moved on to another range. */
interface Undo {
  readonly entries: readonly (readonly [DependencyField, string | undefined])[];
  readonly movedOn?: string;
}

function undoEntries(now: FieldRanges, before: FieldRanges, after: FieldRanges): Undo {
  const entries: (readonly [DependencyField, string | undefined])[] = [];
  // Where the user put it since.
  const elsewhere = installing.find((field) => now.has(field) && !before.has(field) && !after.has(field));
  for (const field of dependencyFields.filter((each) => before.get(each) !== after.get(each))) {
    const isHere = now.has(field) || field === 'peerDependencies';
    const place = isHere ? field : (elsewhere ?? field);
    const range = now.get(place);
    if (range === before.get(field) || (range === undefined && after.has(field))) continue;
    if (range !== undefined && range !== after.get(field)) return { entries: [], movedOn: range };
    entries.push([place, before.get(field)]);
  }
  return { entries };
}

/** An entry in one of them may stand for one in another; what is asked of whoever uses the package may not. */
const installing = dependencyFields.filter((field) => field !== 'peerDependencies');

/** The field that an entry left, to which it goes back; undefined where none was moved. */
export function movedFrom({ before, after }: Pick<EntryRanges, 'before' | 'after'>): DependencyField | undefined {
  const left = dependencyTypes.find((field) => before.has(field) && !after.has(field));
  return isMove(before, after) ? left : undefined;
}

/** It was declared all the time, in other fields. */
function isMove(before: FieldRanges, after: FieldRanges): boolean {
  const [left, came] = [placesOf(before), placesOf(after)];
  return left !== '' && came !== '' && left !== came;
}

/** Its fields come back. A range that was changed since is no part of the move, and goes along. */
function undoMove(now: FieldRanges, before: FieldRanges, after: FieldRanges): Undo {
  const place = placesOf(now);
  if (place === '' || place === placesOf(before)) return { entries: [] };
  const back = (target: (field: DependencyField) => string | undefined): Undo => ({
    entries: dependencyTypes.filter((field) => now.get(field) !== target(field)).map((field) => [field, target(field)]),
  });
  const [was, is, today] = [before, after, now].map(rangesOf) as [string[], string[], string[]];
  const isSamePlace = place === placesOf(after);
  if (isSamePlace && today.join('\n') === is.join('\n')) return back((field) => before.get(field));
  const [range = ''] = today;
  // Of two entries nobody can tell which one the new range is meant for.
  const isWhole = was.length === 1 && is.length === 1 && was[0] === is[0];
  return isSamePlace && isWhole
    ? back((field) => (before.has(field) ? range : undefined))
    : { entries: [], movedOn: range };
}

function rangesOf(entries: FieldRanges): string[] {
  return dependencyTypes.flatMap((field) => entries.get(field) ?? []);
}

function placesOf(entries: FieldRanges): string {
  return dependencyTypes.filter((field) => entries.has(field)).join(' ');
}
