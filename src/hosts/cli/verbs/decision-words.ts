import { t } from '@vscode/l10n';
import { oneLine } from '../../../base/one-line.ts';
import type { ConditionTrace, KeptDecision, RuleDecision, RuleTrace } from '../../../model/rule.ts';

/** Letters of a rule's name that are shown. */
const mostShown = 120;

/** A decision as documents have it, its rule by id; `null` for what nothing decided. */
export function decisionDocument({ kind, rule, doubtful }: Pick<RuleDecision, 'kind' | 'rule' | 'doubtful'>) {
  return { kind: kind ?? null, rule: rule?.id ?? null, doubtful };
}

/** Which rule decides what. */
export function decisionWords({ kind, rule, doubtful }: Pick<RuleDecision, 'kind' | 'rule' | 'doubtful'>): string {
  if (kind === undefined || rule === undefined) return t('no rule decides');
  const named = `"${oneLine(rule.name, mostShown)}" (${rule.id})`;
  return doubtful ? t('{0}, since the rule {1} may apply', kind, named) : t('{0}, by the rule {1}', kind, named);
}

/** A line for each rule that was looked at, in that order. */
export function traceLines({ trace, unlisted = 0 }: RuleDecision & Partial<KeptDecision>): readonly string[] {
  return [...trace.map(traceLine), ...(unlisted === 0 ? [] : [t('{0} rules more were passed over.', unlisted)])];
}

function traceLine({ rule, name, kind, outcome, conditions }: RuleTrace): string {
  const outcomes: Readonly<Record<RuleTrace['outcome'], string>> = {
    applies: t('applies'),
    doubtful: t('may apply'),
    passed: t('does not apply'),
  };
  const looked = conditions.length === 0 ? [t('it has no conditions')] : conditions.map(conditionWords);
  return `${rule}  ${kind}  "${oneLine(name, mostShown)}"  ${outcomes[outcome]}: ${looked.join(', ')}`;
}

function conditionWords({ condition, answer }: ConditionTrace): string {
  switch (answer) {
    case 'match':
      return t('{0} fits', oneLine(condition, mostShown));
    case 'no':
      return t('{0} does not fit', oneLine(condition, mostShown));
    case 'not-applicable':
      return t('{0} is not known', oneLine(condition, mostShown));
  }
}
