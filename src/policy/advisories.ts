import { t } from '@vscode/l10n';
import { oneLine } from '../base/one-line.ts';
import type { Advisory, AdvisoryEvidence } from '../model/advisory.ts';

/** Letters of why nobody answered. */
const mostQuoted = 100;

/**
 * Records of the database of malicious packages, and nothing else, begin so:
 * https://github.com/ossf/malicious-packages ("OSV IDs").
 */
export function isMalware({ id }: Advisory): boolean {
  return id.startsWith('MAL-');
}

/** True also where nobody says how grave it is: unknown is not harmless. */
export function isGrave({ severity }: Advisory): boolean {
  return severity !== 'low' && severity !== 'moderate';
}

/** Whether the version is known to be malware, or a grave advisory to hold for it. */
export function hasGrave(evidence: AdvisoryEvidence): boolean {
  return evidence.known && evidence.advisories.some((each) => isMalware(each) || isGrave(each));
}

export function severityWord(severity: Advisory['severity']): string {
  switch (severity) {
    case undefined:
      return t('severity unknown');
    case 'low':
      return t('low');
    case 'moderate':
      return t('moderate');
    case 'high':
      return t('high');
    case 'critical':
      return t('critical');
  }
}

/** One sentence on why nothing is known. `what`: its beginning, without a stop. `undefined`: nobody was asked yet. */
export function unansweredAdvisories(
  evidence: Exclude<AdvisoryEvidence, { known: true }> | undefined,
  what: string,
): string {
  switch (evidence?.why) {
    case undefined:
      return t('{0}: nobody was asked.', what);
    case 'private':
      return t('{0}: only names that everybody can see are asked about.', what);
    case 'off':
      return t('{0}: asking is switched off.', what);
    case 'unanswered':
      return t('{0}: {1}', what, oneLine(evidence.message, mostQuoted));
  }
}
