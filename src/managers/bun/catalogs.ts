import { defaultCatalog, toCatalogs, type CatalogEdit } from '../../model/catalog.ts';
import { setInManifest } from '../../model/manifest-edit.ts';
import type { CatalogFile } from '../../ports/manager-driver.ts';
import { readJsonObject } from '../json.ts';

/** `catalog` and `catalogs`, below `workspaces` or beside it, in the root's package.json (Bun documentation: Catalogs). */
export const bunCatalogs: CatalogFile = {
  path: 'package.json',
  async read(text) {
    const { catalog, catalogs } = placeOf(text).holder;
    return toCatalogs(catalog, catalogs);
  },
  async edit(text, edits) {
    return edits.reduce((result, edit) => setInManifest(result, pathOf(result, edit), edit.range), text);
  },
};

/** Bun looks below `workspaces` first, and beside it only where nothing is there. */
function placeOf(text: string): { readonly path: readonly string[]; readonly holder: Record<string, unknown> } {
  const manifest = readJsonObject(text);
  const { workspaces } = manifest as { workspaces?: unknown };
  const inside = typeof workspaces === 'object' && workspaces !== null && !Array.isArray(workspaces);
  const holder = (inside ? workspaces : {}) as Record<string, unknown>;
  const isInside = 'catalog' in holder || 'catalogs' in holder;
  const isBeside = 'catalog' in manifest || 'catalogs' in manifest;
  return isInside || (inside && !isBeside) ? { path: ['workspaces'], holder } : { path: [], holder: manifest };
}

function pathOf(text: string, { catalog, name }: CatalogEdit): readonly string[] {
  const { path, holder } = placeOf(text);
  const { catalogs } = holder as { catalogs?: object };
  const isMain = catalog === defaultCatalog && !(typeof catalogs === 'object' && defaultCatalog in catalogs);
  return isMain ? [...path, 'catalog', name] : [...path, 'catalogs', catalog, name];
}
