import assert from 'node:assert/strict';
import type { GateCheckName, GateResult } from '../../../src/model/gate.ts';
import { gateChecks } from '../../../src/model/gate.ts';
import type { Newcomer } from '../../../src/model/lockfile.ts';
import type { RuleKind } from '../../../src/model/rule.ts';
import type { PackageName } from '../../../src/model/package-name.ts';
import type { RuleDecision } from '../../../src/model/rule.ts';
import { trustChecks } from '../../../src/policy/checks/list.ts';
import type { GateInput } from '../../../src/policy/checks/check.ts';
import { allowsAutomatic, decidingCheck, judgeNewcomer, judgePackage } from '../../../src/policy/gate.ts';
import type { PublishedVersion, RegistryAnswer } from '../../../src/ports/registry.ts';
import { noRule, packument, popularList, publishedVersion } from '../../support/model.ts';

const popular = popularList({
  lodash: [400_000_000, '4.18.1'],
  express: [200_000_000, '5.3.0'],
  mocha: [50_000_000, '12.0.0'],
});
const has = (name: string, ...versions: readonly string[]): RegistryAnswer => ({
  ok: true,
  packument: packument(name, versions),
});
const now = new Date('2026-11-23T10:00:00.000Z');
/** With times, by version or `created`, in days before now. */
const since = (days: Readonly<Record<string, number>>): RegistryAnswer => ({
  ok: true,
  packument: {
    ...packument(
      'x',
      Object.keys(days).filter((name) => name !== 'created'),
    ),
    times: new Map(
      Object.entries(days).map(([name, age]) => [name, new Date(now.getTime() - age * 86_400_000).toISOString()]),
    ),
  },
});
const burst = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`1.0.${index}`, 90 + index / 1_000]));
/** Versions with what matters of them here, in their order. */
const ofVersions = (versions: Readonly<Record<string, Partial<PublishedVersion>>>): RegistryAnswer => ({
  ok: true,
  packument: {
    ...packument('x', Object.keys(versions)),
    versions: new Map(Object.entries(versions).map(([version, over]) => [version, publishedVersion(version, over)])),
  },
});
/** As a mirror tells it: neither times nor publishers. */
const hiding = (name: string, version: string): RegistryAnswer => ({
  ok: true,
  packument: {
    ...packument(name, [version]),
    versions: new Map([[version, publishedVersion(version, { publisher: undefined })]]),
  },
});
const [alice, mallory] = [{ publisher: 'alice' }, { publisher: 'mallory' }];
const silent: RegistryAnswer = { ok: false, reason: 'unreachable', message: 'ECONNREFUSED' };
const none: RegistryAnswer = { ok: false, reason: 'not-found', message: '404' };

type Row = readonly [
  name: string,
  version: string | undefined,
  registry: RegistryAnswer | undefined,
  result: GateResult,
  reason: RegExp,
];

