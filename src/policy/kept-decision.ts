import type { KeptDecision, RuleDecision } from '../model/rule.ts';

/** Rules that were passed over, and are kept with an operation. */
const mostPassed = 50;

/** A decision as it is kept: what applied or may have applied is all there, and of what was passed over the first ones. */
export function keptDecision(decision: RuleDecision): KeptDecision {
  let passed = 0;
  const trace = decision.trace.filter(({ outcome }) => outcome !== 'passed' || ++passed <= mostPassed);
  return { ...decision, trace, unlisted: decision.trace.length - trace.length };
}
