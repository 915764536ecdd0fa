import type { RuleKind, RuleRow } from './rule.ts';

/** Among rules of one priority, in this order. */
const kindOrder: readonly RuleKind[] = ['block', 'ask', 'pin', 'ignore', 'auto-install', 'auto-update'];

/**
 * The order in which rules are looked at: highest priority first; then the stricter kind; then by id, so that nothing depends
 * on where a rule was stored.
 */
export function inRuleOrder(a: RuleRow, b: RuleRow): number {
  const byKind = kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind);
  return b.priority - a.priority || byKind || (a.id < b.id ? -1 : Number(a.id > b.id));
}
