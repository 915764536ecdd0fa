import { t } from '@vscode/l10n';
import { parseNpmrc } from '../../model/npmrc.ts';
import type { BuildList } from '../../ports/manager-driver.ts';
import { jsonObjectList } from '../json-build-lists.ts';
import { isSince } from '../since.ts';

/**
 * `allowScripts` of the root's package.json, since npm 11.16 (npm documentation: npm-approve-scripts); npm 11 only tells
 * of what is not in it, npm 12 runs nothing else. Versions are named one by one.
 */
export const npmBuildLists: readonly BuildList[] = [
  {
    ...jsonObjectList(['allowScripts']),
    isLocked: false,
    holds: async (_read, version) => isSince(version, 11, 16),
    entry: (name, version) => `${name}@${version}`,
    // npm 12: resolve-allow-scripts, the first source that has anything wins.
    async putsAside(read) {
      const isSet = parseNpmrc((await read('.npmrc')) ?? '').some(({ key }) => key === 'allow-scripts');
      return isSet ? t('npm then goes by it alone, and "allow-scripts" of .npmrc counts no more.') : undefined;
    },
  },
];
