import { t } from '@vscode/l10n';
import type { TrustCheck } from './check.ts';

/** Many use it. Only the bundled list is asked: a name that is not in it is unknown, not unpopular. */
export const popularityCheck: TrustCheck = {
  name: 'popularity',
  test({ package: name, popular }) {
    const known = popular.find(name);
    return known === undefined
      ? { result: 'unknown', reason: t('Not on the bundled list of popular packages.'), source: 'popular-list' }
      : {
          result: 'allow',
          reason: t('Downloaded {0} times a month.', grouped(known.downloadsPerMonth)),
          source: 'popular-list',
        };
  },
};

/** Grouped as in every language (SI: by narrow spaces), since the sentence is kept and may be read in another one. */
function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, '\u202f');
}
