import assert from 'node:assert/strict';
import {
  bumpKinds,
  dependencyPlaces,
  ruleActions,
  ruleKinds,
  type RuleKind,
  type RuleRow,
  type RuleSubject,
} from '../../../src/model/rule.ts';
import { compileRules } from '../../../src/policy/compile-rules.ts';
import { conditions } from '../../../src/policy/conditions/list.ts';
import { decideByRules } from '../../../src/policy/evaluate-rules.ts';
import { actionsOf, prevents } from '../../../src/policy/rule-reach.ts';
import { ruleRow, ruleSubject, seededNumbers } from '../../support/rules.ts';

/** What was decided, by which rule, and whether in doubt. */
function decided(
  rules: readonly RuleRow[],
  known: Partial<RuleSubject> = {},
  provisional: readonly RuleRow[] = [],
): readonly [RuleKind | undefined, string | undefined, boolean] {
  const { kind, rule, doubtful } = decideByRules(compileRules(rules, provisional), ruleSubject(known));
  return [kind, rule?.id, doubtful];
}

describe('of several rules', () => {
  it('the one with the highest priority decides', () => {
    const rules = [
      ruleRow('low', { kind: 'block', priority: 1 }),
      ruleRow('high', { kind: 'auto-update', priority: 3 }),
      ruleRow('middle', { kind: 'ask', priority: 2 }),
    ];
    assert.deepEqual(decided(rules), ['auto-update', 'high', false]);
  });

  it('with equal priorities the strictest kind decides, then the id', () => {
    const order: readonly RuleKind[] = ['block', 'ask', 'pin', 'ignore', 'auto-update'];
    for (const [index, kind] of order.entries()) {
      const rules = order.slice(index).map((one) => ruleRow(one, { kind: one }));
      assert.equal(decided(rules.toReversed())[0], kind);
    }
    assert.equal(decided([ruleRow('b'), ruleRow('a'), ruleRow('c')])[1], 'a');
  });

  it('those that are off do not count, and none may decide', () => {
    assert.deepEqual(decided([ruleRow('off', { enabled: false })]), [undefined, undefined, false]);
    assert.deepEqual(decided([ruleRow('other', { conditions: { package: 'react' } })]), [undefined, undefined, false]);
    assert.deepEqual(decided([]), [undefined, undefined, false]);
  });

  it('one is found by any name that its patterns match', () => {
    const patterns = ['a/**', '@s/*', '*', '{a,b}', ['x', 'a'], '!x'];
    const names = ['a', '@s/p', '@s/p', 'b', 'a', 'a'];
    for (const [index, pattern] of patterns.entries()) {
      const rules = [
        ruleRow('other', { conditions: { package: 'a-b' } }),
        ruleRow('it', { conditions: { package: pattern } }),
      ];
      assert.equal(decided(rules, { package: names[index] ?? '' })[1], 'it', JSON.stringify(pattern));
    }
  });

  it('all conditions have to match', () => {
    const rules = [ruleRow('both', { conditions: { package: 'lodash', bump: 'major' } })];
    assert.equal(decided(rules, { bump: 'major' })[0], 'block');
    assert.equal(decided(rules, { bump: 'minor' })[0], undefined);
    assert.equal(decided(rules, { bump: 'major', package: 'react' })[0], undefined);
  });
});

describe('a kind of rule', () => {
  const reach: Readonly<Record<RuleKind, readonly RuleSubject['action'][]>> = {
    'auto-install': ['install'],
    'auto-update': ['update', 'security-fix', 'resolve'],
    pin: ['update', 'resolve'],
    ignore: ['update', 'resolve'],
    block: ['install', 'update', 'security-fix', 'resolve'],
    ask: ['install', 'update', 'security-fix', 'resolve'],
  };
  for (const kind of ruleKinds) {
    it(`${kind} decides about ${reach[kind].join(', ')}`, () => {
      const about = ruleActions.filter((action) => decided([ruleRow('it', { kind })], { action })[0] === kind);
      assert.deepEqual(about, reach[kind]);
    });
  }

  it('that would hide a fault does so only by name', () => {
    for (const kind of ['pin', 'ignore'] as const) {
      const named = [ruleRow('it', { kind, conditions: { action: ['security-fix'] } })];
      assert.equal(decided(named, { action: 'security-fix' })[0], kind);
      assert.equal(decided(named, { action: 'update' })[0], undefined);
    }
  });

  it('is about no more than it can be, whatever it names', () => {
    const rules = [ruleRow('it', { kind: 'auto-install', conditions: { action: ['update', 'install'] } })];
    assert.deepEqual(actionsOf(rules[0] as RuleRow), ['install']);
  });
});

