import assert from 'node:assert/strict';
import {
  conditionNames,
  type ConditionAnswer,
  type ConditionName,
  type RuleSubject,
} from '../../../../src/model/rule.ts';
import { conditions } from '../../../../src/policy/conditions/list.ts';
import { ruleSubject } from '../../../support/rules.ts';

type Row = readonly [argument: unknown, subject: Partial<RuleSubject>, answer: ConditionAnswer];

const unknown = 'not-applicable';
const berlin = { timeZone: 'Europe/Berlin' };
const security = { action: 'security-fix' } as const;

const tables: Readonly<Record<ConditionName, readonly Row[]>> = {
  package: [
    ['lodash', { package: 'lodash' }, 'match'],
    ['lodash', { package: 'lodash.merge' }, 'no'],
    ['Lodash', { package: 'lodash' }, 'no'],
    ['@types/*', { package: '@types/node' }, 'match'],
    ['*', { package: 'lodash' }, 'match'],
    ['*', { package: '@types/node' }, 'match'],
    ['eslint*', { package: '@x/eslint' }, 'no'],
    [['react', 'react-*'], { package: 'react-dom' }, 'match'],
    [['@types/*', '!@types/node'], { package: '@types/node' }, 'no'],
    [['@types/*', '!@types/node'], { package: '@types/react' }, 'match'],
    [['!@types/node', '@types/*'], { package: '@types/node' }, 'no'],
    [['!react', '!vue'], { package: 'svelte' }, 'match'],
    [['!react', '!vue'], { package: 'vue' }, 'no'],
    ['!*', { package: 'lodash' }, 'no'],
    ['x', { package: 'x'.repeat(2_000) }, unknown],
  ],
  action: [
    ['install', { action: 'install' }, 'match'],
    [['update', 'resolve'], { action: 'resolve' }, 'match'],
    [['update', 'resolve'], { action: 'security-fix' }, 'no'],
  ],
  dependencyType: [
    ['devDependencies', { dependencyType: 'devDependencies' }, 'match'],
    [['dependencies', 'transitive'], { dependencyType: 'transitive' }, 'match'],
    ['dependencies', { dependencyType: 'transitive' }, 'no'],
    ['dependencies', { dependencyType: undefined }, unknown],
  ],
  project: [
    ['.', { project: '' }, 'match'],
    ['packages/**', { project: 'packages/a' }, 'match'],
    ['packages/**', { project: '' }, 'no'],
    [['apps/*', '!apps/legacy'], { project: 'apps/legacy' }, 'no'],
    ['**', { project: 'a/b' }, 'match'],
    ['apps/*', { project: undefined }, unknown],
  ],
  trigger: [
    ['agent', { trigger: 'agent' }, 'match'],
    [['updater', 'monitor'], { trigger: 'manual' }, 'no'],
    ['agent', { trigger: undefined }, unknown],
  ],
  bump: [
    ['major', { bump: 'major' }, 'match'],
    [['minor', 'patch'], { bump: 'major' }, 'no'],
    ['major', { bump: undefined }, unknown],
    ['major', { action: 'install', bump: undefined }, 'no'],
  ],
  severity: [
    [{ atLeast: 'high' }, { ...security, severity: 'critical' }, 'match'],
    [{ atLeast: 'high' }, { ...security, severity: 'high' }, 'match'],
    [{ atLeast: 'high' }, { ...security, severity: 'moderate' }, 'no'],
    [{ below: 'moderate' }, { ...security, severity: 'low' }, 'match'],
    [{ below: 'moderate' }, { ...security, severity: 'moderate' }, 'no'],
    [{ atLeast: 'moderate', below: 'critical' }, { ...security, severity: 'critical' }, 'no'],
    [{ atLeast: 'low' }, { ...security, severity: undefined }, unknown],
    [{ atLeast: 'low' }, { action: 'update', severity: undefined }, 'no'],
  ],
  score: [
    [{ atLeast: 80 }, { score: 80 }, 'match'],
    [{ atLeast: 80 }, { score: 79 }, 'no'],
    [{ below: 60 }, { score: 0 }, 'match'],
    [{ below: 60 }, { score: 60 }, 'no'],
    [{ atLeast: 0 }, { score: undefined }, unknown],
    [{ atLeast: 0 }, { score: Number.NaN }, unknown],
    [{ atLeast: 0 }, { action: 'install', score: undefined }, 'no'],
  ],
  releaseAge: [
    [{ atLeast: 7 }, { releaseAgeDays: 7 }, 'match'],
    [{ atLeast: 7 }, { releaseAgeDays: 6.9 }, 'no'],
    [{ below: 7 }, { releaseAgeDays: 6.9 }, 'match'],
    [{ below: 7 }, { action: 'install', releaseAgeDays: 1 }, 'match'],
    [{ below: 7 }, { releaseAgeDays: undefined }, unknown],
    [{ below: 7 }, { releaseAgeDays: -1 }, unknown],
    [{ atLeast: 0 }, { releaseAgeDays: Number.NaN }, unknown],
  ],
  license: [
    ['MIT', { license: 'MIT' }, 'match'],
    ['mit', { license: 'MIT' }, 'match'],
    [['GPL-*', 'AGPL-*'], { license: 'GPL-3.0-only' }, 'match'],
    [['GPL-*', 'AGPL-*'], { license: 'LGPL-3.0-only' }, 'no'],
    [['MIT', 'Apache-2.0'], { license: '(MIT OR Apache-2.0)' }, 'match'],
    ['MIT', { license: '(MIT OR GPL-2.0-only)' }, unknown],
    ['GPL-*', { license: 'MIT AND GPL-2.0-only' }, unknown],
    ['GPL-*', { license: 'MIT OR ISC' }, 'no'],
    ['GPL-*', { license: 'GPL-2.0-only WITH Classpath-exception-2.0' }, 'match'],
    [['!MIT', '!ISC'], { license: 'BSD-3-Clause' }, 'match'],
    [['!MIT', '!ISC'], { license: 'ISC' }, 'no'],
    ['MIT', { license: 'SEE LICENSE IN LICENSE.md' }, unknown],
    ['MIT', { license: '' }, unknown],
    ['MIT', { license: undefined }, unknown],
    ['MIT', { license: 'MIT '.repeat(1_000) }, unknown],
  ],
  time: [
    // A Friday; Berlin is an hour ahead of UTC in winter and two in summer.
    [{ ...berlin, days: ['fri'] }, { at: '2026-11-27T22:59:59.000Z' }, 'match'],
    [{ ...berlin, days: ['fri'] }, { at: '2026-11-27T23:00:00.000Z' }, 'no'],
    [{ ...berlin, days: ['sat', 'sun'] }, { at: '2026-11-27T23:00:00.000Z' }, 'match'],
    [{ ...berlin, from: '09:00', to: '17:00' }, { at: '2026-11-27T08:00:00.000Z' }, 'match'],
    [{ ...berlin, from: '09:00', to: '17:00' }, { at: '2026-11-27T07:59:59.000Z' }, 'no'],
    [{ ...berlin, from: '09:00', to: '17:00' }, { at: '2026-11-27T16:00:00.000Z' }, 'no'],
    [{ ...berlin, from: '09:00', to: '17:00' }, { at: '2026-07-03T07:00:00.000Z' }, 'match'],
    [{ ...berlin, from: '22:00', to: '06:00' }, { at: '2026-11-27T21:30:00.000Z' }, 'match'],
    [{ ...berlin, from: '22:00', to: '06:00' }, { at: '2026-11-27T04:59:00.000Z' }, 'match'],
    [{ ...berlin, from: '22:00', to: '06:00' }, { at: '2026-11-27T05:00:00.000Z' }, 'no'],
    [{ ...berlin, days: ['fri'], from: '22:00', to: '06:00' }, { at: '2026-11-28T04:00:00.000Z' }, 'match'],
    [{ ...berlin, days: ['fri'], from: '22:00', to: '06:00' }, { at: '2026-11-27T04:00:00.000Z' }, 'no'],
    [{ ...berlin, days: ['sun'], from: '22:00', to: '06:00' }, { at: '2026-11-30T04:00:00.000Z' }, 'match'],
    [{ timeZone: 'UTC', from: '00:00', to: '00:30' }, { at: '2026-11-27T00:15:00.000Z' }, 'match'],
    [{ timeZone: 'UTC', days: ['fri'] }, { at: undefined }, unknown],
    [{ timeZone: 'UTC', days: ['fri'] }, { at: 'yesterday' }, unknown],
  ],
  branch: [
    ['main', { branch: 'main' }, 'match'],
    ['release/**', { branch: 'release/1/x' }, 'match'],
    [['**', '!main'], { branch: 'main' }, 'no'],
    ['**', { branch: '' }, 'no'],
    ['main', { branch: undefined }, unknown],
  ],
};

