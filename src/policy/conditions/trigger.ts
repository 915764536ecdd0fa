import { triggers } from '../../model/operation.ts';
import { choicesSchema, chosen } from './choices.ts';
import { answer, condition, type Condition } from './condition.ts';

/** Who or what wants it: `"agent"`, `"updater"`, `"manual"` and so on, or a list. It is what the surface set, no claim. */
export const triggerCondition: Condition = condition('trigger', choicesSchema(triggers), (choices) => {
  const words = chosen(choices);
  return ({ trigger }) => (trigger === undefined ? 'not-applicable' : answer(words.has(trigger)));
});
