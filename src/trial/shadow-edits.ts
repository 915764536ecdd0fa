import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import type { RelativePath } from '../base/path.ts';
import { catalogNamedBy, type CatalogEdit } from '../model/catalog.ts';
import { manifestPath } from '../model/manifest.ts';
import { doubledFields, editManifestAll } from '../model/manifest-edit.ts';
import type { Plan, PlannedPackage } from '../model/plan.ts';
import { belowRoot, type Project } from '../model/project.ts';
import type { ManagerDriver } from '../ports/manager-driver.ts';

/** Bytes of files by path relative to the project's root; undefined: not there. */
export type Base = Map<RelativePath, Uint8Array | undefined>;

/** The files that a plan changes, with its edits done. Where it only follows a catalog, that one's file as it is. */
export async function editAll(driver: ManagerDriver, project: Project, plan: Plan, before: Base): Promise<Base> {
  const after: Base = new Map();
  for (const manifest of project.manifests) {
    const edits = plan.edits.filter((edit) => edit.manifest === manifest.folder);
    const path = belowRoot(project, manifestPath(manifest.folder));
    if (edits.length > 0) after.set(path, encode(editedManifest(path, textOf(before.get(path)), edits)));
  }
  const path = driver.catalogs?.path;
  const isFollowed = plan.packages.some(({ range }) => catalogNamedBy(range) !== undefined);
  if (path !== undefined && isFollowed && !after.has(path)) after.set(path, before.get(path));
  return editCatalogs(driver, plan.catalogEdits, after, before);
}

function editedManifest(path: RelativePath, text: string, edits: Plan['edits']): string {
  const doubled = doubledFields(text).find((name) => edits.some(({ field }) => field === name));
  if (doubled === undefined) return editManifestAll(text, edits);
  throw new QmError('QM_MANIFEST_INVALID', {
    message: t('{0} has "{1}" twice, of which the last counts.', path, doubled),
    hint: t('Make one of the two, then try again. Nothing was changed.'),
  });
}

/** The same files with each of these packages at its very version, where its range stands: manifest or catalog. */
export async function pinned(
  driver: ManagerDriver,
  after: Base,
  plan: Plan,
  strays: readonly PlannedPackage[],
): Promise<Base> {
  const result: Base = new Map();
  const direct = strays.filter(({ range }) => catalogNamedBy(range) === undefined);
  for (const [path, bytes] of after) {
    const edits = direct
      .filter((item) => manifestPath(belowRoot({ root: plan.project }, item.manifest)) === path)
      .map(({ field, package: name, version }) => ({ field, name, range: version }));
    result.set(path, edits.length === 0 ? bytes : encode(editManifestAll(textOf(bytes), edits)));
  }
  const entries = strays.flatMap(({ range, package: name, version }) => {
    const catalog = catalogNamedBy(range);
    return catalog === undefined ? [] : [{ catalog, name, range: version }];
  });
  return editCatalogs(driver, entries, result, after);
}

/** On top of the edits that are there already: a manager may keep its catalogs in package.json. */
async function editCatalogs(
  { catalogs }: ManagerDriver,
  edits: readonly CatalogEdit[],
  files: Base,
  before: Base,
): Promise<Base> {
  if (catalogs === undefined || edits.length === 0) return files;
  const { path } = catalogs;
  const text = textOf(files.has(path) ? files.get(path) : before.get(path));
  return files.set(path, encode(await catalogs.edit(text, edits)));
}

export function textOf(bytes: Uint8Array | undefined): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes ?? new Uint8Array());
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
