import { inRuleOrder } from '../model/rule-order.ts';
import { ruleFileOf, type RuleRow } from '../model/rule.ts';
import type { RuleFault, RulesInForce } from '../model/rules-in-force.ts';
import { rulesId, type RuleFacts, type RuleFaultFacts, type RulesSheet } from './rule-facts.ts';

/** What is known beside the rules. */
export interface RulesSurroundings extends Pick<RulesSheet, 'folders' | 'folder' | 'canEdit' | 'problem' | 'done'> {
  /** Of the row of a rule, by the rule's own. */
  rowId(rule: string): string;
}

/** The page of all rules of a folder. `inForce` is undefined until they were read. */
export function rulesSheet(inForce: RulesInForce | undefined, around: RulesSurroundings): RulesSheet {
  const { folders, folder, canEdit, problem, done, rowId } = around;
  return {
    kind: 'rules',
    id: rulesId,
    folders,
    folder,
    rules: inForce && ruleFacts(inForce, rowId),
    changed: inForce?.accepted !== undefined && inForce.accepted.hash !== inForce.current.hash,
    faults: [
      ...(inForce?.faults ?? []).map(faultFacts),
      ...(inForce?.ownFaults ?? []).map(({ rule, message }) => ({ place: undefined, rule: rowId(rule), message })),
    ],
    notes: (inForce?.notes ?? []).map(faultFacts),
    updatesBy: inForce?.updatesBy ?? [],
    canEdit,
    problem,
    done,
  };
}

function ruleFacts(
  { rules, waiting, current, accepted }: RulesInForce,
  rowId: (rule: string) => string,
): readonly RuleFacts[] {
  const isAccepted = accepted?.hash === current.hash;
  const waits = new Set(waiting);
  return [...rules, ...waiting].toSorted(inRuleOrder).map((rule) => {
    const { id, name, kind, priority, enabled, conditions, source } = rule;
    return {
      id: rowId(id),
      name,
      kind,
      priority,
      enabled,
      conditions,
      origin: originOf(rule),
      file: ruleFileOf(source),
      standing: standingOf(rule, waits.has(rule), isAccepted),
    };
  });
}

function originOf({ source }: RuleRow): RuleFacts['origin'] {
  if (source === 'built-in') return 'built-in';
  return source === 'dashboard' ? 'own' : 'file';
}

function standingOf(rule: RuleRow, waits: boolean, isAccepted: boolean): RuleFacts['standing'] {
  if (!rule.enabled) return 'off';
  if (waits) return 'waits';
  return isAccepted || originOf(rule) !== 'file' ? 'holds' : 'stricter';
}

function faultFacts({ file, line, message }: RuleFault): RuleFaultFacts {
  return { place: { file, line }, rule: undefined, message };
}
