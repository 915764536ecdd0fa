import type { BuildList } from '../../ports/manager-driver.ts';
import { jsonArrayList } from '../json-build-lists.ts';

/**
 * `trustedDependencies` of the root's package.json (Bun documentation: Lifecycle scripts). bun.lock repeats it, and yet is
 * left alone: a frozen install does not compare the two, and Bun builds what stands there unbuilt only where its lockfile
 * does not have the entry yet.
 */
export const bunBuildLists: readonly BuildList[] = [
  {
    ...jsonArrayList(['trustedDependencies']),
    isLocked: false,
    holds: async () => true,
    entry: (name) => name,
  },
];
