import { inRuleOrder } from '../model/rule-order.ts';
import { type ConditionAnswer, type RuleAction, type RuleKind, type RuleRow, type RuleTrace } from '../model/rule.ts';
import type { ConditionTest } from './conditions/condition.ts';
import { conditions } from './conditions/list.ts';
import { packageIndex, startsOf, type Indexed, type PackageIndex } from './package-index.ts';
import { actionsOf, prevents, tightens } from './rule-reach.ts';

/** A rule, ready to be asked about one action. */
export interface PreparedRule {
  readonly rule: RuleRow;
  /** What it decides where it applies. */
  readonly effect: RuleKind;
  /** Whether it counts where it may apply, by a fact that is not known. */
  readonly countsInDoubt: boolean;
  /** Its conditions, as places in {@link CompiledRules.tests}. */
  readonly tests: readonly number[];
  /** What became of it, by the number of its answers: see {@link traceOf}. */
  readonly traces: (RuleTrace | undefined)[];
  readonly names: readonly string[];
}

/** Rules in their order. What most of them need lies side by side, as there are a million of them to walk through. */
export interface RuleList {
  readonly rules: readonly PreparedRule[];
  /** The place of the first condition of each; -1 where there is none. */
  readonly first: Int32Array;
  /** What became of each where that one says no. */
  readonly passed: readonly RuleTrace[];
}

/** Rules that say something about each action. Those that name other packages are not even looked at. */
type ByAction = Readonly<Record<RuleAction, PackageIndex<RuleList>>>;

/** Rules, ready for many subjects. */
export interface CompiledRules {
  readonly own: ByAction;
  readonly provisional: ByAction;
  /** Every condition once, however many rules have it. */
  readonly tests: readonly ConditionTest[];
  /** Stored rules with a condition that this version cannot read: it counts as one about a fact that is not known. */
  readonly unreadable: readonly { readonly rule: RuleRow; readonly condition: string }[];
}

/**
 * Makes rules ready. `rules`: those that this user has, built-in ones and accepted ones of a repository among them.
 * `provisional`: those of a repository that nobody accepted; only what they prevent counts, and a block of a security fix
 * is no more than a question. Rules that are not enabled are left out.
 */
export function compileRules(rules: readonly RuleRow[], provisional: readonly RuleRow[] = []): CompiledRules {
  const pool = testPool();
  const own = prepareAll(rules, pool, ({ kind }) => kind);
  const theirs = prepareAll(provisional.filter(tightens), pool, ({ kind }, action) =>
    kind === 'block' && action === 'security-fix' ? 'ask' : kind,
  );
  return { own, provisional: theirs, tests: pool.tests, unreadable: pool.unreadable };
}

interface TestPool {
  readonly tests: ConditionTest[];
  readonly unreadable: { readonly rule: RuleRow; readonly condition: string }[];
  /** The place of a condition of a rule. */
  place(rule: RuleRow, name: string): number;
}

function testPool(): TestPool {
  const tests: ConditionTest[] = [];
  const unreadable: { rule: RuleRow; condition: string }[] = [];
  const places = new Map<string, number>();
  const known = new Map<string, (typeof conditions)[number]>(conditions.map((one) => [one.name, one]));
  return {
    tests,
    unreadable,
    place(rule, name) {
      const key = `${name} ${JSON.stringify(rule.conditions[name])}`;
      const found = places.get(key);
      if (found !== undefined) return found;
      const test = known.get(name)?.prepare(rule.conditions[name]);
      if (test === undefined) unreadable.push({ rule, condition: name });
      else places.set(key, tests.length);
      return tests.push(test ?? (() => 'not-applicable')) - 1;
    },
  };
}

function prepareAll(
  rules: readonly RuleRow[],
  pool: TestPool,
  effectOf: (rule: RuleRow, action: RuleAction) => RuleKind,
): ByAction {
  const prepared = rules
    .filter(({ enabled }) => enabled)
    .toSorted(inRuleOrder)
    .map((rule) => ({
      rule,
      actions: actionsOf(rule),
      starts: startsOf(rule.conditions['package']),
      variantOf: variantsOf(rule, pool),
    }));
  const indexFor = (action: RuleAction): PackageIndex<RuleList> =>
    packageIndex(
      prepared
        .filter(({ actions }) => actions.includes(action))
        .map(({ rule, starts, variantOf }): Indexed<PreparedRule> => {
          const effect = effectOf(rule, action);
          return { starts, item: variantOf(effect, prevents(effect, action)) };
        }),
      toList,
    );
  return {
    install: indexFor('install'),
    update: indexFor('update'),
    'security-fix': indexFor('security-fix'),
    resolve: indexFor('resolve'),
  };
}

function toList(rules: readonly PreparedRule[]): RuleList {
  return {
    rules,
    first: Int32Array.from(rules, ({ tests }) => tests[0] ?? -1),
    passed: rules.map((rule) => rule.traces[firstSaysNo] ?? traceOf(rule, firstSaysNo)),
  };
}

/** A rule is mostly the same for all actions, and then one and the same object: less memory to walk through. */
function variantsOf(rule: RuleRow, pool: TestPool): (effect: RuleKind, countsInDoubt: boolean) => PreparedRule {
  const names = conditionsOf(rule);
  const tests = names.map((name) => pool.place(rule, name));
  const made: PreparedRule[] = [];
  return (effect, countsInDoubt) => {
    const same = made.find((one) => one.effect === effect && one.countsInDoubt === countsInDoubt);
    if (same !== undefined) return same;
    const variant = { rule, effect, countsInDoubt, tests, names, traces: [] };
    made.push(variant);
    return variant;
  };
}

/** In the order in which conditions are asked; what this version does not know comes last. */
function conditionsOf(rule: RuleRow): readonly string[] {
  const given = Object.keys(rule.conditions);
  const known = conditions.map(({ name }) => name as string).filter((name) => given.includes(name));
  return [...known, ...given.filter((name) => !known.includes(name))];
}

const answers: readonly ConditionAnswer[] = ['match', 'no', 'not-applicable'];

/**
 * The number of no answers. With each that is given it is three times as much, and one more for `no`, two more for
 * `not-applicable`: one number for all answers of a rule.
 */
export const noAnswers = 1;
const firstSaysNo = noAnswers * 3 + 1;

/** What became of a rule, from the number of its answers. It is kept: few of the many possible ones ever come up. */
export function traceOf(prepared: PreparedRule, code: number): RuleTrace {
  const given: ConditionAnswer[] = [];
  for (let rest = code; rest > noAnswers; rest = Math.floor(rest / 3)) given.unshift(answers[rest % 3] ?? 'no');
  const { rule, names, countsInDoubt } = prepared;
  const isOpen = given.includes('not-applicable');
  const made: RuleTrace = {
    rule: rule.id,
    name: rule.name,
    kind: rule.kind,
    outcome: given.includes('no') || (isOpen && !countsInDoubt) ? 'passed' : isOpen ? 'doubtful' : 'applies',
    conditions: given.map((answer, index) => ({ condition: names[index] ?? '', answer })),
  };
  prepared.traces[code] = made;
  return made;
}
