import { ruleActions } from '../../model/rule.ts';
import { choicesSchema, chosen } from './choices.ts';
import { answer, condition, type Condition } from './condition.ts';

/**
 * What is about to be done: `"install"` of a package that is missing, `"update"`, `"security-fix"`, or `"resolve"`, or a
 * list. Without it a rule is about all that its kind can be about; `pin` and `ignore` are about security only where this
 * condition names it.
 */
export const actionCondition: Condition = condition('action', choicesSchema(ruleActions), (choices) => {
  const words = chosen(choices);
  return ({ action }) => answer(words.has(action));
});
