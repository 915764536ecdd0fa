import { noOwnRule } from '../../../engine/own-rule-faults.ts';
import { ownId, type RuleRow } from '../../../model/rule.ts';
import type { Session } from '../session.ts';

/** What of the user's own an id names, whose prefix may be left out: its id, and the rule where it can be read. Rejects with QM_NO_RULE. */
export async function ownRuleNamed(
  { engine }: Session,
  typed: string,
): Promise<{ readonly id: string; readonly rule: RuleRow | undefined }> {
  const { rules, waiting, ownFaults, ownProblem } = await engine.rules.inForce();
  if (ownProblem !== undefined) throw ownProblem;
  const own = rules.filter(({ source }) => source === 'dashboard');
  for (const id of [typed, ownId(typed)]) {
    const rule = own.find((one) => one.id === id);
    if (rule !== undefined || ownFaults.some((fault) => fault.rule === id)) return { id, rule };
  }
  throw noOwnRule(typed, [...rules, ...waiting]);
}