const tables: Readonly<Record<GateCheckName, readonly Row[]>> = {
  name: [
    ['lodash', '1.0.0', undefined, 'allow', /valid/],
    ['foo; touch x', undefined, undefined, 'block', /"foo; touch x" is not a name/],
    ['../../x', undefined, undefined, 'block', /not a name/],
    ['__proto__', undefined, undefined, 'block', /not a name/],
    ['path', '0.12.7', undefined, 'ask', /Node has a module "path" of its own/],
    ['punycode', '2.3.1', undefined, 'ask', /Node has a module "punycode"/],
    ['electron', '40.0.0', undefined, 'allow', /valid/],
  ],
  exists: [
    ['x', '1.0.0', has('x', '1.0.0'), 'allow', /has it/],
    ['x', undefined, has('x', '1.0.0'), 'allow', /has it/],
    ['x', '2.0.0', has('x', '1.0.0'), 'block', /no version 2\.0\.0/],
    ['expresss', undefined, none, 'block', /no package "expresss"/],
    ['x', undefined, silent, 'ask', /did not answer: ECONNREFUSED/],
    ['x', undefined, undefined, 'unknown', /No registry was asked/],
  ],
  placeholder: [
    ['x', '1.0.0', has('x', '1.0.0'), 'allow', /Not a placeholder/],
    ['x', '0.0.1-security', has('x', '0.0.1-security'), 'block', /removed for security/],
    ['x', '0.0.1-security.0', has('x', '0.0.1-security', '0.0.1-security.0'), 'block', /removed for security/],
    ['x', '0.0.2-security', has('x', '0.0.2-security'), 'block', /removed for security/],
    ['x', '0.0.1-security', has('x', '0.0.1-security', '1.0.0'), 'block', /removed for security/],
    ['x', '1.0.0', has('x', '0.0.1-security', '1.0.0'), 'allow', /Not a placeholder/],
    ['x', undefined, has('x'), 'allow', /Not a placeholder/],
    ['x', undefined, silent, 'unknown', /not known/],
    ['x', undefined, none, 'unknown', /not known/],
    ['x', undefined, undefined, 'unknown', /not known/],
  ],
  lookalike: [
    ['lodash', '4.18.1', undefined, 'allow', /Not close/],
    ['lodahs', '1.0.0', undefined, 'ask', /Did you mean lodash/],
    ['express-lodash', '1.0.0', undefined, 'ask', /Joins two popular names, express and lodash/],
    ['something-else', '1.0.0', undefined, 'allow', /Not close/],
  ],
  'name-age': [
    ['x', undefined, since({ created: 30 }), 'allow', /First published 30 days ago/],
    ['x', undefined, since({ created: 29.9 }), 'ask', /First published 29 days ago/],
    ['lodash', undefined, since({ created: 3 }), 'ask', /First published 3 days ago/],
    ['x', undefined, since({ created: -1 }), 'unknown', /not known/],
    ['lodash', undefined, has('lodash', '1.0.0'), 'allow', /Known since 2026-11-18/],
    ['lodash', undefined, silent, 'allow', /Known since 2026-11-18/],
    ['x', undefined, has('x', '1.0.0'), 'unknown', /not known/],
    ['x', undefined, undefined, 'unknown', /not known/],
  ],
  popularity: [
    ['lodash', undefined, undefined, 'allow', /400.000.000 times a month/],
    ['stranger', undefined, undefined, 'unknown', /Not on the bundled list/],
  ],
  'version-age': [
    ['lodash', '4.18.1', undefined, 'allow', /2026-11-18/],
    ['lodash', '4.99.0', undefined, 'unknown', /not known/],
    ['lodash', undefined, undefined, 'unknown', /not known/],
    ['stranger', '1.0.0', undefined, 'unknown', /not known/],
    ['x', '1.0.0', since({ '1.0.0': 7 }), 'allow', /Published 7 days ago\.$/],
    ['x', '1.0.0', since({ '1.0.0': 6.99 }), 'ask', /Published 6 days ago, which is very young/],
    ['lodash', '4.18.1', since({ '4.18.1': 1 }), 'ask', /very young/],
    ['lodash', '4.18.1', since({ '4.18.1': -1 }), 'allow', /Known since 2026-11-18/],
    ['x', '1.0.0', since({ '1.0.0': -0.01 }), 'unknown', /not known/],
    ['x', '1.0.0', since({ created: 50, '1.0.0': 60 }), 'unknown', /not known/],
    ['x', '1.0.3', since(burst), 'unknown', /not known/],
    ['x', '2.0.0', since({ ...burst, '2.0.0': 20 }), 'allow', /Published 20 days ago/],
    ['x', undefined, since({ '1.0.0': 90 }), 'unknown', /not known/],
  ],
  'install-scripts': [
    ['x', '1.0.0', has('x', '1.0.0'), 'allow', /Has no install scripts/],
    [
      'x',
      '1.0.0',
      ofVersions({ '1.0.0': { installScripts: ['install', 'postinstall'] } }),
      'allow',
      /\(install, postinstall\), which are not run/,
    ],
    ['x', '2.0.0', has('x', '1.0.0'), 'unknown', /not known\. None is run/],
    ['x', '1.0.0', silent, 'unknown', /not known/],
  ],
  publisher: [
    ['x', '1.0.0', ofVersions({ '1.0.0': { publisher: 'al\u001b[31m\nice' } }), 'allow', /by al \[31m ice, who/],
    ['x', '1.0.0', ofVersions({ '1.0.0': alice }), 'allow', /by alice, who published no version before/],
    [
      'x',
      '1.0.1',
      ofVersions({ '1.0.0': alice, '1.0.1': { ...alice, installScripts: ['install'] } }),
      'allow',
      /by alice, like/,
    ],
    [
      'x',
      '1.0.1',
      ofVersions({ '1.0.0': alice, '1.0.1': mallory }),
      'allow',
      /by mallory for the first time, with nothing new/,
    ],
    [
      'x',
      '1.0.1',
      ofVersions({ '1.0.0': alice, '1.0.1': { ...mallory, installScripts: ['install'] } }),
      'ask',
      /by mallory, who never .*: install/,
    ],
    [
      'x',
      '1.0.1',
      ofVersions({ '1.0.0': alice, '1.0.1': { ...mallory, dependencies: ['plain-crypto-js'] } }),
      'ask',
      /something new: plain-crypto-js/,
    ],
    [
      'x',
      '1.0.2',
      ofVersions({ '1.0.0': mallory, '1.0.1': alice, '1.0.2': { ...mallory, dependencies: ['y'] } }),
      'allow',
      /by mallory, like/,
    ],
    [
      'x',
      '1.9.0',
      ofVersions({
        '1.10.0': alice,
        '1.8.0': { ...alice, dependencies: ['y'] },
        '1.9.0': { ...mallory, dependencies: ['y'] },
      }),
      'allow',
      /nothing new/,
    ],
    ['x', '1.0.1', ofVersions({ '1.0.0': alice, '1.0.1': { publisher: undefined } }), 'unknown', /does not say/],
    ['x', '1.0.0', ofVersions({ '1.0.0': { publisher: undefined } }), 'unknown', /does not say/],
    ['x', '1.0.0', silent, 'unknown', /does not say/],
  ],
  deprecated: [
    ['x', '1.0.0', has('x', '1.0.0'), 'allow', /Not deprecated/],
    ['x', '1.0.0', ofVersions({ '1.0.0': { deprecated: 'use\n  y' } }), 'ask', /^Deprecated: use y$/],
    ['x', '1.0.0', ofVersions({ '1.0.0': { publisher: undefined } }), 'unknown', /not known/],
    ['x', undefined, has('x', '1.0.0'), 'unknown', /not known/],
    ['x', '1.0.0', silent, 'unknown', /not known/],
  ],
  'source-kind': [['x', '1.0.0', undefined, 'allow', /Comes from the registry/]],
  rules: [['x', '1.0.0', undefined, 'allow', /No rule speaks against it/]],
};

function inputOf(name: string, version: string | undefined, registry: RegistryAnswer | undefined): GateInput {
  return {
    package: name as PackageName,
    version,
    registry,
    popular,
    source: 'registry',
    comesAlong: false,
    now,
    rules: noRule,
  };
}

describe('the checks of the trust gate', () => {
  it('are the ones that the model names, in its order', () => {
    assert.deepEqual(
      trustChecks.map((check) => check.name),
      [...gateChecks],
    );
  });

  for (const check of trustChecks) {
    for (const [name, version, registry, result, reason] of tables[check.name]) {
      it(`${check.name}: ${name} ${version ?? 'no version'} is ${result}`, () => {
        const answer = check.test(inputOf(name, version, registry));
        assert.equal(answer.result, result);
        assert.match(answer.reason, reason);
      });
    }
  }
});

describe('what the rules say', () => {
  const said = (over: Partial<RuleDecision>) =>
    judgePackage({
      ...inputOf('lodash', '4.18.1', has('lodash', '4.18.1')),
      rules: { ...noRule, rule: { id: 'r', name: 'No lodash' }, ...over },
    });
  const rows: readonly (readonly [Partial<RuleDecision>, string, boolean, RegExp])[] = [
    [{ kind: 'block' }, 'block', false, /^The rule "No lodash" forbids it\.$/],
    [{ kind: 'ask' }, 'ask', false, /^The rule "No lodash" wants a person to be asked\.$/],
    [{ kind: 'ask', doubtful: true }, 'ask', false, /may be about it: what it looks at is not known/],
    [{ kind: 'auto-install' }, 'allow', true, /No rule speaks against it/],
  ];
  for (const [over, verdict, automatic, reason] of rows) {
    it(`${over.kind}${over.doubtful === true ? ', in doubt' : ''}: ${verdict}`, () => {
      const report = said(over);
      assert.deepEqual([report.verdict, allowsAutomatic(report)], [verdict, automatic]);
      assert.match(decidingCheck(report)?.reason ?? '', reason);
    });
  }

  it('is the age of a version too, where a rule is about that', () => {
    const trace = (condition: string, outcome: 'applies' | 'doubtful') => [
      {
        rule: 'other',
        name: 'Other',
        kind: 'ask',
        outcome: 'passed',
        conditions: [{ condition: 'releaseAge', answer: 'no' }],
      } as const,
      { rule: 'r', name: 'Wait', kind: 'ask', outcome, conditions: [{ condition, answer: 'match' }] } as const,
    ];
    const ageIn = (condition: string, kind: RuleKind, outcome: 'applies' | 'doubtful' = 'applies') => {
      const rules = { kind, rule: { id: 'r', name: 'Wait' }, doubtful: false, trace: trace(condition, outcome) };
      const { checks } = judgePackage({ ...inputOf('lodash', '4.18.1', has('lodash', '4.18.1')), rules });
      return checks.find(({ check }) => check === 'version-age');
    };
    const asked = ageIn('releaseAge', 'ask');
    assert.deepEqual([asked?.result, asked?.source], ['ask', 'rules']);
    assert.match(asked?.reason ?? '', /^(?:Known|Published) .* The rule "Wait" wants it to be older\.$/);
    assert.match(ageIn('releaseAge', 'ask', 'doubtful')?.reason ?? '', /The rule "Wait" asks about ages\.$/);
    assert.notEqual(ageIn('package', 'ask')?.source, 'rules');
    assert.notEqual(ageIn('releaseAge', 'auto-install')?.source, 'rules');
  });

  it('is unknown where they were not asked, which stops what acts by itself', () => {
    const report = judgePackage({ ...inputOf('lodash', '4.18.1', has('lodash', '4.18.1')), rules: undefined });
    assert.deepEqual([report.verdict, allowsAutomatic(report)], ['allow', false]);
  });
});

describe('judgePackage', () => {
  const judge = (name: string, version: string | undefined, registry: RegistryAnswer | undefined) =>
    judgePackage(inputOf(name, version, registry));

  /** Name, version, answer; verdict, whether automation may, the check that decided, the name that was meant. */
  const rows: readonly (readonly [
    string,
    string | undefined,
    RegistryAnswer | undefined,
    string,
    boolean,
    string,
    string?,
  ])[] = [
    ['lodash', '4.18.1', has('lodash', '4.18.1'), 'allow', true, 'rules'],
    ['lodash', '4.99.0', has('lodash', '4.99.0'), 'allow', false, 'version-age'],
    ['lodash', '4.18.1', hiding('lodash', '4.18.1'), 'allow', true, 'publisher'],
    ['lodash', '4.99.0', hiding('lodash', '4.99.0'), 'allow', false, 'version-age'],
    ['stranger', '1.0.0', has('stranger', '1.0.0'), 'allow', false, 'name-age'],
    ['lodahs', '1.0.0', has('lodahs', '1.0.0'), 'ask', false, 'lookalike', 'lodash'],
    ['lodash', '4.18.1', silent, 'ask', false, 'exists'],
    ['lodash', '4.18.1', undefined, 'allow', false, 'exists'],
    ['expresss', undefined, none, 'block', false, 'exists', 'express'],
    ['lodahs', '9.9.9', has('lodahs', '1.0.0'), 'block', false, 'exists', 'lodash'],
    ['path', '0.12.7', has('path', '0.12.7'), 'ask', false, 'name'],
  ];
  for (const [name, version, registry, verdict, automatic, decided, meant] of rows) {
    it(`${name} ${version ?? ''}: ${verdict}${automatic ? ', by itself too' : ''}`, () => {
      const report = judge(name, version, registry);
      assert.deepEqual(
        [report.verdict, allowsAutomatic(report), decidingCheck(report)?.check, report.didYouMean, report.version],
        [verdict, automatic, decided, meant, version],
      );
      assert.deepEqual([...new Set(report.checks.map((check) => check.checkedAt))], [now.toISOString()]);
    });
  }
});

describe('judgeNewcomer', () => {
  it('asks about no stand-in for a module of Node that another package brings along', () => {
    const newcomer = { name: 'punycode', version: '2.3.1', source: 'registry', isNewName: true } as Newcomer;
    const report = judgeNewcomer(newcomer, ['lodash' as PackageName], { popular, now, rules: noRule });
    assert.deepEqual([report.verdict, report.broughtBy], ['allow', ['lodash']]);
  });
});
