import assert from 'node:assert/strict';
import { compileRules } from '../../../src/policy/compile-rules.ts';
import { sayDifference, simulateRules } from '../../../src/policy/simulate-rules.ts';
import { ruleRow, ruleSubject } from '../../support/rules.ts';

describe('a simulation', () => {
  const before = [ruleRow('all', { kind: 'auto-update' })];
  const after = [...before, ruleRow('majors', { kind: 'ask', priority: 1, conditions: { bump: 'major' } })];
  const subjects = Array.from({ length: 41 }, (_, index) =>
    ruleSubject({ package: `package-${index}`, bump: index % 14 === 0 ? 'major' : 'patch' }),
  );

  it('tells what would have been decided differently, and how', () => {
    const simulation = simulateRules(compileRules(before), compileRules(after), subjects);
    assert.equal(simulation.total, 41);
    assert.deepEqual(
      simulation.different.map(({ subject, before: was, after: is }) => [
        subject.package,
        was.kind,
        is.kind,
        is.rule?.id,
      ]),
      [
        ['package-0', 'auto-update', 'ask', 'majors'],
        ['package-14', 'auto-update', 'ask', 'majors'],
        ['package-28', 'auto-update', 'ask', 'majors'],
      ],
    );
    assert.equal(sayDifference(simulation), 'This would have decided 3 of 41 differently.');
  });

  it('finds no difference where another rule decides the same', () => {
    const other = [ruleRow('other', { kind: 'auto-update', priority: 9 }), ...before];
    const simulation = simulateRules(compileRules(before), compileRules(other), subjects);
    assert.deepEqual(simulation.different, []);
    assert.equal(sayDifference(simulation), 'This would have decided none of 41 differently.');
  });

  it('finds one where nothing decided before, or nothing would now', () => {
    const [none, all] = [compileRules([]), compileRules(before)];
    assert.equal(simulateRules(none, all, subjects).different.length, 41);
    assert.equal(simulateRules(all, none, subjects).different.length, 41);
  });

  it('says where there is nothing to ask about', () => {
    const simulation = simulateRules(compileRules(before), compileRules(after), []);
    assert.equal(sayDifference(simulation), 'There is nothing here yet that this could have decided.');
  });
});
