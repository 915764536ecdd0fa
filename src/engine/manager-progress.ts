import { t } from '@vscode/l10n';
import type { ManagerDriver, ManagerProgress } from '../ports/manager-driver.ts';

/**
 * Reads a manager's output as it comes and tells how far it is: a localized sentence, and which share of its work is done,
 * 0 to 1. Undefined for a manager that tells nothing.
 */
export function progressTeller(
  driver: ManagerDriver,
  tell: (sentence: string, share: number) => void,
): ((piece: string) => void) | undefined {
  const read = driver.readProgress?.();
  if (read === undefined) return undefined;
  return (piece) => {
    const found = read(piece);
    if (found !== undefined) tell(sentenceOf(found), shareOf(found));
  };
}

function sentenceOf({ phase, done, of }: ManagerProgress): string {
  const isCounted = done !== undefined && of !== undefined;
  switch (phase) {
    case 'resolving':
      return done === undefined ? t('Resolving packages') : t('Resolving packages: {0} so far', done);
    case 'fetching':
      return isCounted ? t('Fetching packages: {0} of {1}', done, of) : t('Fetching packages');
    case 'linking':
      return isCounted ? t('Putting packages in place: {0} of {1}', done, of) : t('Putting packages in place');
  }
}

/** Each phase is a third: how long they take depends on network and disk. */
function shareOf({ phase, done, of }: ManagerProgress): number {
  const within = done === undefined || of === undefined || of === 0 ? 0 : Math.min(1, done / of);
  return (['resolving', 'fetching', 'linking'].indexOf(phase) + within) / 3;
}
