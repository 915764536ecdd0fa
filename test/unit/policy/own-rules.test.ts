import assert from 'node:assert/strict';
import type { RuleRow } from '../../../src/model/rule.ts';
import {
  idFromName,
  ownRulesIn,
  policyTextOf,
  readOwnRule,
  readOwnRules,
  tooMany,
} from '../../../src/policy/own-rules.ts';
import { parsePolicyFile } from '../../../src/policy/policy-file.ts';
import { ruleRow } from '../../support/rules.ts';

/** Conditions as they come from JSON: a key that a literal would take for the prototype. */
const json = (text: string): RuleRow['conditions'] => JSON.parse(text) as RuleRow['conditions'];
const bomb = '*a*a*a*a*a*a*a*b';

describe("a rule of the user's own", () => {
  it('is read as it was meant, with or without the prefix of its id', () => {
    const rule = {
      name: 'No moment',
      kind: 'block',
      priority: 7,
      enabled: true,
      conditions: { package: 'moment' },
    } as const;
    const read = { ...rule, id: 'own:no-moment', source: 'dashboard' };
    assert.deepEqual(readOwnRule({ ...rule, id: 'no-moment' }), read);
    assert.deepEqual(readOwnRule({ ...rule, id: 'own:no-moment' }), read);
  });

  const circle: Record<string, unknown> = {};
  circle['package'] = circle;
  const refused: readonly (readonly [string, Partial<RuleRow>, RegExp])[] = [
    ['an id of another place', { id: 'built-in:install' }, /^"id": An id has up to 64 small letters/],
    ['an id of a file', { id: 'file:x' }, /^"id": An id has/],
    ['an id that is empty', { id: 'own:' }, /^"id": An id has/],
    ['no name', { name: '' }, /^"name" /],
    ['a kind that is none', { kind: 'bloc' as RuleRow['kind'] }, /^"kind" has to be one of these: /],
    ['a priority of the built-in ones', { priority: -1 }, /^"priority" is out of range/],
    ['a priority that is no number', { priority: Number.NaN }, /^"priority" is not what belongs there/],
    [
      'a condition that is none',
      { conditions: { licence: 'MIT' } },
      /^"conditions.licence" is nothing that can stand there/,
    ],
    [
      'a condition with a wrong value',
      { conditions: { package: 3 } },
      /^"conditions.package" is not what belongs there/,
    ],
    ['conditions that are a list', { conditions: json('[]') }, /^"conditions" has to be an object/],
    [
      'a key that is dangerous',
      { conditions: json('{"__proto__":{"package":"x"}}') },
      /^"__proto__" must not be a key/,
    ],
    ['a constructor', { conditions: json('{"constructor":{}}') }, /^"constructor" must not be a key/],
    [
      'a bomb of a pattern',
      { conditions: { package: '*a'.repeat(9) } },
      /^"conditions.package" is not what|^"conditions.package": /,
    ],
    ['values that go in circles', { conditions: circle }, /nothing that can be written as JSON/],
    ['values deep in each other', { conditions: json(`{"package":${'['.repeat(99)}${']'.repeat(99)}}`) }, /too deep/],
  ];
  for (const [what, over, message] of refused) {
    it(`is none with ${what}`, () => {
      const read = readOwnRule(ruleRow('own:x', { conditions: {}, ...over } as Partial<Omit<RuleRow, 'id'>>));
      assert.match(typeof read === 'string' ? read : JSON.stringify(read), message);
    });
  }

  it('gets an id from its name that no other has', () => {
    const table: readonly (readonly [string, readonly string[], string])[] = [
      ['No Moment: use date-fns!', [], 'own:no-moment-use-date-fns'],
      ['Größe', [], 'own:gro-e'],
      ['日本語', [], 'own:rule'],
      ['No moment', ['own:no-moment', 'own:no-moment-2'], 'own:no-moment-3'],
      ['a'.repeat(200), [], `own:${'a'.repeat(48)}`],
    ];
    for (const [name, taken, id] of table) {
      assert.equal(idFromName(name, new Set(taken)), id);
      assert.notEqual(typeof readOwnRule({ ...ruleRow(id), name: 'n' }), 'string', id);
    }
  });
});