const misfits: Readonly<Record<ConditionName, readonly unknown[]>> = {
  package: ['', [], ['a', 1], '*a*a*a*a*a*a*a*a*a*', 'x'.repeat(257), ['!'], { name: 'x' }],
  action: ['remove', [], ['update', '']],
  dependencyType: ['bundledDependencies', []],
  project: ['', [''], 3],
  trigger: ['me', ['agent', 'me']],
  bump: ['huge', ['major', null]],
  severity: [{}, { atLeast: 'info' }, 'high', { atLeast: 'low', most: 'high' }, []],
  score: [{}, { atLeast: 101 }, { below: -1 }, { atLeast: 1.5 }, 80, { atLeast: '80' }, { atLeast: Number.NaN }],
  releaseAge: [{}, { atLeast: 1e9 }, { below: -1 }, { atLeast: Number.POSITIVE_INFINITY }],
  license: ['', [], [['MIT']]],
  time: [
    {},
    { timeZone: 'UTC' },
    { days: ['fri'] },
    { timeZone: 'Mars/Olympus', days: ['fri'] },
    { timeZone: 'UTC', days: [] },
    { timeZone: 'UTC', days: ['friday'] },
    { timeZone: 'UTC', from: '09:00' },
    { timeZone: 'UTC', from: '09:00', to: '09:00' },
    { timeZone: 'UTC', from: '9:00', to: '10:00' },
    { timeZone: 'UTC', from: '09:00', to: '24:00' },
  ],
  branch: ['', 3, ['a', '**/'.repeat(10)]],
};

