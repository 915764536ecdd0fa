import assert from 'node:assert/strict';
import type { RuleSubject } from '../../../src/model/rule.ts';
import { builtInRuleRows } from '../../../src/policy/built-in-rules.ts';
import { compileRules } from '../../../src/policy/compile-rules.ts';
import { decideByRules } from '../../../src/policy/evaluate-rules.ts';
import { ruleRow, ruleSubject } from '../../support/rules.ts';

const sound = { bump: 'patch', score: 90, releaseAgeDays: 20 } as const;

function decided(known: Partial<RuleSubject>, ...others: Parameters<typeof ruleRow>[]): string {
  const rules = compileRules([...builtInRuleRows(), ...others.map((one) => ruleRow(...one))]);
  const { kind, rule, doubtful } = decideByRules(rules, ruleSubject(known));
  return `${kind} ${rule?.id}${doubtful ? ' in doubt' : ''}`;
}

describe('the built-in rules', () => {
  it('can all be read, have ids and names of their own, and come after all others', () => {
    const rules = builtInRuleRows();
    assert.deepEqual(compileRules(rules).unreadable, []);
    assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length);
    assert.equal(new Set(rules.map(({ name }) => name)).size, rules.length);
    assert.ok(
      rules.every(({ id, priority, source }) => id.startsWith('built-in:') && priority < 0 && source === 'built-in'),
    );
  });

  const table: readonly (readonly [known: Partial<RuleSubject>, decision: string])[] = [
    [{ action: 'install' }, 'auto-install built-in:install'],
    [{ ...sound }, 'auto-update built-in:update'],
    [{ ...sound, score: 79 }, 'undefined undefined'],
    [{ ...sound, score: undefined }, 'undefined undefined'],
    [{ ...sound, bump: 'major' }, 'ask built-in:ask-breaking'],
    [{ ...sound, bump: 'downgrade' }, 'ask built-in:ask-downgrade'],
    [{ ...sound, bump: undefined }, 'ask built-in:ask-breaking in doubt'],
    [{ ...sound, releaseAgeDays: 6.9 }, 'ask built-in:ask-young'],
    [{ ...sound, releaseAgeDays: undefined }, 'ask built-in:ask-young in doubt'],
    [{ ...sound, action: 'security-fix', releaseAgeDays: 1 }, 'auto-update built-in:fix'],
    [{ ...sound, action: 'security-fix', score: 79 }, 'undefined undefined'],
    [{ ...sound, action: 'security-fix', bump: 'major' }, 'ask built-in:ask-breaking'],
    [{ action: 'resolve', bump: 'minor' }, 'auto-update built-in:resolve'],
    [{ action: 'resolve', bump: 'major' }, 'ask built-in:ask-breaking'],
    [{ action: 'resolve', bump: 'downgrade' }, 'ask built-in:ask-downgrade'],
  ];
  for (const [known, decision] of table) {
    it(`decide ${decision} of ${JSON.stringify(known)}`, () => assert.equal(decided(known), decision));
  }

  it('give way to any rule of the user, of priority 0 too', () => {
    assert.equal(decided({ ...sound, bump: 'major' }, ['mine', { kind: 'auto-update' }]), 'auto-update mine');
    assert.equal(decided(sound, ['mine', { kind: 'ignore' }]), 'ignore mine');
    assert.equal(decided({ action: 'install' }, ['mine', { kind: 'ask' }]), 'ask mine');
  });
});
