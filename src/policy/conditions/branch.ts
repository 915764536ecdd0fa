import { condition, remembered, type Condition } from './condition.ts';
import { answerOf, matcherOf, patternsSchema } from './patterns.ts';

/** The branch that git has checked out: `"main"`, `"release/**"`, or a list, `!` takes out. Without a branch: no. */
export const branchCondition: Condition = condition('branch', patternsSchema, (patterns) => {
  const matches = matcherOf(patterns);
  const tell = remembered((branch) => (branch === '' ? 'no' : answerOf(matches, branch)));
  return ({ branch }) => tell(branch);
});
