import assert from 'node:assert/strict';
import type { Advisory, AdvisoryEvidence } from '../../../src/model/advisory.ts';
import type { GateCheckName, GateReport, GateResult } from '../../../src/model/gate.ts';
import { gateChecks } from '../../../src/model/gate.ts';
import type { Newcomer } from '../../../src/model/lockfile.ts';
import type { RuleKind } from '../../../src/model/rule.ts';
import type { PackageName } from '../../../src/model/package-name.ts';
import type { PopularityEvidence } from '../../../src/model/popularity.ts';
import type { RuleDecision } from '../../../src/model/rule.ts';
import { popularityCheck } from '../../../src/policy/checks/popularity.ts';
import { trustChecks } from '../../../src/policy/checks/list.ts';
import { signatureCheck } from '../../../src/policy/checks/signature.ts';
import type { GateInput } from '../../../src/policy/checks/check.ts';
import {
  allowsAutomatic,
  decidingCheck,
  judgeNewcomer,
  judgePackage,
  type NewcomerFacts,
} from '../../../src/policy/gate.ts';
import type { Provenance, PublishedVersion, RegistryAnswer, SignatureAnswer } from '../../../src/ports/registry.ts';
import { noRule, packument, popularList, publishedVersion, signedVersion } from '../../support/model.ts';

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
/** Times, by version or `created`, in days before now. */
const days = (ages: Readonly<Record<string, number>>) =>
  new Map(Object.entries(ages).map(([key, age]) => [key, new Date(now.getTime() - age * 86_400_000).toISOString()]));
