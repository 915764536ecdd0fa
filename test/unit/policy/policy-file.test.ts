import assert from 'node:assert/strict';
import { parsePolicyFile, type PolicyFault } from '../../../src/policy/policy-file.ts';
import { longestFile, mostFileRules } from '../../../src/policy/policy-schema.ts';

const rule = (id: string, more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({ id, name: `Rule ${id}`, kind: 'ask', conditions: { package: 'lodash' }, ...more });
const file = (...rules: readonly string[]): string => `{ "rules": [\n${rules.join(',\n')}\n] }`;

/** Ids of the rules that count, and reason, place and consequence of each fault. */
function read(text: string): readonly [ids: readonly string[], faults: readonly string[]] {
  const { rules, faults } = parsePolicyFile(text);
  return [rules.map(({ id }) => id), faults.map(toShort)];
}

function toShort({ reason, line, column, drops }: PolicyFault): string {
  return `${reason} ${line}:${column} ${drops}`;
}

describe('a policy file', () => {
  it('gives its rules, with what they leave out', () => {
    const text = `\uFEFF// For all of us.
      { "$schema": "./x.json", "rules": [
        { "id": "no-left-pad", "name": "No left-pad", "kind": "block", "priority": 10, "enabled": false,
          "conditions": { "package": ["left-pad"], "releaseAge": { "below": 7 } } },
        ${rule('plain')},
      ], }`;
    assert.deepEqual(parsePolicyFile(text), {
      faults: [],
      rules: [
        {
          id: 'file:no-left-pad',
          name: 'No left-pad',
          kind: 'block',
          priority: 10,
          enabled: false,
          conditions: { package: ['left-pad'], releaseAge: { below: 7 } },
          source: 'policy-file',
        },
        {
          id: 'file:plain',
          name: 'Rule plain',
          kind: 'ask',
          priority: 0,
          enabled: true,
          conditions: { package: 'lodash' },
          source: 'policy-file',
        },
      ],
    });
  });

  for (const text of ['', '[]', 'null', '3', '"{}"', '<!doctype html><p>404']) {
    it(`that is ${text === '' ? 'empty' : text} is none`, () => {
      const [ids, faults] = read(text);
      assert.deepEqual([ids, faults.map((fault) => fault.split(' ')[0])], [[], ['not-an-object']]);
    });
  }

  it('without rules has none, and without a list of them neither', () => {
    assert.deepEqual(read('{}'), [[], []]);
    assert.deepEqual(read('{ "rules": {} }'), [[], ['malformed 1:12 rules']]);
    assert.deepEqual(read('{ "rules": null }'), [[], ['malformed 1:12 rules']]);
  });

  it('says which fields it does not know, and keeps its rules', () => {
    assert.deepEqual(read(`{ "rulez": [],\n  "rules": [${rule('a')}] }`), [['file:a'], ['unknown-field 1:3 nothing']]);
  });

  it('takes the last of two lists, as JSON does, and says so', () => {
    const text = `{ "rules": [${rule('a')}],\n"rules": [${rule('b')}] }`;
    assert.deepEqual(read(text), [['file:b'], ['repeated-key 2:1 nothing']]);
  });
});

describe('a malformed rule of a policy file', () => {
  const id = '"id": "a", "name": "A"';
  // What follows the mark is where the fault is told.
  const table: readonly (readonly [text: string, reason: string])[] = [
    ['¶7', 'malformed'],
    ['¶null', 'malformed'],
    ['¶[]', 'malformed'],
    ['¶{}', 'malformed'],
    [`¶{ ${id}, "kind": "ask" }`, 'malformed'],
    [`{ ${id}, "kind": ¶"allow", "conditions": {} }`, 'malformed'],
    [`{ ${id}, "kind": "ask", "conditions": ¶[] }`, 'malformed'],
    [`{ ${id}, "kind": "ask", "conditions": ¶null }`, 'malformed'],
    [`{ ${id}, "kind": "ask", "conditions": { "packge": ¶"x" } }`, 'unknown-field'],
    [`{ ${id}, "kind": "ask", "conditions": {}, "unless": ¶{} }`, 'unknown-field'],
    [`{ ${id}, "kind": "ask", "conditions": {}, "priority": ¶1001 }`, 'malformed'],
    [`{ ${id}, "kind": "ask", "conditions": {}, "priority": ¶-1 }`, 'malformed'],
    [`{ ${id}, "kind": "ask", "conditions": {}, "priority": ¶1e999 }`, 'malformed'],
    [`{ ${id}, "kind": "ask", "conditions": {}, "priority": ¶0.5 }`, 'malformed'],
    [`{ ${id}, "kind": "ask", "conditions": {}, "priority": ¶"1" }`, 'malformed'],
    [`{ ${id}, "kind": "ask", "conditions": {}, "enabled": ¶1 }`, 'malformed'],
    [`{ ${id}, "kind": "ask", "conditions": { "score": { "atLeast": ¶101 } } }`, 'malformed'],
    [`{ ${id}, "kind": "ask", "conditions": { "releaseAge": ¶{} } }`, 'malformed'],
    [`{ ${id}, "kind": "ask", "conditions": { "package": ¶"${'*a'.repeat(60)}" } }`, 'malformed'],
    [`{ ${id}, "kind": "ask", "conditions": { "branch": ["x", ¶"${'a'.repeat(300)}"] } }`, 'malformed'],
    ['{ "id": ¶"A b", "name": "A", "kind": "ask", "conditions": {} }', 'malformed'],
    ['{ "id": "a", "name": ¶"", "kind": "ask", "conditions": {} }', 'malformed'],
    [`{ ${id}, "kind": "ask", "conditions": {}, ¶"__proto__": { "kind": "block" } }`, 'forbidden-key'],
    [`{ ${id}, "kind": "ask", "conditions": { ¶"__proto__": { "package": "x" } } }`, 'forbidden-key'],
    [`{ ${id}, "kind": "ask", "conditions": { "time": { ¶"constructor": {} } } }`, 'forbidden-key'],
    [`{ ${id}, "kind": "ask", "conditions": {}, ¶"kind": "block" }`, 'repeated-key'],
    [`{ ${id}, "kind" ¶"ask", "conditions": {} }`, 'syntax'],
  ];
  for (const [marked, reason] of table) {
    it(`${marked.slice(0, 80)} is left out alone, with its place`, () => {
      const fault = `${reason} 2:${marked.indexOf('¶') + 1} rule`;
      assert.deepEqual(read(file(marked.replace('¶', ''), rule('next'))), [['file:next'], [fault]]);
    });
  }

  it('leaves nothing on the prototype of objects', () => {
    read(file(`{ ${id}, "kind": "ask", "conditions": { "__proto__": { "package": "x" } } }`));
    assert.equal(({} as Record<string, unknown>)['package'], undefined);
    const { rules } = parsePolicyFile(file(rule('a')));
    assert.deepEqual(Object.keys(rules[0]?.conditions ?? {}), ['package']);
  });

  it('does not come to apply to more than it says by a bracket that is missing', () => {
    const open = '{ "id": "a", "name": "A", "kind": "auto-install", "conditions": { "package": "x" }';
    const [ids, faults] = read(file(rule('first'), open, rule('last')));
    assert.deepEqual(ids, ['file:first']);
    assert.equal(faults[0]?.split(' ')[0], 'syntax');
  });

  it('is not the one after which a comma is missing', () => {
    assert.deepEqual(read(`{ "rules": [${rule('a')} ${rule('b')}] }`)[0], ['file:a', 'file:b']);
  });

  it('may be one whose id another has: the first counts', () => {
    const { rules, faults } = parsePolicyFile(file(rule('a'), rule('a', { kind: 'block' }), rule('b')));
    assert.deepEqual(
      rules.map(({ id: own, kind }) => [own, kind]),
      [
        ['file:a', 'ask'],
        ['file:b', 'ask'],
      ],
    );
    assert.deepEqual(faults.map(toShort), ['repeated-id 3:7 rule']);
  });

  it('is told in words that say where and what, and hold no control characters', () => {
    const { faults } = parsePolicyFile(
      file(rule('a', { kind: 'allow' }), rule('b', { 'x\u001B[31m\u202E': 1 }), rule('c', { priority: 5_000 }), '{}'),
    );
    assert.deepEqual(
      faults.map(({ message }) => message),
      [
        '"kind" has to be one of these: ("auto-install" | "auto-update" | "pin" | "ignore" | "block" | "ask")',
        '"x [31m " is nothing that can stand there.',
        '"priority" is out of range: <=1000',
        '"id" is not there.',
      ],
    );
  });
});

describe('a name in a policy file', () => {
  it('is one line without control characters', () => {
    const { rules } = parsePolicyFile(
      file(rule('a', { name: 'Fine\n\u202E\u001B[2Jevil' }), rule('b', { name: '\u0000' })),
    );
    assert.deepEqual(
      rules.map(({ name }) => name),
      ['Fine [2Jevil', 'b'],
    );
  });
});

describe('a policy file that is a burden', () => {
  it('with 10,000 rules counts the first of them, and says so', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => rule(`r${index}`));
    const [ids, faults] = read(file(...many));
    assert.equal(ids.length, mostFileRules);
    assert.deepEqual(faults, [`too-many ${mostFileRules + 2}:1 rules`]);
  });

  it('with patterns that are dear counts as many as can be paid for, and cheap ones after them', () => {
    const dear = { conditions: { package: Array.from({ length: 100 }, (_, index) => `*a*a*a*a*a*a*${index}*`) } };
    const [ids, faults] = read(file(...['a', 'b', 'c', 'd', 'e'].map((id) => rule(id, dear)), rule('cheap')));
    assert.deepEqual(ids, ['file:a', 'file:b', 'file:c', 'file:cheap']);
    assert.deepEqual(faults, ['too-many 5:1 rule', 'too-many 6:1 rule']);
    const braces = { conditions: { branch: ['*{a,b,c,d,e,f,g,h}*{a,b,c,d}*'] } };
    const many = Array.from({ length: 20 }, (_, index) => rule(`r${index}`, braces));
    assert.equal(read(file(...many))[0].length, 10);
  });

  it('with a thousand rules of ten names each counts them all', () => {
    const ten = (of: number): readonly string[] => Array.from({ length: 10 }, (_, index) => `package-${of}-${index}-*`);
    const many = Array.from({ length: 1_000 }, (_, index) =>
      rule(`r${index}`, { conditions: { package: ten(index) } }),
    );
    assert.deepEqual([read(file(...many))[0].length, read(file(...many))[1]], [1_000, []]);
  });

  it('with values deep in each other is not read', () => {
    for (const text of ['['.repeat(1_000_000), `{"rules":${'[{"a":'.repeat(100_000)}`]) {
      assert.deepEqual(
        read(text)[1].map((fault) => fault.split(' ')[0]),
        ['too-deep'],
      );
    }
  });

  it('with braces in its texts is read', () => {
    assert.equal(read(file(rule('a', { name: '{['.repeat(50) })))[0].length, 1);
  });

  it('that is too large is not read', () => {
    assert.deepEqual(read(`{ "rules": [] }${' '.repeat(longestFile)}`), [[], ['too-large 1:1 file']]);
  });

  it('of 100,000 faults tells the first few of each kind', () => {
    const [ids, faults] = read(`{ "rules": [${'x,'.repeat(100_000)}${rule('a')}] }`);
    assert.deepEqual(ids, ['file:a']);
    assert.ok(faults.length > 5 && faults.length < 50, `${faults.length}`);
  });
});