describe("the user's own rules together", () => {
  it('count where they can be read; the others are told, each by its id', () => {
    const { rules, faults } = readOwnRules({
      rules: [
        ruleRow('own:good', { conditions: { package: 'x' } }),
        ruleRow('bare'),
        ruleRow('file:theirs'),
        ruleRow('own:unknown', { conditions: { moon: 'full' } }),
        ruleRow('own:proto', { conditions: json('{"__proto__":{}}') }),
      ],
      faults: [{ rule: 'own:shape', message: 'It has none.' }],
    });
    assert.deepEqual(
      rules.map(({ id }) => id),
      ['own:good'],
    );
    assert.deepEqual(
      faults.map(({ rule }) => rule),
      ['own:shape', 'bare', 'file:theirs', 'own:unknown', 'own:proto'],
    );
  });

  it('are a thousand at most, the first ones', () => {
    const many = Array.from({ length: 1_001 }, (_, index) => ruleRow(`own:${index}`));
    const { rules, faults } = readOwnRules({ rules: many, faults: [] });
    assert.deepEqual(
      [rules.length, faults],
      [1_000, [{ rule: 'own:1000', message: 'You can have 1000 rules of your own.' }]],
    );
    assert.deepEqual([tooMany(rules), tooMany(many)], [undefined, 'You can have 1000 rules of your own.']);
  });

  it('have no more patterns than can be asked in time; what comes after is told', () => {
    const dear = Array.from({ length: 900 }, (_, index) =>
      ruleRow(`own:${index}`, { conditions: { package: `${bomb}${index}` } }),
    );
    const { rules, faults } = readOwnRules({ rules: [...dear, ruleRow('own:plain')], faults: [] });
    assert.ok(rules.length < 900 && rules.length > 100, `${rules.length}`);
    assert.equal(rules.length + faults.length, 901);
    // One that costs nothing still counts.
    assert.equal(rules.at(-1)?.id, 'own:plain');
    assert.equal(faults[0]?.message, 'There are too many patterns in your own rules.');
    assert.equal(tooMany(dear), 'There are too many patterns in your own rules.');
  });

  it('are what a policy file says, and come back from it', () => {
    const rules = [
      ruleRow('own:a', { priority: 5, enabled: false, conditions: { package: 'x', action: ['install', 'update'] } }),
      ruleRow('own:b', { kind: 'auto-install' }),
    ];
    const text = policyTextOf(rules);
    assert.deepEqual(parsePolicyFile(text).faults, []);
    assert.deepEqual(
      parsePolicyFile(text).rules.map(({ id, source }) => [id, source]),
      [
        ['file:a', 'policy-file'],
        ['file:b', 'policy-file'],
      ],
    );
    assert.deepEqual(ownRulesIn(text), { rules, faults: [] });
  });

  it('are written down as one rule alone too, with its faults where they stand', () => {
    const one =
      '// Mine.\n{ "id": "a", "name": "A", "kind": "ask",\n  "conditions": { "package": "x" } } // That is all.';
    assert.deepEqual(ownRulesIn(one), {
      rules: [ruleRow('own:a', { name: 'A', kind: 'ask', conditions: { package: 'x' } })],
      faults: [],
    });
    const places = (text: string) =>
      ownRulesIn(text).faults.map(({ reason, line, column }) => `${reason} ${line}:${column}`);
    assert.deepEqual(places('{ "id": "a", "name": "A",\n"kind": "x", "conditions": {} }'), ['malformed 2:9']);
    assert.deepEqual(places('{ "rules": [], "kind": "ask" }'), ['unknown-field 1:16']);
    assert.deepEqual(places('[]'), ['not-an-object 1:1']);
    assert.deepEqual(places(`{"a":${'['.repeat(9_999)}`), ['too-deep 1:25']);
    assert.deepEqual(ownRulesIn('{}'), { rules: [], faults: [] });
  });
});