describe('a fact that is not known', () => {
  const old = { releaseAge: { atLeast: 7 } };
  const young = { releaseAge: { below: 7 } };

  it('keeps a rule from applying that would let something happen', () => {
    assert.deepEqual(decided([ruleRow('it', { kind: 'auto-update', conditions: old })]), [undefined, undefined, false]);
    const install = [ruleRow('it', { kind: 'auto-install', conditions: old })];
    assert.deepEqual(decided(install, { action: 'install' }), [undefined, undefined, false]);
  });

  it('keeps a rule from applying that would hide a fault or delay its fix', () => {
    for (const kind of ['ignore', 'pin'] as const) {
      const rules = [ruleRow('it', { kind, conditions: { action: 'security-fix', ...young } })];
      assert.deepEqual(decided(rules, { action: 'security-fix' }), [undefined, undefined, false]);
    }
  });

  for (const kind of ['block', 'ask', 'pin', 'ignore'] as const) {
    it(`makes it a question where ${kind} may apply`, () => {
      assert.deepEqual(decided([ruleRow('it', { kind, conditions: young })]), ['ask', 'it', true]);
    });
  }

  it('does not count where another condition says no', () => {
    assert.equal(decided([ruleRow('it', { conditions: { ...young, package: 'react' } })])[0], undefined);
    assert.equal(
      decided([ruleRow('it', { conditions: { ...young, license: 'MIT' } })], { license: 'ISC' })[0],
      undefined,
    );
  });

  it('makes a question of what a rule below would let happen, and leaves what is stricter', () => {
    const doubtful = ruleRow('doubtful', { kind: 'block', priority: 9, conditions: young });
    const below = (kind: RuleKind): readonly RuleRow[] => [doubtful, ruleRow('sure', { kind })];
    assert.deepEqual(decided(below('auto-update')), ['ask', 'doubtful', true]);
    assert.deepEqual(decided(below('ask')), ['ask', 'sure', false]);
    assert.deepEqual(decided(below('ignore')), ['ignore', 'sure', false]);
    assert.deepEqual(decided(below('pin')), ['pin', 'sure', false]);
    assert.deepEqual(decided(below('block')), ['block', 'sure', false]);
  });

  it('does not count below the rule that decides', () => {
    const rules = [ruleRow('sure', { kind: 'auto-update', priority: 9 }), ruleRow('doubtful', { conditions: young })];
    assert.deepEqual(decided(rules), ['auto-update', 'sure', false]);
  });

  it('shows in doubt a fault that a rule below would hide', () => {
    const rules = [
      ruleRow('doubtful', { kind: 'ask', priority: 9, conditions: young }),
      ruleRow('hides', { kind: 'ignore', conditions: { action: 'security-fix' } }),
    ];
    assert.deepEqual(decided(rules, { action: 'security-fix' }), ['ask', 'doubtful', true]);
  });

  it('is what a stored condition is about that cannot be read', () => {
    const rules = [
      ruleRow('of-tomorrow', { conditions: { moonPhase: 'full' } }),
      ruleRow('broken', { kind: 'auto-update', conditions: { score: 'high' } }),
    ];
    const compiled = compileRules(rules);
    assert.deepEqual(
      compiled.unreadable.map(({ rule, condition }) => [rule.id, condition]),
      [
        ['of-tomorrow', 'moonPhase'],
        ['broken', 'score'],
      ],
    );
    assert.deepEqual(decided(rules), ['ask', 'of-tomorrow', true]);
    assert.deepEqual(decided(rules.slice(1), { score: 100 }), [undefined, undefined, false]);
  });

  it('is what a list of packages is about with one that cannot be read, whatever the others are', () => {
    assert.deepEqual(decided([ruleRow('it', { conditions: { package: ['react', 7] } })]), ['ask', 'it', true]);
  });

  it('is what a condition of a dangerous name is about', () => {
    const conditions = JSON.parse('{"__proto__":{"package":"react"},"constructor":1}') as RuleRow['conditions'];
    assert.equal(compileRules([ruleRow('it', { conditions })]).unreadable.length, 2);
    assert.deepEqual(decided([ruleRow('it', { kind: 'auto-update', conditions })]), [undefined, undefined, false]);
  });
});

