import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { ruleKinds } from '../model/rule.ts';
import { conditions } from './conditions/list.ts';
import { costOf } from './glob.ts';

/** Rules of a policy file that are looked at; the bar for asking them holds for so many. */
export const mostFileRules = 1_000;
/** Letters of a policy file, and how deep its values may stand in each other: more is no set of rules. */
export const longestFile = 4_000_000;
export const deepestFile = 20;

/**
 * What all patterns of a file may cost together, as `costOf` counts: ten texts for each of a thousand rules, or some three
 * hundred that are made to be dear. Rules of a repository are asked before anybody has looked at them.
 */
export const mostPatternCost = 10_000;

/** Built-in rules are below zero, so that every rule of a file comes before them. */
const highestPriority = 1_000;

/** One rule of `quartermaster.json`. media/quartermaster.schema.json says the same for editors; a test compares them. */
export const fileRuleSchema = v.strictObject({
  id: v.pipe(
    v.string(),
    v.regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, () =>
      t('An id has up to 64 small letters, digits, dots, hyphens and underscores.'),
    ),
  ),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  kind: v.picklist(ruleKinds),
  priority: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(highestPriority)), 0),
  enabled: v.optional(v.boolean(), true),
  conditions: v.strictObject(Object.fromEntries(conditions.map(({ name, schema }) => [name, v.optional(schema)]))),
});

/** What the texts in the conditions of a rule cost to be matched. */
export function patternCost(value: unknown): number {
  if (typeof value === 'string') return costOf(value.replace(/^!/, '')) ?? 0;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, one) => sum + patternCost(one), 0);
}

/** The fields of the file itself. */
export const fileFields = ['$schema', 'rules'] as const;

/** What is wrong with a rule, as its author can mend it: the schema library's own words are English and for programmers. */
export function ruleFault(issue: v.BaseIssue<unknown>): string {
  const place = v.getDotPath(issue) ?? '';
  switch (issue.type) {
    case 'check':
    case 'regex':
      return `"${place}": ${issue.message}`;
    case 'picklist':
      return t('"{0}" has to be one of these: {1}', place, issue.expected ?? '');
    case 'min_value':
    case 'max_value':
      return t('"{0}" is out of range: {1}', place, `${issue.expected ?? ''}`);
    case 'strict_object':
      return wrongObject(issue, place);
    default:
      return t('"{0}" is not what belongs there.', place);
  }
}

function wrongObject(issue: v.BaseIssue<unknown>, place: string): string {
  if (issue.expected === 'never') return t('"{0}" is nothing that can stand there.', place);
  if (issue.expected !== 'Object') return t('"{0}" is not there.', place);
  return place === '' ? t('A rule has to be an object.') : t('"{0}" has to be an object.', place);
}

/** True where a field stands that no schema knows. */
export function isUnknownField(issue: v.BaseIssue<unknown>): boolean {
  return issue.type === 'strict_object' && issue.expected === 'never';
}
