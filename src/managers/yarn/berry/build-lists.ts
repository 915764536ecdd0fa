import type { BuildList } from '../../../ports/manager-driver.ts';
import { jsonObjectList } from '../../json-build-lists.ts';

/** `dependenciesMeta` of the root's package.json, by name and version (Yarn documentation: Manifest, "dependenciesMeta.built"). */
export const berryBuildLists: readonly BuildList[] = [
  {
    ...jsonObjectList(['dependenciesMeta'], ['built']),
    isLocked: true,
    holds: async () => true,
    entry: (name, version) => `${name}@${version}`,
  },
];
