import { t } from '@vscode/l10n';
import { gapReason } from '../gap-reason.ts';
import type { TrustCheck } from './check.ts';

/** A name that fewer people download in a week is one that hardly anybody has looked at. */
const leastWeekly = 1_000;

/** Many use it: the bundled list has it, or those who count downloads say so. A name that is not on the list is not unpopular by that. */
export const popularityCheck: TrustCheck = {
  name: 'popularity',
  test({ package: name, popular, popularity }) {
    const listed = popular.find(name);
    if (listed !== undefined) {
      const reason = t('Downloaded {0} times a month.', grouped(listed.downloadsPerMonth));
      return { result: 'allow', reason, source: 'popular-list' };
    }
    if (popularity?.known !== true) {
      const reason = gapReason(popularity, t('How often it is downloaded is not known'));
      return { result: 'unknown', reason, source: 'downloads' };
    }
    const { downloads, checkedAt } = popularity;
    const isRare = downloads < leastWeekly;
    const reason = isRare
      ? t('Downloaded {0} times in the last week, which is rare.', grouped(downloads))
      : t('Downloaded {0} times in the last week.', grouped(downloads));
    return { result: isRare ? 'ask' : 'allow', reason, source: 'downloads', checkedAt };
  },
};

/** Grouped as in every language (SI: by narrow spaces), since the sentence is kept and may be read in another one. */
function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, '\u202f');
}