/** With such times. */
const since = (ages: Readonly<Record<string, number>>): RegistryAnswer => ({
  ok: true,
  packument: {
    ...packument(
      'x',
      Object.keys(ages).filter((name) => name !== 'created'),
    ),
    times: days(ages),
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
/** What was answered an hour ago. */
function advised(...advisories: readonly Advisory[]): AdvisoryEvidence {
  return { known: true, advisories, checkedAt: new Date(now.getTime() - 3_600_000).toISOString() };
}
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
  malware: [['x', '1.0.0', undefined, 'allow', /Not reported as malware/]],
  advisory: [['x', '1.0.0', undefined, 'allow', /No advisory holds for it/]],
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
    ['stranger', undefined, undefined, 'unknown', /How often it is downloaded is not known: nobody was asked/],
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
  signature: [
    ['x', '1.0.0', has('x', '1.0.0'), 'allow', /^Signed by the registry\.$/],
    ['x', '1.0.0', silent, 'unknown', /^Not verified/],
    ['x', undefined, has('x', '1.0.0'), 'unknown', /^Not verified/],
    ['x', '2.0.0', has('x', '1.0.0'), 'unknown', /^Not verified/],
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
    signature: signedVersion,
    popular,
    source: 'registry',
    comesAlong: false,
    now,
    rules: noRule,
    advisories: advised(),
    popularity: undefined,
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

describe('how often a name is downloaded', () => {
  const checkedAt = '2026-11-23T09:00:00.000Z';
  const rows: readonly (readonly [string, PopularityEvidence | undefined, GateResult, RegExp])[] = [
    [
      'stranger',
      { known: true, downloads: 1_000, checkedAt },
      'allow',
      /^Downloaded 1\u202f000 times in the last week\.$/,
    ],
    [
      'stranger',
      { known: true, downloads: 999, checkedAt },
      'ask',
      /^Downloaded 999 times in the last week, which is rare\.$/,
    ],
    ['stranger', { known: true, downloads: 0, checkedAt }, 'ask', /^Downloaded 0 times/],
    ['lodash', { known: true, downloads: 0, checkedAt }, 'allow', /a month/],
    ['stranger', { known: false, why: 'private' }, 'unknown', /only names that everybody can see/],
    ['stranger', { known: false, why: 'off' }, 'unknown', /switched off/],
    ['stranger', { known: false, why: 'unanswered', message: 'E500' }, 'unknown', /not known: E500$/],
  ];
  for (const [name, popularity, result, reason] of rows) {
    it(`${name}, ${JSON.stringify(popularity)}: ${result}`, () => {
      const answer = popularityCheck.test({ ...inputOf(name, undefined, undefined), popularity });
      assert.equal(answer.result, result);
      assert.match(answer.reason, reason);
      assert.equal(
        answer.checkedAt,
        answer.source === 'downloads' && popularity?.known === true ? checkedAt : undefined,
      );
    });
  }
});

describe('what databases of advisories say', () => {
  const [low, high] = [
    { id: 'GHSA-low', severity: 'low', summary: 'Says too much' },
    { id: 'GHSA-high', severity: 'high', summary: 'Runs\n what it reads' },
  ] as const;
  const malware = { id: 'MAL-2026-1', severity: undefined, summary: 'Sends tokens away' } as const;
  const unrated = { id: 'CVE-1', severity: undefined, summary: '' } as const;
  const unanswered = { known: false, why: 'unanswered', message: 'ECONN\u001b[31mREFUSED' } as const;

  /** Evidence; what each check says, and what comes of both. */
  const rows: readonly (readonly [
    string,
    AdvisoryEvidence | undefined,
    readonly [GateResult, RegExp],
    readonly [GateResult, RegExp],
    string,
    boolean,
  ])[] = [
    ['nothing', advised(), ['allow', /Not reported/], ['allow', /No advisory/], 'allow', true],
    [
      'malware',
      advised(malware),
      ['block', /^MAL-2026-1: it is malware\. Sends tokens away$/],
      ['allow', /No advisory/],
      'block',
      false,
    ],
    ['malware among others', advised(low, malware), ['block', /MAL-2026-1/], ['allow', /GHSA-low/], 'block', false],
    [
      'a grave one',
      advised(low, high),
      ['allow', /./],
      ['ask', /^GHSA-high \(high\): Runs what it reads$/],
      'ask',
      false,
    ],
    ['two of them', advised(high, unrated), ['allow', /./], ['ask', /And 1 more\.$/], 'ask', false],
    ['a slight one', advised(low), ['allow', /./], ['allow', /^GHSA-low \(low\): Says too much$/], 'allow', true],
    [
      'one that nobody rated',
      advised(unrated),
      ['allow', /./],
      ['ask', /^CVE-1 \(severity unknown\)\.$/],
      'ask',
      false,
    ],
    ['no question', undefined, ['unknown', /nobody was asked/], ['unknown', /nobody was asked/], 'allow', false],
    [
      'no answer',
      unanswered,
      ['unknown', /: ECONN \[31mREFUSED$/],
      ['unknown', /: ECONN \[31mREFUSED$/],
      'allow',
      false,
    ],
    [
      'a private name',
      { known: false, why: 'private' },
      ['unknown', /everybody can see/],
      ['unknown', /everybody/],
      'allow',
      false,
    ],
    ['switched off', { known: false, why: 'off' }, ['unknown', /switched off/], ['unknown', /off/], 'allow', false],
  ];
  for (const [what, advisories, ofMalware, ofAdvisory, verdict, automatic] of rows) {
    it(`${what}: ${verdict}${automatic ? ', by itself too' : ''}`, () => {
      const report = judgePackage({ ...inputOf('lodash', '4.18.1', has('lodash', '4.18.1')), advisories });
      const of = (name: GateCheckName) => report.checks.find(({ check }) => check === name);
      for (const [name, [result, reason]] of [
        ['malware', ofMalware],
        ['advisory', ofAdvisory],
      ] as const) {
        assert.equal(of(name)?.result, result);
        assert.match(of(name)?.reason ?? '', reason);
        assert.equal(of(name)?.checkedAt, advisories?.known === true ? advisories.checkedAt : now.toISOString());
      }
      assert.deepEqual([report.verdict, allowsAutomatic(report)], [verdict, automatic]);
      assert.equal(judgeAlong(advisories).verdict, verdict);
    });
  }

  function judgeAlong(advisories: AdvisoryEvidence | undefined): GateReport {
    const newcomer = { name: 'lodash', version: '4.18.1', source: 'registry', isNewName: false } as Newcomer;
    return judgeNewcomer(newcomer, [], { ...unasked, popular, now, rules: noRule, advisories });
  }
});

describe('what vouches for a version', () => {
  const signed = { signatures: [{ keyid: 'k', sig: 's' }] };
  const attested = { ...signed, attestations: 'http://r/a' };
  const check = (versions: Parameters<typeof ofVersions>[0], said: SignatureAnswer | undefined, ages = {}) => {
    const registry = ofVersions(versions);
    assert.ok(registry.ok);
    const input = inputOf('x', Object.keys(versions).at(-1), {
      ok: true,
      packument: { ...registry.packument, times: days(ages) },
    });
    const answer = signatureCheck.test({ ...input, signature: said });
    return `${answer.result}: ${answer.reason}`;
  };
  const ofProvenance = (provenance: Provenance): SignatureAnswer => ({ kind: 'verified', provenance });

  const answers: readonly (readonly [SignatureAnswer | undefined, RegExp])[] = [
    [signedVersion, /^allow: Signed by the registry\.$/],
    [ofProvenance({ kind: 'verified' }), /^allow: .*where it was built is verified too/],
    [ofProvenance({ kind: 'unverified', message: 'no\n trust' }), /^unknown: .* was not verified: no trust$/],
    [{ kind: 'invalid', fault: 'other-content' }, /^block: .*not of this version and its content/],
    [{ kind: 'invalid', fault: 'malformed' }, /^block: .*not the form/],
    [{ kind: 'invalid', fault: 'expired-key' }, /^block: .*no longer good/],
    [{ kind: 'invalid', fault: 'provenance' }, /^block: .*where it was built is wrong/],
    [{ kind: 'unknown-key' }, /^ask: .*a key that the registry does not publish/],
    [{ kind: 'absent' }, /^unknown: Not verified: the registry has not signed it/],
    [{ kind: 'no-keys' }, /^unknown: Not verified: .*publishes no keys/],
    [{ kind: 'undated' }, /^unknown: Not verified: its key has expired/],
    [{ kind: 'unreachable', reason: 'failed', message: '500' }, /^unknown: Not verified: .*did not tell its keys: 500/],
    [undefined, /^unknown: Not verified: nobody was asked/],
  ];
  for (const [said, expected] of answers) {
    it(`${JSON.stringify(said) ?? 'nobody was asked'}`, () => assert.match(check({ '1.0.0': signed }, said), expected));
  }

  const absent: SignatureAnswer = { kind: 'absent' };
  /** Versions, the last of which is judged; their ages in days; what is said of it. */
  const lost: readonly (readonly [string, Parameters<typeof ofVersions>[0], SignatureAnswer, RegExp, object?])[] = [
    ['a signature', { '1.0.0': signed, '1.0.1': {} }, absent, /^ask: It is not signed, while 1\.0\.0 before it was/],
    ['a signature, and nobody tells keys', { '1.0.0': signed, '1.0.1': {} }, { kind: 'no-keys' }, /^ask: It is not/],
    ['nothing: none ever was signed', { '1.0.0': {}, '1.0.1': {} }, absent, /^unknown/],
    ['nothing: the signed one came after it', { '2.0.0': signed, '1.0.1': {} }, absent, /^unknown/],
    [
      'a provenance',
      { '1.0.0': attested, '1.0.1': signed },
      signedVersion,
      /^ask: .*built, while 1\.0\.0 before it did/,
    ],
    [
      'a provenance and more: what is invalid is worse',
      { '1.0.0': attested, '1.0.1': signed },
      { kind: 'invalid', fault: 'other-content' },
      /^block/,
    ],
    ['nothing: a prerelease goes another way', { '1.0.1-rc.1': attested, '1.0.1': signed }, signedVersion, /^allow/],
    ['of a prerelease too', { '1.0.0-rc.1': attested, '1.0.1-rc.1': signed }, signedVersion, /^ask/],
    [
      'nothing: a lower version was published after it',
      { '1.0.0': attested, '2.0.0': signed },
      signedVersion,
      /^allow/,
      { '1.0.0': 10, '2.0.0': 20 },
    ],
    [
      'a provenance that the one before it had in time too',
      { '1.0.0': attested, '2.0.0': signed },
      signedVersion,
      /^ask/,
      { '1.0.0': 20, '2.0.0': 10 },
    ],
    [
      'a provenance, where the time of the one before cannot be',
      { '1.0.0': attested, '2.0.0': signed },
      signedVersion,
      /^ask/,
      { '1.0.0': -5, '2.0.0': 10 },
    ],
  ];
  for (const [what, versions, said, expected, ages] of lost) {
    it(`has lost ${what}`, () => assert.match(check(versions, said, ages), expected));
  }

  it('may be hidden by a registry that tells times, of the very version of the bundled list alone', () => {
    const told = (version: string, over: Partial<PublishedVersion> = { publisher: undefined }) => {
      const found = hiding('lodash', version);
      assert.ok(found.ok);
      const versions = new Map([...found.packument.versions, ['1.0.0', publishedVersion('1.0.0', over)] as const]);
      const packument = { ...found.packument, versions, times: days({ created: 900, [version]: 100 }) };
      return allowsAutomatic(judgePackage(inputOf('lodash', version, { ok: true, packument })));
    };
    assert.equal(told('4.18.1'), true);
    assert.equal(told('4.99.0'), false);
    assert.equal(told('4.18.1', alice), false, 'hidden of this version alone');
  });

  it('may stay unknown to automation of the very version of the bundled list alone', () => {
    const judged = (version: string, signature: SignatureAnswer) => {
      const registry = has('lodash', version);
      return allowsAutomatic(judgePackage({ ...inputOf('lodash', version, registry), signature }));
    };
    const old = since({ created: 900, '4.99.0': 30 });
    assert.equal(judged('4.18.1', { kind: 'no-keys' }), true);
    const listed = { ...inputOf('lodash', '4.18.1', since({ created: 900, '4.18.1': 30 })), signature: undefined };
    assert.equal(allowsAutomatic(judgePackage(listed)), true, 'its registry tells times, and no signature');
    assert.match(signatureCheck.test(listed).reason, /^Not verified: nobody was asked\. The bundled list knows/);
    assert.equal(allowsAutomatic(judgePackage({ ...listed, now: new Date(now.getTime() - 25 * 86_400_000) })), false);
    assert.equal(judged('4.18.1', { kind: 'unknown-key' }), false);
    const plausible = { ...inputOf('lodash', '4.99.0', old), signature: signedVersion };
    assert.equal(allowsAutomatic(judgePackage(plausible)), true);
    assert.equal(allowsAutomatic(judgePackage({ ...plausible, signature: { kind: 'no-keys' } })), false);
  });
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
      const others = report.checks.filter(({ source }) => source !== 'osv');
      assert.deepEqual([...new Set(others.map((check) => check.checkedAt))], [now.toISOString()]);
    });
  }
});

/** Of what comes along: nobody has answered. */
const unasked = { registry: undefined, signature: undefined, popularity: undefined };

describe('what strays from a private registry', () => {
  for (const [of, reason] of [
    [
      'name',
      /^It came from npm\.corp\.test before\. Now it would come from registry\.test, where anybody can publish\.$/,
    ],
    ['scope', /^Others of its scope come from npm\.corp\.test\. It would come from registry\.test, where/],
  ] as const) {
    it(`is asked about: ${of}`, () => {
      const straying = { of, from: 'npm.corp.test', to: 'registry.test' };
      const report = judgePackage({ ...inputOf('lodash', '4.18.1', has('lodash', '4.18.1')), straying });
      assert.equal(report.verdict, 'ask');
      assert.match(report.checks.find(({ check }) => check === 'source-kind')?.reason ?? '', reason);
    });
  }
});

describe('judgeNewcomer', () => {
  const along = (over: Partial<Newcomer>, facts: Partial<NewcomerFacts> = {}) => {
    const newcomer = { name: 'lodash', version: '4.18.1', source: 'registry', isNewName: true, ...over } as Newcomer;
    const given = { ...unasked, popular, now, rules: noRule, advisories: advised(), ...facts };
    return judgeNewcomer(newcomer, ['express' as PackageName], given);
  };
  const checksOf = ({ checks }: GateReport) => checks.map(({ check }) => check);

  it('asks about no stand-in for a module of Node that another package brings along', () => {
    const report = along({ name: 'punycode', version: '2.3.1' });
    assert.deepEqual([report.verdict, report.broughtBy], ['allow', ['express']]);
  });

  it('asks about a new name all but whether it exists, and about a new version what is of versions', () => {
    assert.deepEqual(
      checksOf(along({})),
      gateChecks.filter((check) => check !== 'exists'),
    );
    assert.deepEqual(checksOf(along({ isNewName: false })), [
      'placeholder',
      'malware',
      'advisory',
      'version-age',
      'install-scripts',
      'publisher',
      'signature',
      'source-kind',
      'rules',
    ]);
  });

  it('tells that a version was given up, and does not ask about it', () => {
    const registry = ofVersions({ '1.0.0': { deprecated: 'Use another.' } });
    const report = along({ name: 'stranger', version: '1.0.0' }, { registry });
    const told = report.checks.find(({ check }) => check === 'deprecated');
    assert.deepEqual([told?.result, told?.reason, report.verdict], ['allow', 'Deprecated: Use another.', 'allow']);
  });

  /** By a registry that tells nothing but times. */
  const byMirror = (name: string, version: string, age: number | undefined) => {
    const found = hiding(name, version);
    assert.ok(found.ok);
    const times = age === undefined ? new Map<string, string>() : days({ created: 900, [version]: age });
    const popularity = { known: true, downloads: 5_000, checkedAt: now.toISOString() } as const;
    return along({ name, version }, { registry: { ok: true, packument: { ...found.packument, times } }, popularity });
  };
  const mirrored: readonly (readonly [string, string, number | undefined, GateReport['verdict'], boolean])[] = [
    ['lodash', '4.0.0', 100, 'allow', true],
    ['lodash', '4.0.0', 3, 'ask', false],
    ['lodash', '4.0.0', undefined, 'allow', false],
    ['lodash', '4.18.1', undefined, 'allow', true],
    ['stranger', '4.0.0', 100, 'allow', false],
  ];
  for (const [name, version, age, verdict, automatic] of mirrored) {
    it(`judges ${name} ${version}, ${age ?? 'nobody knows how many'} days old, where publishers are hidden: ${verdict}${automatic ? ', by itself too' : ''}`, () => {
      const report = byMirror(name, version, age);
      assert.deepEqual([report.verdict, allowsAutomatic(report)], [verdict, automatic]);
    });
  }
});
