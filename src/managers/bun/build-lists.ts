import { t } from '@vscode/l10n';
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
    // Measured with Bun 1.4: with one entry, or none, esbuild is not built any more.
    putsAside: async () =>
      t('Bun then builds nothing else, not even the well-known packages that it trusts without a list.'),
  },
];
