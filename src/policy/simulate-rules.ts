import { t } from '@vscode/l10n';
import type { RuleDecision, RuleSubject } from '../model/rule.ts';
import type { CompiledRules } from './compile-rules.ts';
import { decideByRules } from './evaluate-rules.ts';

/** One subject that other rules decide differently. */
export interface DecidedDifferently {
  readonly subject: RuleSubject;
  readonly before: RuleDecision;
  readonly after: RuleDecision;
}

/** What a change of the rules would have meant. */
export interface Simulation {
  /** How many subjects were asked about. */
  readonly total: number;
  /** In the order of the subjects. That another rule decides the same is no difference. */
  readonly different: readonly DecidedDifferently[];
}

/** Asks the rules before and after a change about the same subjects: what happened here and what is open now. */
export function simulateRules(
  before: CompiledRules,
  after: CompiledRules,
  subjects: readonly RuleSubject[],
): Simulation {
  const all = subjects.map((subject) => ({
    subject,
    before: decideByRules(before, subject),
    after: decideByRules(after, subject),
  }));
  return { total: subjects.length, different: all.filter((one) => one.before.kind !== one.after.kind) };
}

/** One localized sentence for whoever is about to save a rule. */
export function sayDifference({ total, different }: Simulation): string {
  if (total === 0) return t('There is nothing here yet that this could have decided.');
  if (different.length === 0) return t('This would have decided none of {0} differently.', total);
  return t('This would have decided {0} of {1} differently.', different.length, total);
}
