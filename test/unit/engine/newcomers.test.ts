import assert from 'node:assert/strict';
import { doubtsOf } from '../../../src/engine/newcomers.ts';
import type { GateCheck, GateReport } from '../../../src/model/gate.ts';
import type { PackageName } from '../../../src/model/package-name.ts';

describe('what an operation keeps of what came along', () => {
  const rules = { kind: undefined, rule: undefined, doubtful: false, trace: [], unlisted: 0 };
  const report = (name: string, verdict: GateReport['verdict'], ...checks: readonly Partial<GateCheck>[]) => ({
    package: name as PackageName,
    version: '1.0.0',
    verdict,
    checks: checks.map((check) => ({ ...sure, ...check })),
    broughtBy: [],
    rules,
    didYouMean: undefined,
  });
  const sure: GateCheck = { check: 'name', result: 'allow', reason: 'r', source: 'local', checkedAt: 't' };

  it('is what is in doubt, the gravest first, with the rules where they are what asks', () => {
    const kept = doubtsOf([
      report('fine', 'allow', {}),
      report('unknown', 'allow', {}, { check: 'popularity', result: 'unknown' }),
      report('asked', 'ask', { check: 'rules', result: 'ask' }, {}),
      report('blocked', 'block', { check: 'malware', result: 'block' }),
    ]);
    assert.deepEqual(
      kept.map((one) => [one.package, one.checks.map(({ check }) => check), one.rules]),
      [
        ['blocked', ['malware'], undefined],
        ['asked', ['rules'], rules],
        ['unknown', ['popularity'], undefined],
      ],
    );
  });
});
