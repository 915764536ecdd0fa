import assert from 'node:assert/strict';
import type { RuleRow } from '../../../src/model/rule.ts';
import { standingOf } from '../../../src/policy/policy-standing.ts';
import { tightens } from '../../../src/policy/rule-reach.ts';
import { sayChanges } from '../../../src/policy/rule-changes.ts';
import { hashOfRules } from '../../../src/policy/rules-hash.ts';
import { ruleRow } from '../../support/rules.ts';

const block = ruleRow('file:block', { kind: 'block', conditions: { package: 'left-pad' } });
const age = ruleRow('file:age', { kind: 'ask', conditions: { releaseAge: { below: 30 } } });
const auto = ruleRow('file:auto', { kind: 'auto-update', conditions: { bump: 'patch' } });
const hides = ruleRow('file:hides', {
  kind: 'ignore',
  conditions: { action: 'security-fix', severity: { below: 'high' } },
});
const ids = (rules: readonly RuleRow[]): readonly string[] => rules.map(({ id }) => id);

describe('a rule', () => {
  const table: readonly (readonly [tightens: boolean, kind: RuleRow['kind'], conditions: RuleRow['conditions']])[] = [
    [true, 'block', {}],
    [true, 'ask', { releaseAge: { below: 30 } }],
    [true, 'pin', { package: 'react' }],
    [true, 'ignore', { package: 'react' }],
    [true, 'pin', { action: ['update', 'resolve'] }],
    [true, 'ignore', { action: 'update', bump: 'major' }],
    [false, 'pin', { action: ['update', 'security-fix'] }],
    [false, 'ignore', { action: 'security-fix' }],
    [false, 'ignore', { action: 'install' }],
    [false, 'auto-install', {}],
    [false, 'auto-update', {}],
    [false, 'auto-update', { action: 'install' }],
  ];
  for (const [expected, kind, conditions] of table) {
    it(`that is ${kind} of ${JSON.stringify(conditions)} ${expected ? 'only tightens' : 'does more than tighten'}`, () => {
      assert.equal(tightens({ kind, conditions }), expected);
    });
  }
});

describe('the rules of a repository', () => {
  const rules = [block, age, auto, hides];

  it('that nobody accepted hold as far as they prevent, and wait for the rest', () => {
    const standing = standingOf(rules, undefined);
    assert.deepEqual(ids(standing.accepted), []);
    assert.deepEqual(ids(standing.provisional), ['file:block', 'file:age']);
    assert.deepEqual(ids(standing.waiting), ['file:auto', 'file:hides']);
    assert.deepEqual(
      standing.changes.map(({ kind, rule }) => [kind, rule.id]),
      [
        ['added', 'file:age'],
        ['added', 'file:auto'],
        ['added', 'file:block'],
        ['added', 'file:hides'],
      ],
    );
  });

  it('that were accepted hold wholly, in whatever order they stand', () => {
    const accepted = { hash: hashOfRules(rules), rules };
    const standing = standingOf(rules.toReversed(), accepted);
    assert.deepEqual(ids(standing.accepted), ids(rules.toReversed()));
    assert.deepEqual([standing.provisional, standing.waiting, standing.changes], [[], [], []]);
  });

  it('lose their acceptance, all of it, with any change', () => {
    const accepted = { hash: hashOfRules(rules), rules };
    const loosened = { ...age, conditions: { releaseAge: { below: 1 } } };
    const standing = standingOf([block, loosened, auto, hides], accepted);
    assert.deepEqual(ids(standing.provisional), ['file:block', 'file:age']);
    assert.deepEqual(ids(standing.waiting), ['file:auto', 'file:hides']);
    assert.deepEqual(sayChanges(standing.changes), [
      'Changed: Rule file:age: conditions.releaseAge is {"below":1}, was {"below":30}',
    ]);
  });

  it('show all that changed since', () => {
    const accepted = { hash: hashOfRules(rules), rules };
    const wider = { ...auto, priority: 5, conditions: { bump: ['patch', 'minor'], package: '@x/*' } };
    const standing = standingOf([{ ...block, kind: 'auto-install' as const }, age, wider], accepted);
    assert.deepEqual(sayChanges(standing.changes), [
      'Changed: Rule file:auto: priority is 5, was 0',
      'Changed: Rule file:auto: conditions.bump is ["patch","minor"], was "patch"',
      'Changed: Rule file:auto: conditions.package is "@x/*", was nothing',
      'Changed: Rule file:block: kind is "auto-install", was "block"',
      'Gone: Rule file:hides (ignore, priority 0, action "security-fix", severity {"below":"high"})',
    ]);
  });

  it('show what was accepted and now does no more than prevent', () => {
    const accepted = { hash: hashOfRules(rules), rules };
    const standing = standingOf([block, age, { ...auto, kind: 'block' as const }, hides], accepted);
    assert.deepEqual(sayChanges(standing.changes), ['Changed: Rule file:auto: kind is "block", was "auto-update"']);
  });

  it('are shown without control characters', () => {
    const evil = ruleRow('file:evil', {
      name: 'a\u202E\nb',
      kind: 'auto-install',
      enabled: false,
      conditions: { package: '\u001B[2J' },
    });
    const [line] = sayChanges(standingOf([evil], undefined).changes);
    assert.equal(line, 'New: a b (auto-install, priority 0, off, package "\\u001b[2J")');
  });
});

describe('the hash of rules', () => {
  it('does not depend on the order of keys and rules', () => {
    const turned: RuleRow = {
      source: 'policy-file',
      conditions: { severity: { below: 'high' }, action: 'security-fix' },
      enabled: true,
      priority: 0,
      kind: 'ignore',
      name: hides.name,
      id: hides.id,
    };
    assert.equal(hashOfRules([turned, block]), hashOfRules([block, hides]));
    assert.match(hashOfRules([]), /^[0-9a-f]{64}$/);
  });

  it('depends on every value', () => {
    const variants: readonly RuleRow[] = [
      auto,
      { ...auto, id: 'file:other' },
      { ...auto, name: 'Other' },
      { ...auto, kind: 'auto-install' },
      { ...auto, priority: 1 },
      { ...auto, enabled: false },
      { ...auto, conditions: {} },
      { ...auto, conditions: { bump: ['patch'] } },
      { ...auto, conditions: { bump: 'minor' } },
      { ...auto, conditions: { bump: 'patch', package: 'x' } },
    ];
    assert.equal(new Set(variants.map((rule) => hashOfRules([rule]))).size, variants.length);
    assert.notEqual(hashOfRules([auto]), hashOfRules([auto, block]));
  });

  it('depends on the order in a list, which may mean something', () => {
    const [one, other] = [
      ['a', 'b'],
      ['b', 'a'],
    ].map((names) => hashOfRules([{ ...auto, conditions: { package: names } }]));
    assert.notEqual(one, other);
  });
});
