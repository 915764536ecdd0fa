import { dependencyPlaces } from '../../model/rule.ts';
import { choicesSchema, chosen } from './choices.ts';
import { answer, condition, type Condition } from './condition.ts';

/** The field of package.json that has the package, such as `"devDependencies"`, or `"transitive"`; or a list of them. */
export const dependencyTypeCondition: Condition = condition(
  'dependencyType',
  choicesSchema(dependencyPlaces),
  (choices) => {
    const words = chosen(choices);
    return ({ dependencyType }) =>
      dependencyType === undefined ? 'not-applicable' : answer(words.has(dependencyType));
  },
);
