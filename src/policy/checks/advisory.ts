import { t } from '@vscode/l10n';
import { oneLine } from '../../base/one-line.ts';
import type { Advisory } from '../../model/advisory.ts';
import { isGrave, isMalware, severityWord } from '../advisories.ts';
import { gapReason } from '../gap-reason.ts';
import type { TrustCheck } from './check.ts';

/** Letters of what an advisory says. */
const mostQuoted = 200;

/** No advisory of high or critical severity holds for the version; one whose severity nobody says counts as such. */
export const advisoryCheck: TrustCheck = {
  name: 'advisory',
  test({ advisories }) {
    if (advisories?.known !== true) {
      const reason = gapReason(advisories, t('Its advisories are not known'));
      return { result: 'unknown', reason, source: 'osv' };
    }
    const { checkedAt, source = 'osv' } = advisories;
    const found = advisories.advisories.filter((each) => !isMalware(each));
    const grave = found.filter(isGrave);
    const result = grave.length > 0 ? 'ask' : 'allow';
    return { result, reason: said(grave.length > 0 ? grave : found), source, checkedAt };
  },
};

function said([first, ...others]: readonly Advisory[]): string {
  if (first === undefined) return t('No advisory holds for it.');
  const summary = oneLine(first.summary, mostQuoted);
  const severity = severityWord(first.severity);
  const one = summary === '' ? t('{0} ({1}).', first.id, severity) : t('{0} ({1}): {2}', first.id, severity, summary);
  return others.length === 0 ? one : t('{0} And {1} more.', one, others.length);
}
