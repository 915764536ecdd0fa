import { t } from '@vscode/l10n';
import { createdAt, daysSince } from '../published.ts';
import type { TrustCheck } from './check.ts';

/** Days: names that models invent, or that look like others, are mostly registered shortly before they are used. */
const leastNameDays = 30;

/** The name has been registered for a month: by the registry's time, else by the bundled list. */
export const nameAgeCheck: TrustCheck = {
  name: 'name-age',
  test({ package: name, registry, popular, now }) {
    const time = registry?.ok === true ? createdAt(registry.packument, now) : undefined;
    if (time !== undefined) {
      const days = daysSince(time, now);
      return days < leastNameDays
        ? { result: 'ask', reason: t('First published {0} days ago.', days), source: 'registry' }
        : { result: 'allow', reason: t('First published {0} days ago.', days), source: 'registry' };
    }
    return popular.find(name) === undefined
      ? { result: 'unknown', reason: t('The age of this name is not known.'), source: 'registry' }
      : { result: 'allow', reason: t('Known since {0} at least.', popular.date), source: 'popular-list' };
  },
};
