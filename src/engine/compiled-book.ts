import type { AcceptedPolicy } from '../model/rule.ts';
import type { RulesInForce } from '../model/rules-in-force.ts';
import { builtInRuleRows } from '../policy/built-in-rules.ts';
import { compileRules, type CompiledRules } from '../policy/compile-rules.ts';
import { standingOf } from '../policy/policy-standing.ts';
import type { RuleFiles } from './rule-files.ts';

/** Rules, and what they are ready for. */
export interface CompiledBook extends RulesInForce {
  readonly compiled: CompiledRules;
}

/** What holds where a repository has these rules, and its user accepted those. */
export function bookOf(
  { rules: own, faults, notes, updatesBy }: RuleFiles,
  last: AcceptedPolicy | undefined,
): CompiledBook {
  const { hash, accepted, provisional, waiting } = standingOf(own, last);
  const held = [...builtInRuleRows(), ...accepted];
  return {
    rules: [...held, ...provisional],
    waiting,
    faults,
    notes,
    updatesBy,
    current: { hash, rules: own },
    accepted: last,
    compiled: compileRules(held, provisional),
  };
}