describe('a rule of a repository that nobody accepted', () => {
  const mine = (kind: RuleKind): readonly RuleRow[] => [ruleRow('mine', { kind, priority: 5 })];
  const theirs = (kind: RuleKind, conditions: RuleRow['conditions'] = {}): readonly RuleRow[] => [
    ruleRow('theirs', { kind, priority: 1_000, conditions, source: 'policy-file' }),
  ];

  it('never lets happen what would not, whatever its priority', () => {
    assert.deepEqual(decided(mine('block'), {}, theirs('ask')), ['block', 'mine', false]);
    assert.deepEqual(decided(mine('block'), {}, theirs('ignore')), ['block', 'mine', false]);
    assert.deepEqual(decided(mine('pin'), {}, theirs('ask')), ['pin', 'mine', false]);
    assert.deepEqual(decided(mine('ask'), {}, theirs('auto-update')), ['ask', 'mine', false]);
    assert.deepEqual(decided([], {}, theirs('auto-update')), [undefined, undefined, false]);
    assert.deepEqual(decided([], { action: 'install' }, theirs('auto-install')), [undefined, undefined, false]);
  });

  it('prevents at once what it prevents', () => {
    for (const kind of ['block', 'ask', 'pin', 'ignore'] as const) {
      assert.deepEqual(decided(mine('auto-update'), {}, theirs(kind)), [kind, 'theirs', false]);
    }
    assert.deepEqual(decided(mine('ask'), {}, theirs('block')), ['block', 'theirs', false]);
  });

  it('is not kept from that by one above it that lets something happen', () => {
    const both = [...theirs('auto-update'), ruleRow('strict', { kind: 'block', source: 'policy-file' })];
    assert.deepEqual(decided(mine('auto-update'), {}, both), ['block', 'strict', false]);
  });

  it('shows what the other side would hide: a pin is told, an update that is ignored is not', () => {
    assert.deepEqual(decided(mine('ignore'), {}, theirs('pin')), ['pin', 'theirs', false]);
    assert.deepEqual(decided(mine('pin'), {}, theirs('ignore')), ['pin', 'mine', false]);
  });

  it('hides no fault, and keeps no fix away but by a question', () => {
    const fix = { action: 'security-fix' } as const;
    for (const kind of ['pin', 'ignore'] as const) {
      assert.deepEqual(decided([], fix, theirs(kind)), [undefined, undefined, false]);
      assert.deepEqual(decided([], fix, theirs(kind, fix)), [undefined, undefined, false]);
    }
    assert.deepEqual(decided(mine('auto-update'), fix, theirs('block')), ['ask', 'theirs', false]);
  });

  it('makes it a question in doubt', () => {
    const young = theirs('block', { releaseAge: { below: 7 } });
    assert.deepEqual(decided(mine('auto-update'), {}, young), ['ask', 'theirs', true]);
    assert.deepEqual(decided(mine('pin'), {}, young), ['pin', 'mine', false]);
  });
});

describe('the trace of a decision', () => {
  it('has each rule that was looked at, with the answers up to the first no', () => {
    const rules = [
      ruleRow('no', { priority: 9, conditions: { package: 'lod*', bump: 'major', branch: 'main' } }),
      ruleRow('doubtful', { priority: 8, conditions: { license: 'GPL-*' } }),
      ruleRow('loose', { priority: 7, kind: 'auto-update', conditions: { score: { atLeast: 80 } } }),
      ruleRow('decides', { priority: 6, kind: 'ask' }),
      ruleRow('below', { priority: 5 }),
      ruleRow('of-installs', { priority: 9, kind: 'auto-install' }),
      ruleRow('of-others', { priority: 9, conditions: { package: ['react', '@babel/*'] } }),
    ];
    const theirs = [
      ruleRow('theirs', { kind: 'pin', conditions: { package: 'react*' } }),
      ruleRow('last', { kind: 'pin' }),
    ];
    const { trace, kind, rule } = decideByRules(compileRules(rules, theirs), ruleSubject({ bump: 'minor' }));
    assert.deepEqual([kind, rule], ['pin', { id: 'last', name: 'Rule last' }]);
    assert.deepEqual(
      trace.map(({ rule: id, outcome, conditions: asked }) => [
        id,
        outcome,
        ...asked.map(({ condition, answer }) => `${condition}: ${answer}`),
      ]),
      [
        ['no', 'passed', 'package: match', 'bump: no'],
        ['doubtful', 'doubtful', 'license: not-applicable'],
        ['loose', 'passed', 'score: not-applicable'],
        ['decides', 'applies'],
        ['last', 'applies'],
      ],
    );
    assert.deepEqual([trace[0]?.name, trace[0]?.kind], ['Rule no', 'block']);
  });
});

