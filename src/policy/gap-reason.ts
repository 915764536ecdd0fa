import { t } from '@vscode/l10n';
import { oneLine } from '../base/one-line.ts';
import type { Gap } from '../model/gap.ts';

/** Letters of why nobody answered. */
const mostQuoted = 100;

/** One sentence on why nothing is known. `what`: its beginning, without a stop. `undefined`: nobody was asked yet. */
export function gapReason(gap: Gap | undefined, what: string): string {
  switch (gap?.why) {
    case undefined:
      return t('{0}: nobody was asked.', what);
    case 'private':
      return t('{0}: only names that everybody can see are asked about.', what);
    case 'off':
      return t('{0}: asking is switched off.', what);
    case 'unanswered':
      return t('{0}: {1}', what, oneLine(gap.message, mostQuoted));
  }
}
