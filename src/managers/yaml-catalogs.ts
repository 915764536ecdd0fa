import { defaultCatalog, toCatalogs, type CatalogEdit } from '../model/catalog.ts';
import type { CatalogFile } from '../ports/manager-driver.ts';
import { editYaml, readYamlObject } from './yaml-edit.ts';

/**
 * `catalog:` and `catalogs:` of a YAML file: pnpm-workspace.yaml (pnpm documentation: Catalogs), .yarnrc.yml (Yarn
 * documentation: Configuration, since 4.10).
 */
export const yamlCatalogs: Omit<CatalogFile, 'path'> = {
  async read(text) {
    const { catalog, catalogs } = (await readYamlObject(text)) ?? {};
    return toCatalogs(catalog, catalogs);
  },
  async edit(text, edits) {
    const named = (await readYamlObject(text))?.['catalogs'];
    const hasNamedDefault = typeof named === 'object' && named !== null && defaultCatalog in named;
    const place = ({ catalog, name }: CatalogEdit): readonly string[] =>
      catalog === defaultCatalog && !hasNamedDefault ? ['catalog', name] : ['catalogs', catalog, name];
    return editYaml(
      text,
      edits.map((edit) => ({ path: place(edit), value: edit.range })),
    );
  },
};
