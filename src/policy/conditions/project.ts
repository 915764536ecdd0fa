import { condition, remembered, type Condition } from './condition.ts';
import { answerOf, matcherOf, patternsSchema } from './patterns.ts';

/**
 * The project's folder, relative to the workspace folder, with forward slashes: `"packages/**"`, `"apps/*"`, or a list,
 * `!` takes out. `"."` is the workspace folder itself.
 */
export const projectCondition: Condition = condition('project', patternsSchema, (patterns) => {
  const matches = matcherOf(patterns);
  const tell = remembered((project) => answerOf(matches, project === '' ? '.' : project));
  return ({ project }) => tell(project);
});
