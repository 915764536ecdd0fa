import { t } from '@vscode/l10n';
import type { Advisory, AdvisoryEvidence } from '../model/advisory.ts';

/**
 * Records of the database of malicious packages, and nothing else, begin so:
 * https://github.com/ossf/malicious-packages ("OSV IDs"). Other sources say it in another way.
 */
export function isMalware({ id, isMalware: isSaid }: Advisory): boolean {
  return id.startsWith('MAL-') || isSaid === true;
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
