import type { RuleAction, RuleDecision, RuleKind, RuleRow, RuleSubject, RuleTrace } from '../model/rule.ts';
import { noAnswers, traceOf, type CompiledRules, type PreparedRule, type RuleList } from './compile-rules.ts';
import { strictness } from './rule-reach.ts';

interface Verdict {
  readonly kind: RuleKind | undefined;
  readonly rule: RuleRow | undefined;
  readonly doubtful: boolean;
}

/** Answers as numbers, since there are a million of them. */
const [unasked, match, no, notApplicable] = [0, 1, 2, 3] as const;

/**
 * The decision of the first rule that applies. A stricter rule above it that may apply, by a fact that is not known, makes
 * it a question at least; a rule of a repository that nobody accepted counts where it is stricter than all others. See
 * docs/decisions/020-rules-and-what-is-not-known.md.
 */
export function decideByRules(rules: CompiledRules, subject: RuleSubject): RuleDecision {
  const trace: RuleTrace[] = [];
  // An answer holds for all rules with the same condition.
  const given = new Uint8Array(rules.tests.length);
  const own = firstMatch(rules, rules.own[subject.action].about(subject.package), subject, given, trace);
  const theirs = firstMatch(rules, rules.provisional[subject.action].about(subject.package), subject, given, trace);
  const { kind, rule, doubtful } = stricter(own, theirs, subject.action);
  return { kind, rule: rule === undefined ? undefined : { id: rule.id, name: rule.name }, doubtful, trace };
}

function firstMatch(
  { tests }: CompiledRules,
  list: RuleList,
  subject: RuleSubject,
  given: Uint8Array,
  trace: RuleTrace[],
): Verdict {
  let doubted: Verdict | undefined;
  let decided: Verdict = { kind: undefined, rule: undefined, doubtful: false };
  // By index: an iterator over the places takes half as long again.
  for (let index = 0; index < list.first.length; index++) {
    const place = list.first[index] as number;
    if (place >= 0 && answerAt(tests, place, subject, given) === no) {
      trace.push(list.passed[index] as RuleTrace);
      continue;
    }
    const prepared = list.rules[index] as PreparedRule;
    let code = noAnswers;
    for (const at of prepared.tests) {
      const answer = answerAt(tests, at, subject, given);
      code = code * 3 + answer - 1;
      if (answer === no) break;
    }
    const made = prepared.traces[code] ?? traceOf(prepared, code);
    trace.push(made);
    if (made.outcome === 'doubtful') doubted ??= { kind: 'ask', rule: prepared.rule, doubtful: true };
    if (made.outcome !== 'applies') continue;
    decided = { kind: prepared.effect, rule: prepared.rule, doubtful: false };
    break;
  }
  return doubted === undefined ? decided : stricter(decided, doubted, subject.action);
}

function answerAt(tests: CompiledRules['tests'], place: number, subject: RuleSubject, given: Uint8Array): number {
  const before = given[place] as number;
  if (before !== unasked) return before;
  const told = (tests[place] as (typeof tests)[number])(subject);
  // Not by a table: a lookup by a string is what would cost most here.
  const answer = told === 'no' ? no : told === 'match' ? match : notApplicable;
  given[place] = answer;
  return answer;
}

/** The first of two equally strict ones. A second one that decides nothing does not count. */
function stricter(first: Verdict, second: Verdict, action: RuleAction): Verdict {
  if (second.kind === undefined) return first;
  return strictness(second.kind, action) > strictness(first.kind, action) ? second : first;
}
