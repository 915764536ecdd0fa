import { severities } from '../model/advisory.ts';
import { triggers } from '../model/operation.ts';
import { bumpKinds, dependencyPlaces, ruleActions, ruleKinds, type RuleKind } from '../model/rule.ts';
import {
  isNumber,
  readBounds,
  readChoices,
  readPatterns,
  readTime,
  splitPatterns,
  weekdays,
} from './rule-conditions.ts';
import { faultsOf } from './rule-draft-faults.ts';
import type { RuleWish } from './rule-facts.ts';

/** Fields in which one writes. */
export const textFields = [
  ...(['name', 'priority', 'package', 'project', 'license', 'branch'] as const),
  ...(['severityAtLeast', 'severityBelow', 'scoreAtLeast', 'scoreBelow', 'ageAtLeast', 'ageBelow'] as const),
  ...(['timeFrom', 'timeTo', 'timeZone'] as const),
] as const;
export type TextField = (typeof textFields)[number];

/** Fields of which one takes some; none means any. */
export const choiceFields = ['action', 'dependencyType', 'trigger', 'bump', 'days'] as const;
export type ChoiceField = (typeof choiceFields)[number];

/** What one may take in each. */
export const choicesOf = {
  action: ruleActions,
  dependencyType: dependencyPlaces,
  trigger: triggers,
  bump: bumpKinds,
  days: weekdays,
} as const satisfies Readonly<Record<ChoiceField, readonly string[]>>;

export type DraftField = TextField | ChoiceField;

/** A form as it stands, which need not be right. */
export interface RuleDraft {
  readonly kind: RuleKind;
  readonly texts: Readonly<Record<TextField, string>>;
  readonly choices: Readonly<Record<ChoiceField, readonly string[]>>;
}

/** What is wrong, beside each field: one localized sentence. */
export type DraftFaults = Readonly<Partial<Record<DraftField, string>>>;

type Conditions = RuleWish['conditions'];

/** Fields for patterns, parted by commas. */
export const patternFields = ['package', 'project', 'license', 'branch'] as const;

/** What a condition is where the form has fields for all of it; undefined: it cannot show it. */
type Shown = { readonly texts?: Partial<RuleDraft['texts']>; readonly choices?: Partial<RuleDraft['choices']> };

/** The form of a rule. `timeZone`: the user's own, for a rule that has none. */
export function draftOf(rule: RuleWish, timeZone: string): RuleDraft {
  const shown = Object.entries(rule.conditions).flatMap(([name, argument]) => shownBy(name, argument) ?? []);
  const none = Object.fromEntries(textFields.map((field) => [field, ''])) as RuleDraft['texts'];
  const any = Object.fromEntries(choiceFields.map((field) => [field, []])) as unknown as RuleDraft['choices'];
  return {
    kind: rule.kind,
    texts: Object.assign(
      { ...none, timeZone, name: rule.name, priority: String(rule.priority) },
      ...shown.map((one) => one.texts),
    ),
    choices: Object.assign({ ...any }, ...shown.map((one) => one.choices)),
  };
}

/** Conditions of a rule that the form has no fields for: they are kept as they stand. */
export function keptConditions({ conditions }: RuleWish): Conditions {
  return Object.fromEntries(
    Object.entries(conditions).filter(([name, argument]) => shownBy(name, argument) === undefined),
  );
}

