import * as v from 'valibot';
import type { ConditionAnswer, ConditionName, RuleSubject } from '../../model/rule.ts';

/** A condition with its argument, ready for many subjects. */
export type ConditionTest = (subject: RuleSubject) => ConditionAnswer;

/** One thing that a rule may ask of its subject. */
export interface Condition {
  readonly name: ConditionName;
  /** What its argument may be; checked at the edge. */
  readonly schema: v.GenericSchema;
  /** Undefined where the argument is not of the schema. */
  prepare(argument: unknown): ConditionTest | undefined;
  /** Pure. An argument that is not of the schema makes it `not-applicable`. */
  test(argument: unknown, subject: RuleSubject): ConditionAnswer;
}

/** A condition of its three parts: name, argument, and what an argument of that type means. */
export function condition<Argument>(
  name: ConditionName,
  schema: v.GenericSchema<unknown, Argument>,
  meaning: (argument: Argument) => ConditionTest,
): Condition {
  const prepare = (argument: unknown): ConditionTest | undefined => {
    const parsed = v.safeParse(schema, argument);
    return parsed.success ? meaning(parsed.output) : undefined;
  };
  return {
    name,
    schema,
    prepare,
    test: (argument, subject) => prepare(argument)?.(subject) ?? 'not-applicable',
  };
}

/** The answer of a fact that is known. */
export function answer(matches: boolean): ConditionAnswer {
  return matches ? 'match' : 'no';
}

/** How many answers are kept at a time. */
const mostRemembered = 100;

/**
 * The same answers, the last of them remembered: findings are many, but of few projects, branches, licences and moments.
 * `tell` has to be pure.
 */
export function remembered(
  tell: (text: string | undefined) => ConditionAnswer,
): (text: string | undefined) => ConditionAnswer {
  const known = new Map<string | undefined, ConditionAnswer>();
  let last: { readonly text: string | undefined; readonly told: ConditionAnswer } | undefined;
  return (text) => {
    if (last !== undefined && last.text === text) return last.told;
    const told = known.get(text) ?? tell(text);
    if (known.size >= mostRemembered) known.clear();
    known.set(text, told);
    last = { text, told };
    return told;
  };
}
