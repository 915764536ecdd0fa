import * as v from 'valibot';
import { ruleKinds, type KeptDecision } from '../model/rule.ts';

/** What the rules said of a package, within the column `gate`. JSON leaves out what no rule decided. */
export const keptDecisionSchema = v.object({
  kind: v.optional(v.picklist(ruleKinds)),
  rule: v.optional(v.object({ id: v.string(), name: v.string() })),
  doubtful: v.boolean(),
  trace: v.array(
    v.object({
      rule: v.string(),
      name: v.string(),
      kind: v.picklist(ruleKinds),
      outcome: v.picklist(['applies', 'doubtful', 'passed']),
      conditions: v.array(v.object({ condition: v.string(), answer: v.picklist(['match', 'no', 'not-applicable']) })),
    }),
  ),
  unlisted: v.number(),
});

/** The same shape as before it was written. */
export function toKeptDecision({
  kind,
  rule,
  doubtful,
  trace,
  unlisted,
}: v.InferOutput<typeof keptDecisionSchema>): KeptDecision {
  return { kind, rule, doubtful, trace, unlisted };
}
