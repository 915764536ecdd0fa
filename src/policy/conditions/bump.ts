import { bumpKinds } from '../../model/rule.ts';
import { choicesSchema, chosen } from './choices.ts';
import { answer, condition, type Condition } from './condition.ts';

/**
 * How far the new version is from the installed one: `"major"`, `"minor"`, `"patch"`, `"downgrade"`, or a list. Breaking by
 * semver's rules is `"major"`: also 0.2 to 0.3, and to another prerelease. An install has none.
 */
export const bumpCondition: Condition = condition('bump', choicesSchema(bumpKinds), (choices) => {
  const words = chosen(choices);
  return ({ action, bump }) => {
    if (action === 'install') return 'no';
    return bump === undefined ? 'not-applicable' : answer(words.has(bump));
  };
});