for (const name of conditionNames) {
  describe(`the condition ${name}`, () => {
    const condition = conditions.find((one) => one.name === name);
    for (const [argument, known, answer] of tables[name]) {
      it(`${JSON.stringify(argument)} of ${JSON.stringify(known).slice(0, 80)}: ${answer}`, () => {
        assert.equal(condition?.test(argument, ruleSubject(known)), answer);
      });
    }

    it('has every answer in its table that it can give', () => {
      const answers = new Set(tables[name].map(([, , answer]) => answer));
      // What is to be done is always known.
      assert.equal(answers.size, name === 'action' ? 2 : 3);
    });

    for (const argument of [...misfits[name], undefined, null, 7, true]) {
      it(`takes no ${JSON.stringify(argument)?.slice(0, 60)}, and answers that nothing is known`, () => {
        assert.equal(condition?.prepare(argument), undefined);
        assert.equal(condition?.test(argument, ruleSubject()), unknown);
      });
    }

    it('gives many subjects the answers that it gives each alone', () => {
      const rows = tables[name];
      for (const [argument] of rows) {
        const prepared = condition?.prepare(argument);
        for (const [, known] of [...rows, ...rows.toReversed()]) {
          const subject = ruleSubject(known);
          assert.equal(prepared?.(subject), condition?.test(argument, subject));
        }
      }
    });
  });
}
