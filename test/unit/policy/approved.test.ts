import assert from 'node:assert/strict';
import { approvers } from '../../../src/model/approval.ts';
import type { GateCheckName, GateReport, GateResult } from '../../../src/model/gate.ts';
import type { PackageName } from '../../../src/model/package-name.ts';
import { answersOf, approverWord, isApproved, needsPerson } from '../../../src/policy/approved.ts';

type Checks = Partial<Record<GateCheckName, GateResult>>;

function report(name: string, version: string | undefined, checks: Checks): GateReport {
  const all = Object.entries(checks).map(([check, result]) => ({
    ...{ check: check as GateCheckName, result, reason: check, source: 'local' },
    checkedAt: '2026-11-23T10:00:00.000Z',
  }));
  const verdict = all.some(({ result }) => result === 'ask') ? 'ask' : 'allow';
  return { package: name as PackageName, version, verdict, checks: all, broughtBy: [], didYouMean: undefined };
}

describe('what an approval answers', () => {
  /** What was shown, what the gate says by the time of the install, and whether that goes on. */
  const table: readonly (readonly [string, readonly GateReport[], GateReport, boolean])[] = [
    [
      'the same question',
      [report('x', '1.0.0', { lookalike: 'ask' })],
      report('x', '1.0.0', { lookalike: 'ask', advisory: 'unknown' }),
      true,
    ],
    [
      'fewer questions',
      [report('x', '1.0.0', { lookalike: 'ask', 'version-age': 'ask' })],
      report('x', '1.0.0', { lookalike: 'ask' }),
      true,
    ],
    [
      'one question more',
      [report('x', '1.0.0', { lookalike: 'ask' })],
      report('x', '1.0.0', { lookalike: 'ask', advisory: 'ask' }),
      false,
    ],
    [
      'another version',
      [report('x', '1.0.0', { lookalike: 'ask' })],
      report('x', '1.0.1', { lookalike: 'ask' }),
      false,
    ],
    [
      'another version without a question',
      [report('x', '1.0.0', { 'version-age': 'ask' })],
      report('x', '1.0.1', { 'version-age': 'allow' }),
      false,
    ],
    [
      'a question about the name, before a range gave a version',
      [report('x', undefined, { lookalike: 'ask' })],
      report('x', '1.0.0', { lookalike: 'ask' }),
      true,
    ],
    [
      'a question about the version that a range gave then',
      [report('x', undefined, { lookalike: 'ask' })],
      report('x', '1.0.0', { lookalike: 'ask', 'version-age': 'ask' }),
      false,
    ],
    ['a package that nobody was asked about', [], report('y', '1.0.0', { lookalike: 'ask' }), false],
    ['one that nothing is asked about', [], report('y', '1.0.0', { lookalike: 'allow' }), true],
    [
      'the question about another package',
      [report('x', '1.0.0', { lookalike: 'ask' })],
      report('y', '1.0.0', { lookalike: 'ask' }),
      false,
    ],
  ];
  for (const [what, shown, now, expected] of table) {
    it(`${what}: ${expected ? 'yes' : 'no'}`, () => {
      assert.equal(isApproved(now, answersOf(shown)), expected);
    });
  }

  it('is left to a person where a script cannot have looked at the name or the version', () => {
    for (const check of ['lookalike', 'name-age', 'version-age', 'publisher', 'signature'] as const) {
      assert.equal(needsPerson(report('x', '1.0.0', { [check]: 'ask' })), true, check);
      assert.equal(needsPerson(report('x', '1.0.0', { [check]: 'allow', popularity: 'ask' })), false, check);
    }
  });

  it('is shown with who gave it, known to this version or not', () => {
    assert.deepEqual([...approvers, 'somebody else'].map(approverWord), [...approvers, 'somebody else']);
  });
});
