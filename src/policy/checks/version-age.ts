import { t } from '@vscode/l10n';
import { daysSince, leastVersionDays, publishedAt } from '../published.ts';
import type { TrustCheck } from './check.ts';

/**
 * The version has been there for a week: by the registry's time where that is plausible, else by the bundled list, which had it at
 * its date.
 */
export const versionAgeCheck: TrustCheck = {
  name: 'version-age',
  test({ package: name, version, registry, popular, now }) {
    const time =
      registry?.ok === true && version !== undefined ? publishedAt(registry.packument, version, now) : undefined;
    if (time !== undefined) {
      const days = daysSince(time, now);
      return days < leastVersionDays
        ? { result: 'ask', reason: t('Published {0} days ago, which is very young.', days), source: 'registry' }
        : { result: 'allow', reason: t('Published {0} days ago.', days), source: 'registry' };
    }
    if (version !== undefined && popular.find(name)?.version === version) {
      return { result: 'allow', reason: t('Known since {0} at least.', popular.date), source: 'popular-list' };
    }
    return { result: 'unknown', reason: t('The age of this version is not known.'), source: 'popular-list' };
  },
};
