import assert from 'node:assert/strict';
import * as v from 'valibot';
import { fileRuleSchema } from '../../../src/policy/policy-schema.ts';
import {
  draftOf,
  keptConditions,
  readDraft,
  ruleOfDraft,
  sameRule,
  type RuleDraft,
} from '../../../src/view/rule-draft.ts';
import type { RuleWish } from '../../../src/view/rule-facts.ts';

const zone = 'Europe/Berlin';

function rule(conditions: RuleWish['conditions'], change: Partial<RuleWish> = {}): RuleWish {
  return { name: 'A rule', kind: 'ask', priority: 10, enabled: true, conditions, ...change };
}

/** The form of a rule about everything, with some texts in its fields. */
function typed(texts: Partial<RuleDraft['texts']>, choices: Partial<RuleDraft['choices']> = {}): RuleDraft {
  const draft = draftOf(rule({}), zone);
  return { ...draft, texts: { ...draft.texts, ...texts }, choices: { ...draft.choices, ...choices } };
}

const shown: readonly RuleWish['conditions'][] = [
  {},
  { package: 'moment' },
  { package: ['@types/*', '!@types/node', 'a{b,c}d'] },
  { action: 'install' },
  { action: ['install', 'security-fix'] },
  { dependencyType: ['devDependencies', 'transitive'] },
  { project: ['packages/**', '.'] },
  { trigger: 'agent' },
  { bump: ['major', 'downgrade'] },
  { severity: { atLeast: 'high' } },
  { severity: { atLeast: 'low', below: 'critical' } },
  { score: { atLeast: 0, below: 100 } },
  { releaseAge: { below: 14 } },
  { license: ['!MIT', '!ISC'] },
  { time: { days: ['sat', 'sun'], timeZone: 'UTC' } },
  { time: { from: '22:00', to: '06:00', timeZone: zone } },
  { time: { days: ['mon'], from: '09:00', to: '17:30', timeZone: zone } },
  { branch: 'release/**' },
];

const kept: readonly RuleWish['conditions'][] = [
  { package: ['a, b'] },
  { package: ' moment' },
  { package: [] },
  { package: 7 },
  { action: ['install', 'sell'] },
  { action: ['install', 'install'] },
  { severity: { atLeast: 'awful' } },
  { score: { atLeast: 1, over: 2 } },
  { releaseAge: {} },
  { time: { days: ['sat'], timeZone: 'UTC', until: '2027-01-01' } },
  { time: { from: '22:00', timeZone: 'UTC' } },
  { moon: 'full' },
];

