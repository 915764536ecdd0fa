import { t } from '@vscode/l10n';
import { idPrefixes, type AcceptedPolicy, type RuleRow } from '../model/rule.ts';
import type { OwnRules, RulesInForce } from '../model/rules-in-force.ts';
import { builtInRuleRows } from '../policy/built-in-rules.ts';
import { compileRules, type CompiledRules } from '../policy/compile-rules.ts';
import { standingOf } from '../policy/policy-standing.ts';
import type { RuleFiles } from './rule-files.ts';

/** Rules, and what they are ready for. */
export interface CompiledBook extends RulesInForce {
  readonly compiled: CompiledRules;
}

/** What rules come from: the repository's files, what its user accepted of them last, and the rules that the user has made. */
export interface RuleSources {
  readonly files: RuleFiles;
  readonly last: AcceptedPolicy | undefined;
  readonly own: OwnRules;
}

/** What holds where a repository has these rules, and its user accepted and made those. */
export function bookOf({ files, last, own }: RuleSources): CompiledBook {
  const { rules: theirs, faults, notes, updatesBy } = files;
  const { hash, accepted, provisional, waiting } = standingOf(theirs, last);
  const held = [...builtInRuleRows(), ...own.rules, ...accepted];
  const unknown = own.problem === undefined ? [] : [unreadRules()];
  return {
    rules: [...held, ...provisional],
    waiting,
    faults,
    ownFaults: own.faults,
    ownProblem: own.problem,
    notes,
    updatesBy,
    current: { hash, rules: theirs },
    accepted: last,
    compiled: compileRules([...held, ...unknown], provisional),
  };
}

/**
 * Stands for rules that cannot be read: any of them might forbid anything. A condition that nobody knows makes a rule that
 * prevents one that may apply.
 */
function unreadRules(): RuleRow {
  return {
    id: `${idPrefixes.own}*`,
    name: t('Your own rules, which cannot be read now'),
    kind: 'ask',
    priority: Number.MAX_SAFE_INTEGER,
    enabled: true,
    conditions: { unread: true },
    source: 'dashboard',
  };
}
