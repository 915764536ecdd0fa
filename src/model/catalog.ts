/** Ranges that a workspace keeps in one place, by package name, by catalog name. */
export type Catalogs = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The catalog that `catalog:` alone means. */
export const defaultCatalog = 'default';

/** One change of one entry of a catalog. `range` undefined removes the entry. */
export interface CatalogEdit {
  readonly catalog: string;
  readonly name: string;
  readonly range: string | undefined;
}

/** The catalog that a manifest's range names: `catalog:` and `catalog:default` the default one, `catalog:x` x. */
export function catalogNamedBy(range: string | undefined): string | undefined {
  if (range?.startsWith('catalog:') !== true) return undefined;
  const name = range.slice('catalog:'.length).trim();
  return name === '' ? defaultCatalog : name;
}

/** The range behind a manifest's range: what the catalog says where it names one, itself where not. */
export function rangeBehind(catalogs: Catalogs, name: string, range: string): string | undefined {
  const catalog = catalogNamedBy(range);
  return catalog === undefined ? range : catalogs.get(catalog)?.get(name);
}

/** Catalogs from parsed text: a record of ranges for the default one, a record of such records for the named ones. */
export function toCatalogs(main: unknown, named: unknown): Catalogs {
  const result = new Map<string, ReadonlyMap<string, string>>();
  const all = [...(main === undefined ? [] : [[defaultCatalog, main] as const]), ...entriesOf(named)];
  for (const [catalog, ranges] of all) {
    const strings = entriesOf(ranges).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    result.set(catalog, new Map([...(result.get(catalog) ?? []), ...strings]));
  }
  return result;
}

function entriesOf(value: unknown): readonly [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}
