import { actionsByDefault, ruleActions, type RuleAction, type RuleKind, type RuleRow } from '../model/rule.ts';
import { conditions } from './conditions/list.ts';

/** Of a rule whose condition `action` names them. */
const atMost: Readonly<Record<RuleKind, readonly RuleAction[]>> = {
  ...actionsByDefault,
  pin: ['update', 'security-fix', 'resolve'],
  ignore: ruleActions,
};

/** What a rule says something about. */
export function actionsOf({ kind, conditions: given }: Pick<RuleRow, 'kind' | 'conditions'>): readonly RuleAction[] {
  const condition = conditions.find(({ name }) => name === 'action');
  const test = Object.hasOwn(given, 'action') ? condition?.prepare(given['action']) : undefined;
  if (test === undefined) return actionsByDefault[kind];
  return atMost[kind].filter((action) => test({ ...nothingKnown, action }) === 'match');
}

/** True for a kind that keeps something from being done: one that could be done without it. */
export function prevents(kind: RuleKind, action: RuleAction): boolean {
  switch (kind) {
    case 'block':
    case 'ask':
      return true;
    case 'pin':
    case 'ignore':
      return action === 'update' || action === 'resolve';
    case 'auto-install':
    case 'auto-update':
      return false;
  }
}

/**
 * True for a rule that can only prevent: it blocks, asks, raises an age by asking below it, or pins or ignores against
 * updates. Such a rule of a repository holds at once. To hide a fault or to delay its fix is no such thing.
 */
export function tightens(rule: Pick<RuleRow, 'kind' | 'conditions'>): boolean {
  return rule.kind !== 'auto-install' && rule.kind !== 'auto-update'
    ? actionsOf(rule).every((action) => prevents(rule.kind, action))
    : false;
}

/**
 * How little is left to happen, the more the less: by itself, as without any rule, after a person agreed, not at all. What
 * `pin` and `ignore` do to a security fix leaves a fault where it is, so it is no stricter than an update by itself.
 */
export function strictness(kind: RuleKind | undefined, action: RuleAction): number {
  if (kind === undefined) return 1;
  return prevents(kind, action) ? preventing[kind] : 0;
}

const preventing: Readonly<Record<RuleKind, number>> = {
  'auto-install': 0,
  'auto-update': 0,
  ask: 2,
  ignore: 3,
  pin: 4,
  block: 5,
};

const nothingKnown = {
  package: '',
  from: undefined,
  to: undefined,
  dependencyType: undefined,
  project: undefined,
  trigger: undefined,
  bump: undefined,
  severity: undefined,
  score: undefined,
  releaseAgeDays: undefined,
  license: undefined,
  at: undefined,
  branch: undefined,
};