describe('many rules', () => {
  it('decide as they do one by one, by 300 sets and 20 subjects each', () => {
    const next = seededNumbers(11);
    const one = <T>(list: readonly T[]): T => list[next(list.length)] as T;
    const maybe = <T>(value: T): T | undefined => (next(3) === 0 ? undefined : value);
    const names = ['react', 'react-dom', 'lodash', '@types/react', '@types/node', '@babel/core'];
    const packages = [
      ...names,
      'react*',
      '@types/*',
      '*',
      '*-dom',
      '{react,lodash}',
      '!react',
      ['@types/*', '!@types/node'],
    ];
    const kinds = new Set<string>();
    for (let set = 0; set < 300; set++) {
      const rules = Array.from({ length: next(12) }, (_, index) =>
        ruleRow(`r${index}`, {
          kind: one(ruleKinds),
          priority: next(3),
          enabled: next(5) > 0,
          conditions: Object.fromEntries(
            Object.entries({
              package: maybe(one<unknown>(packages)),
              action: next(3) === 0 ? one(ruleActions) : undefined,
              bump: next(3) === 0 ? one(bumpKinds) : undefined,
              dependencyType: next(4) === 0 ? one(dependencyPlaces) : undefined,
              score: next(4) === 0 ? { atLeast: next(100) } : undefined,
            }).filter(([, value]) => value !== undefined),
          ),
        }),
      );
      const compiled = compileRules(rules);
      for (let round = 0; round < 20; round++) {
        const subject = ruleSubject({
          action: one(ruleActions),
          package: one(names),
          bump: maybe(one(bumpKinds)),
          dependencyType: maybe(one(dependencyPlaces)),
          score: maybe(next(100)),
        });
        const { kind, rule } = decideByRules(compiled, subject);
        assert.deepEqual([kind, rule?.id], oneByOne(rules, subject), JSON.stringify({ rules, subject }));
        kinds.add(`${kind}`);
      }
    }
    assert.deepEqual([...kinds].sort(), [...ruleKinds, 'undefined'].sort());
  });
});

/** The same by the shortest way: every rule in its order, every condition anew. */
function oneByOne(
  rules: readonly RuleRow[],
  subject: RuleSubject,
): readonly [RuleKind | undefined, string | undefined] {
  const ties: readonly RuleKind[] = ['block', 'ask', 'pin', 'ignore', 'auto-install', 'auto-update'];
  const sorted = rules
    .filter((rule) => rule.enabled && actionsOf(rule).includes(subject.action))
    .toSorted(
      (a, b) => b.priority - a.priority || ties.indexOf(a.kind) - ties.indexOf(b.kind) || a.id.localeCompare(b.id),
    );
  const answersOf = (rule: RuleRow): readonly string[] =>
    conditions
      .filter(({ name }) => name in rule.conditions)
      .map((condition) => condition.test(rule.conditions[condition.name], subject));
  const sure = sorted.findIndex((rule) => answersOf(rule).every((answer) => answer === 'match'));
  const doubt = sorted
    .slice(0, sure < 0 ? sorted.length : sure)
    .find((rule) => prevents(rule.kind, subject.action) && !answersOf(rule).includes('no'));
  const found = sorted[sure];
  const stands = found !== undefined && prevents(found.kind, subject.action);
  return doubt === undefined || stands ? [found?.kind, found?.id] : ['ask', doubt.id];
}
