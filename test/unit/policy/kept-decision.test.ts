import assert from 'node:assert/strict';
import type { RuleDecision, RuleTrace } from '../../../src/model/rule.ts';
import { keptDecision } from '../../../src/policy/kept-decision.ts';

describe('a decision that is kept', () => {
  const trace = (rule: string, outcome: RuleTrace['outcome']): RuleTrace => ({
    rule,
    name: rule,
    kind: 'ask',
    outcome,
    conditions: [],
  });
  const decision = (...traces: readonly RuleTrace[]): RuleDecision => ({
    kind: 'ask',
    rule: { id: 'x', name: 'X' },
    doubtful: false,
    trace: traces,
  });

  it('is whole where few rules were looked at', () => {
    const few = decision(trace('a', 'passed'), trace('b', 'doubtful'), trace('x', 'applies'));
    assert.deepEqual(keptDecision(few), { ...few, unlisted: 0 });
  });

  it('leaves out of a thousand that were passed over all but the first fifty, and says how many', () => {
    const passed = Array.from({ length: 1_000 }, (_, index) => trace(`p${index}`, 'passed'));
    const kept = keptDecision(decision(...passed, trace('b', 'doubtful'), trace('x', 'applies')));
    assert.deepEqual([kept.trace.length, kept.unlisted], [52, 950]);
    assert.deepEqual(
      kept.trace.slice(-3).map(({ rule }) => rule),
      ['p49', 'b', 'x'],
    );
  });
});
