import { t } from '@vscode/l10n';
import type { GateReport } from '../../../model/gate.ts';
import { allowsAutomatic } from '../../../policy/gate.ts';

/**
 * What the gate says of a package, in the few words that fit behind a title: "trusted · 14 of 15 checks", or "2 checks unknown".
 * Undefined where nothing speaks against it and nobody answered yet.
 */
export function verdictWords(report: GateReport): string | undefined {
  const { verdict, checks } = report;
  const of = (result: 'allow' | 'unknown'): number => checks.filter((check) => check.result === result).length;
  if (verdict === 'ask') return t('the gate asks');
  if (verdict === 'block') return t('blocked by the gate');
  if (checks.find(({ check }) => check === 'exists')?.result !== 'allow') return undefined;
  if (allowsAutomatic(report)) return t('trusted · {0} of {1} checks', of('allow'), checks.length);
  return of('unknown') === 1 ? t('1 check unknown') : t('{0} checks unknown', of('unknown'));
}
