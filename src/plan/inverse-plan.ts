import type { CatalogEdit } from '../model/catalog.ts';
import { declaredIn } from '../model/manifest.ts';
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

/** The entry's range before and after the operation, from the manifest bytes it kept; undefined: there was no entry. */
export interface EntryRanges {
  readonly before: string | undefined;
  readonly after: string | undefined;
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
    const now = declaredIn(manifest, change.name);
    const { before, after, inCatalog } = rangesOf(change);
    if (inCatalog !== undefined && inCatalog.now !== inCatalog.before && inCatalog.after !== inCatalog.before) {
      const { catalog, now } = inCatalog;
      if (now === inCatalog.after) catalogEdits.push({ catalog, name: change.name, range: inCatalog.before });
      else if (now !== undefined) blocks.push({ kind: 'moved-on', change, range: now });
    }
    const field = now?.field ?? change.field;
    if (field === undefined || now?.range === before || (now === undefined && after !== undefined)) continue;
    if (now !== undefined && now.range !== after) blocks.push({ kind: 'moved-on', change, range: now.range });
    else edits.push({ manifest: change.manifest, field, name: change.name, range: before });
  }
  return blocks.length > 0 ? { kind: 'blocked', blocks } : { kind: 'edits', edits, catalogEdits };
}
