import type { CatalogEdit, Catalogs } from '../model/catalog.ts';
import type { FileChange } from '../model/resolution.ts';
import type { CatalogFile, ManagerDriver } from '../ports/manager-driver.ts';

/** What a driver knows of the files beside manifests and lockfile. */
export type ConfigKeeper = Pick<ManagerDriver, 'writtenConfigFiles' | 'isOwnWriting' | 'catalogs' | 'buildLists'>;

/** True where nobody but the package manager itself can have made these bytes of a file of a change. */
export async function isManagersWriting(
  keeper: ConfigKeeper | undefined,
  { path, before, after }: FileChange,
  now: Uint8Array | undefined,
): Promise<boolean> {
  if (keeper?.writtenConfigFiles?.includes(path) !== true) return false;
  if (keeper.isOwnWriting === undefined || now === undefined) return true;
  return keeper.isOwnWriting(
    textOf(now),
    [before, after].map((side) => (side === undefined ? '' : textOf(side))),
  );
}

/**
 * A text with our own change of catalogs made in it and nothing else of it touched, whatever else was changed besides.
 * Undefined where one of the texts cannot be read.
 */
export async function mergeCatalogs(
  catalogs: CatalogFile,
  current: Uint8Array | undefined,
  from: Uint8Array | undefined,
  to: Uint8Array | undefined,
): Promise<Uint8Array | undefined> {
  if (current === undefined || from === undefined || to === undefined) return undefined;
  const [before, after] = await Promise.all([from, to].map((bytes) => catalogs.read(textOf(bytes))));
  const edits = editsBetween(before, after);
  if (edits.length === 0) return current;
  // An editor of YAML or JSON throws where the text is none.
  return catalogs.edit(textOf(current), edits).then(
    (text) => new TextEncoder().encode(text),
    () => undefined,
  );
}

/** A text with our own change of lists of builds made in it, and nothing else of it touched. */
export async function mergeBuildLists(
  { buildLists = [] }: ConfigKeeper,
  path: string,
  current: Uint8Array | undefined,
  from: Uint8Array | undefined,
  to: Uint8Array | undefined,
): Promise<Uint8Array | undefined> {
  if (current === undefined || from === undefined || to === undefined) return current;
  let text = textOf(current);
  for (const list of buildLists.filter((each) => each.path === path)) {
    const [before, after] = await Promise.all([from, to].map((bytes) => list.read(textOf(bytes))));
    for (const entry of new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])) {
      const answer = after?.get(entry);
      if (before?.get(entry) !== answer)
        text = await list.edit(text, { entry, answer, staysEmpty: after !== undefined });
    }
  }
  return text === textOf(current) ? current : new TextEncoder().encode(text);
}

/** True where two texts differ by nothing but entries of catalogs. */
export async function differByCatalogs(
  catalogs: CatalogFile,
  from: Uint8Array | undefined,
  to: Uint8Array | undefined,
): Promise<boolean> {
  const merged = await mergeCatalogs(catalogs, from, from, to);
  return merged !== undefined && to !== undefined && textOf(merged) === textOf(to);
}

function editsBetween(from: Catalogs | undefined, to: Catalogs | undefined): readonly CatalogEdit[] {
  return [...new Set([...(from?.keys() ?? []), ...(to?.keys() ?? [])])].flatMap((catalog) => {
    const [before, after] = [from?.get(catalog), to?.get(catalog)];
    const names = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])]);
    return [...names]
      .filter((name) => before?.get(name) !== after?.get(name))
      .map((name) => ({ catalog, name, range: after?.get(name) }));
  });
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
