import type { AcceptedPolicy, RuleRow } from '../model/rule.ts';
import { changesBetween, type RuleChange } from './rule-changes.ts';
import { tightens } from './rule-reach.ts';
import { hashOfRules } from './rules-hash.ts';

/** What of a repository's rules holds, and what waits for this user. */
export interface PolicyStanding {
  readonly hash: string;
  /** Hold like the user's own. */
  readonly accepted: readonly RuleRow[];
  /** Hold in what they prevent alone: for the second argument of `compileRules`. */
  readonly provisional: readonly RuleRow[];
  /** Do not hold: they would let something happen, hide a fault, or delay its fix. */
  readonly waiting: readonly RuleRow[];
  /** How all of them differ from those of the last acceptance: to accept is to accept all. None where they are the same. */
  readonly changes: readonly RuleChange[];
}

/**
 * Rules that are accepted by this very hash hold wholly. Of any others those that can only prevent hold at once: a pull
 * that changes the file takes the acceptance back, of all of it.
 */
export function standingOf(rules: readonly RuleRow[], last: AcceptedPolicy | undefined): PolicyStanding {
  const hash = hashOfRules(rules);
  if (hash === last?.hash) return { hash, accepted: rules, provisional: [], waiting: [], changes: [] };
  return {
    hash,
    accepted: [],
    provisional: rules.filter(tightens),
    waiting: rules.filter((rule) => !tightens(rule)),
    changes: changesBetween(last?.rules ?? [], rules),
  };
}