describe('the form of a rule', () => {
  for (const conditions of shown) {
    it(`shows and gives back ${JSON.stringify(conditions)}`, () => {
      const before = rule(conditions);
      assert.deepEqual(keptConditions(before), {});
      assert.deepEqual(ruleOfDraft(draftOf(before, zone), before), { rule: before });
    });
  }

  for (const conditions of kept) {
    it(`has no field for ${JSON.stringify(conditions)}, and keeps it as it stands`, () => {
      const before = rule({ ...conditions, bump: 'major' });
      assert.deepEqual(keptConditions(before), conditions);
      const draft = draftOf(before, zone);
      const changed = { ...draft, choices: { ...draft.choices, bump: ['minor'] } };
      assert.deepEqual(ruleOfDraft(changed, before), {
        rule: { ...before, conditions: { ...conditions, bump: 'minor' } },
      });
    });
  }

  it('keeps a rule switched off, and says what was typed without the spaces around it', () => {
    const before = rule({}, { enabled: false });
    const draft = {
      ...typed({ name: '  No moment ', priority: ' 7 ', package: ' moment , luxon,' }),
      kind: 'block' as const,
    };
    const expected = {
      name: 'No moment',
      kind: 'block',
      priority: 7,
      enabled: false,
      conditions: { package: ['moment', 'luxon'] },
    };
    assert.deepEqual(ruleOfDraft(draft, before), { rule: expected });
  });

  const wrong: readonly (readonly [Partial<RuleDraft['texts']>, readonly string[], Partial<RuleDraft['choices']>?])[] =
    [
      [{ name: '  ' }, ['name']],
      [{ name: 'x'.repeat(201) }, ['name']],
      [{ priority: '' }, ['priority']],
      [{ priority: '1001' }, ['priority']],
      [{ priority: '-1' }, ['priority']],
      [{ priority: '1.5' }, ['priority']],
      [{ package: 'x'.repeat(257) }, ['package']],
      [{ project: Array.from({ length: 101 }, (_, index) => `p${index}`).join() }, ['project']],
      [{ scoreAtLeast: '101' }, ['scoreAtLeast']],
      [{ scoreAtLeast: '80', scoreBelow: '80' }, ['scoreBelow']],
      [{ ageBelow: '3651' }, ['ageBelow']],
      [{ ageAtLeast: 'a week' }, ['ageAtLeast']],
      [{ severityAtLeast: 'high', severityBelow: 'high' }, ['severityBelow']],
      [{ severityBelow: 'low' }, ['severityBelow']],
      [{ timeFrom: '22:00' }, ['timeTo']],
      [{ timeTo: '06:00' }, ['timeFrom']],
      [{ timeFrom: '24:00', timeTo: '6:00' }, ['timeFrom', 'timeTo']],
      [{ timeFrom: '06:00', timeTo: '06:00' }, ['timeTo']],
      [{ timeZone: 'Middle/Earth' }, ['timeZone'], { days: ['sat'] }],
      [{ timeZone: '' }, ['timeZone'], { days: ['sat'] }],
    ];
  for (const [texts, fields, choices] of wrong) {
    it(`says what is wrong with ${JSON.stringify(texts).slice(0, 80)}`, () => {
      const made = ruleOfDraft(typed(texts, choices), rule({}));
      assert.ok('faults' in made);
      assert.deepEqual(Object.keys(made.faults), fields);
      assert.ok(Object.values(made.faults).every((sentence) => sentence.endsWith('.')));
    });
  }

  it('takes a time zone for nothing where no time is said', () => {
    assert.deepEqual(ruleOfDraft(typed({ timeZone: 'nonsense' }), rule({})), { rule: rule({}) });
  });

  it('goes as far as a rule of a policy file may', () => {
    const texts = {
      name: 'x'.repeat(200),
      priority: '1000',
      package: 'x'.repeat(256),
      scoreBelow: '100',
      ageBelow: '3650',
    };
    const project = Array.from({ length: 100 }, (_, index) => `p${index}`).join();
    const made = ruleOfDraft(typed({ ...texts, project, timeFrom: '00:00', timeTo: '23:59' }), rule({}));
    assert.ok('rule' in made);
    const { success } = v.safeParse(fileRuleSchema, { id: 'a', ...made.rule });
    assert.equal(success, true);
  });
});

describe('a form that was kept', () => {
  it('comes back as it was', () => {
    const draft = typed({ name: 'half-ty' }, { action: ['update'] });
    assert.deepEqual(readDraft(JSON.parse(JSON.stringify(draft))), draft);
  });

  for (const strange of [
    undefined,
    null,
    'a',
    [],
    {},
    { ...typed({}), kind: 'sell' },
    { ...typed({}), texts: { name: 1 } },
  ]) {
    it(`is left where it is ${JSON.stringify(strange)?.slice(0, 40)}`, () => {
      assert.equal(readDraft(strange), undefined);
    });
  }

  it('loses choices that there are not', () => {
    const strange = { ...typed({}), choices: { action: ['sell', 'install'], bump: 'major' } };
    const choices = { action: ['install'], dependencyType: [], trigger: [], bump: [], days: [] };
    assert.deepEqual(readDraft(strange)?.choices, choices);
  });
});

describe('rules', () => {
  const one = rule({ package: 'a', score: { atLeast: 1, below: 2 } });

  it('are the same whatever the order of what they say', () => {
    const { name, kind, priority, enabled } = one;
    const other = { enabled, conditions: { score: { below: 2, atLeast: 1 }, package: 'a' }, priority, kind, name };
    assert.equal(sameRule(one, other), true);
  });

  for (const change of [{ name: 'B' }, { priority: 11 }, { enabled: false }, { conditions: { package: ['a'] } }]) {
    it(`are others with ${JSON.stringify(change)}`, () => assert.equal(sameRule(one, { ...one, ...change }), false));
  }
});
