import { t } from '@vscode/l10n';
import type { TrustCheck } from './check.ts';

/** The version was already there at the date of the bundled list. Any other version's age is unknown. */
export const versionAgeCheck: TrustCheck = {
  name: 'version-age',
  test({ package: name, version, popular }) {
    if (version !== undefined && popular.find(name)?.version === version) {
      return { result: 'allow', reason: t('Known since {0} at least.', popular.date), source: 'popular-list' };
    }
    return { result: 'unknown', reason: t('The age of this version is not known.'), source: 'popular-list' };
  },
};