function shownBy(name: string, argument: unknown): Shown | undefined {
  switch (name) {
    case 'package':
    case 'project':
    case 'license':
    case 'branch': {
      const patterns = readPatterns(argument);
      const isWhole = patterns?.every((pattern) => splitPatterns(pattern).join('\n') === pattern) === true;
      return isWhole ? { texts: { [name]: patterns.join(', ') } } : undefined;
    }
    case 'action':
    case 'dependencyType':
    case 'trigger':
    case 'bump': {
      const choices = readChoices<string>(argument, choicesOf[name]);
      return choices && { choices: { [name]: choices } };
    }
    case 'severity': {
      const bounds = readBounds(argument, isSeverity);
      return bounds && { texts: { severityAtLeast: bounds.atLeast ?? '', severityBelow: bounds.below ?? '' } };
    }
    case 'score': {
      const bounds = readBounds(argument, isNumber);
      return bounds && { texts: { scoreAtLeast: textOf(bounds.atLeast), scoreBelow: textOf(bounds.below) } };
    }
    case 'releaseAge': {
      const bounds = readBounds(argument, isNumber);
      return bounds && { texts: { ageAtLeast: textOf(bounds.atLeast), ageBelow: textOf(bounds.below) } };
    }
    case 'time': {
      const time = readTime(argument);
      return (
        time && {
          texts: { timeFrom: time.from ?? '', timeTo: time.to ?? '', timeZone: time.timeZone },
          choices: { days: time.days },
        }
      );
    }
    default:
      return undefined;
  }
}

function isSeverity(value: unknown): value is string {
  return severities.some((severity) => severity === value);
}

function textOf(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}

/** The rule that a form says, or what is wrong with it. `rule`: what it began with. */
export function ruleOfDraft(
  draft: RuleDraft,
  rule: RuleWish,
): { readonly rule: RuleWish } | { readonly faults: DraftFaults } {
  const faults = faultsOf(draft);
  if (Object.keys(faults).length > 0) return { faults };
  const { name, priority } = draft.texts;
  const conditions = { ...keptConditions(rule), ...conditionsOf(draft) };
  return {
    rule: { name: name.trim(), kind: draft.kind, priority: Number(priority), enabled: rule.enabled, conditions },
  };
}

function conditionsOf({ texts, choices }: RuleDraft): Conditions {
  const given: [string, unknown][] = [];
  const add = (name: string, argument: unknown): void => {
    if (argument !== undefined) given.push([name, argument]);
  };
  for (const field of patternFields) add(field, oneOrAll(splitPatterns(texts[field])));
  for (const field of ['action', 'dependencyType', 'trigger', 'bump'] as const) add(field, oneOrAll(choices[field]));
  add('severity', boundsOf(texts.severityAtLeast, texts.severityBelow, String));
  add('score', boundsOf(texts.scoreAtLeast, texts.scoreBelow, Number));
  add('releaseAge', boundsOf(texts.ageAtLeast, texts.ageBelow, Number));
  add('time', timeOf(texts, choices.days));
  return Object.fromEntries(given);
}

function oneOrAll(words: readonly string[]): string | readonly string[] | undefined {
  return words.length > 1 ? words : words[0];
}

function boundsOf<T>(atLeast: string, below: string, read: (text: string) => T): object | undefined {
  const [least, limit] = [atLeast.trim(), below.trim()];
  if (least === '' && limit === '') return undefined;
  return { ...(least === '' ? {} : { atLeast: read(least) }), ...(limit === '' ? {} : { below: read(limit) }) };
}

function timeOf(texts: RuleDraft['texts'], days: readonly string[]): object | undefined {
  const [from, to, timeZone] = [texts.timeFrom.trim(), texts.timeTo.trim(), texts.timeZone.trim()];
  if (from === '' && days.length === 0) return undefined;
  return { ...(days.length === 0 ? {} : { days }), ...(from === '' ? {} : { from, to }), timeZone };
}

/** A form that was kept, field by field: it may come from another version of the extension. */
export function readDraft(kept: unknown): RuleDraft | undefined {
  const { kind, texts, choices } = objectOf(kept);
  const found = ruleKinds.find((one) => one === kind);
  const [written, taken] = [objectOf(texts), objectOf(choices)];
  if (found === undefined || !textFields.every((field) => typeof written[field] === 'string')) return undefined;
  const chosen = choiceFields.map((field) => {
    const list: readonly unknown[] = Array.isArray(taken[field]) ? taken[field] : [];
    return [field, (choicesOf[field] as readonly string[]).filter((word) => list.includes(word))];
  });
  return { kind: found, texts: written as RuleDraft['texts'], choices: Object.fromEntries(chosen) };
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** True for rules that say the same: the order of conditions does not count. */
export function sameRule(a: RuleWish, b: RuleWish): boolean {
  return JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b));
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, inOrder(one)]));
}
