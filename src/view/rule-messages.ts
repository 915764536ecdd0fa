import * as v from 'valibot';
import { ruleKinds } from '../model/rule.ts';

/** Conditions have lists of texts, and objects of texts, numbers and lists; what they may be in full is the engine's to say. */
const json: v.GenericSchema = v.union([
  v.pipe(v.string(), v.maxLength(4096)),
  v.pipe(v.number(), v.finite()),
  v.boolean(),
  v.null(),
  v.pipe(v.array(v.lazy(() => json)), v.maxLength(1000)),
  v.record(
    v.pipe(v.string(), v.maxLength(200)),
    v.lazy(() => json),
  ),
]);

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));
const bare = <T extends string>(type: T) => v.strictObject({ type: v.literal(type) });

const wish = v.strictObject({
  name: v.pipe(v.string(), v.maxLength(200)),
  kind: v.picklist(ruleKinds),
  priority: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000)),
  enabled: v.boolean(),
  conditions: v.record(v.pipe(v.string(), v.maxLength(200)), json),
});

/**
 * What the page of the rules may say. `tryRule` and `saveRule` are the one place where a webview hands in more than ids: the rule
 * that its user wrote, for the form that the host opened and for no other. `openRules` with null: of the folder that is shown.
 * `closeRules` goes back to the overview, from a form too.
 */
export const ruleMessages = [
  v.strictObject({ type: v.literal('openRules'), folder: v.nullable(id) }),
  bare('closeRules'),
  bare('addRule'),
  v.strictObject({ type: v.literal('editRule'), rule: id }),
  v.strictObject({ type: v.literal('overrideRule'), rule: id }),
  v.strictObject({ type: v.literal('enableRule'), rule: id, enabled: v.boolean() }),
  v.strictObject({ type: v.literal('removeRule'), rule: id }),
  bare('reviewRules'),
  v.strictObject({
    type: v.literal('openRuleFault'),
    index: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000)),
  }),
  v.strictObject({ type: v.literal('tryRule'), form: id, rule: wish }),
  v.strictObject({ type: v.literal('saveRule'), form: id, rule: wish }),
] as const;

/** A message about rules. */
export type RuleMessage = Readonly<v.InferOutput<(typeof ruleMessages)[number]>>;

/** True for one of {@link ruleMessages}. */
export function isRuleMessage(message: { readonly type: string }): message is RuleMessage {
  return ruleMessages.some(({ entries }) => entries.type.literal === message.type);
}
