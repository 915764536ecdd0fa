import { readGlob } from '../glob.ts';
import { condition, type Condition } from './condition.ts';
import { answerOf, matcherOf, patternsSchema } from './patterns.ts';

/**
 * The package's name: `"lodash"`, `"@babel/*"`, `"eslint*"`, or a list such as `["@types/*", "!@types/node"]`. A `*` stays
 * within scope or name, but a pattern that is `*` alone means every package, as in Renovate and Dependabot.
 */
export const packageCondition: Condition = condition('package', patternsSchema, (patterns) => {
  const matches = matcherOf(patterns, (pattern) => readGlob(pattern === '*' ? '**' : pattern));
  return (subject) => answerOf(matches, subject.package);
});
