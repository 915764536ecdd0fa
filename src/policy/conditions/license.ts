import type { ConditionAnswer } from '../../model/rule.ts';
import { readGlob } from '../glob.ts';
import { condition, remembered, type Condition } from './condition.ts';
import { matcherOf, patternsSchema } from './patterns.ts';

/** The longest expressions of real packages have some two hundred letters. */
const longestExpression = 1_024;

/**
 * The licence by its SPDX name: `"MIT"`, `"GPL-*"`, or a list, `["!MIT", "!ISC"]` is any but these. Capitals do not count.
 * Of an expression with several names all have to match: where only some do, it depends on how it is read, so the answer
 * is not known. What comes after `WITH` is left alone.
 */
export const licenseCondition: Condition = condition('license', patternsSchema, (patterns) => {
  const matches = matcherOf(patterns, (pattern) => readGlob(pattern.toLowerCase()));
  const tell = remembered((license) => answerOfExpression(license, matches));
  return ({ license }) => tell(license);
});

function answerOfExpression(license: string | undefined, matches: (name: string) => boolean): ConditionAnswer {
  const names = namesIn(license);
  if (names.length === 0) return 'not-applicable';
  const hits = names.filter(matches).length;
  if (hits === names.length) return 'match';
  return hits === 0 ? 'no' : 'not-applicable';
}

/** Source of the grammar: SPDX specification, annex "SPDX license expressions". `SEE LICENSE IN …` is npm's own. */
function namesIn(license: string | undefined): readonly string[] {
  if (license === undefined || license.length > longestExpression) return [];
  const words = license
    .toLowerCase()
    .split(/[\s()]+/)
    .filter((word) => word !== '');
  if (words[0] === 'see') return [];
  return words.filter((word, index) => !['and', 'or', 'with'].includes(word) && words[index - 1] !== 'with');
}
