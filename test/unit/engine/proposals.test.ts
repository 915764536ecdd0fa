import assert from 'node:assert/strict';
import type { EngineContext } from '../../../src/engine/context.ts';
import { ProposalDesk } from '../../../src/engine/proposal-desk.ts';
import { judgeRequest, typesRequest } from '../../../src/engine/proposals.ts';
import type { DecideInstall } from '../../../src/engine/rule-book.ts';
import { CancelledError } from '../../../src/base/errors.ts';
import type { Manifest } from '../../../src/model/manifest.ts';
import type { PackageName } from '../../../src/model/package-name.ts';
import type { Advisories } from '../../../src/ports/advisories.ts';
import type { Packument, RegistryAnswer, SignedVersion } from '../../../src/ports/registry.ts';
import { ruleBooks } from '../../../src/engine/rule-books.ts';
import { fakeAdvisories } from '../../fakes/fake-advisories.ts';
import { fakeDownloads } from '../../fakes/fake-downloads.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { nothingRecorded } from '../../fakes/nothing-recorded.ts';
import { memoryJournal } from '../../support/memory-journal.ts';
import { ruleRow } from '../../support/rules.ts';
import { until } from '../../support/until.ts';
import {
  manifest,
  noRule,
  packument,
  popularList,
  projectOf,
  publishedVersion,
  signedVersion,
} from '../../support/model.ts';

const never = new AbortController().signal;
const decide = () => noRule;

/** As much of the world as a judgement asks. */
function world(
  answers: Readonly<Record<string, RegistryAnswer | Promise<RegistryAnswer>>>,
  trusted = true,
  advisories = {},
) {
  const asked: string[] = [];
  const signed: string[] = [];
  const clock = new FakeClock();
  const context = {
    root: '/w',
    clock,
    downloads: fakeDownloads({ x: 5_000 }),
    advisories: fakeAdvisories(advisories),
    files: { exists: async () => false, read: async () => undefined, list: async () => [] },
    user: { acceptedRules: async () => undefined },
    popular: popularList({ lodash: [400_000_000, '4.18.1'] }),
    trust: { isTrusted: () => trusted, onDidGrant: () => ({ dispose: () => undefined }) },
    registry: {
      async packument(name: string, folder: string) {
        asked.push(`${name} ${folder}`);
        return answers[name] ?? { ok: false, reason: 'not-found', message: '404' };
      },
      async signature({ name, published }: SignedVersion, folder: string) {
        signed.push(`${name} ${published.version} ${folder}`);
        return signedVersion;
      },
      savePrefix: async () => '~',
    },
  } as unknown as EngineContext;
  return { context, asked, signed, clock };
}
const ok = (found: Packument): RegistryAnswer => ({ ok: true, packument: found });
const request = (name: string, range?: string, folder = '') => ({
  package: name as PackageName,
  range,
  manifest: folder,
  field: 'dependencies' as const,
});

describe('judgeRequest', () => {
  const lodash = ok(packument('lodash', ['4.18.1', '4.99.0'], { next: '4.99.0' }));
  const own = manifest('a');

  /** What is asked, what the project has; the version that is judged, the one preferred. */
  const table: readonly (readonly [
    what: string,
    range: string | undefined,
    careful: boolean,
    others: readonly Manifest[],
    judged: string | undefined,
    preferred: string | undefined,
  ])[] = [
    ['the current version', undefined, false, [own], '4.99.0', undefined],
    ['by itself: the version of the list', undefined, true, [own], '4.18.1', '4.18.1'],
    ['an exact version', '4.18.1', false, [own], '4.18.1', undefined],
    ['an exact version, by itself', '4.99.0', true, [own], '4.99.0', undefined],
    ['a tag', 'next', false, [own], '4.99.0', undefined],
    ['a range: nobody knows yet', '^4', false, [own], undefined, undefined],
    [
      'declared already: the range decides',
      undefined,
      true,
      [manifest('a', { dependencies: { lodash: '^3' } })],
      undefined,
      undefined,
    ],
    [
      'used by a sibling: its range decides',
      undefined,
      true,
      [own, manifest('b', { dependencies: { lodash: '^3' } })],
      undefined,
      undefined,
    ],
  ];
  for (const [what, range, careful, others, judged, preferred] of table) {
    it(what, async () => {
      const { context, asked, signed } = world({ lodash });
      const answer = await judgeRequest(
        context,
        projectOf(others, { root: 'sub' }),
        request('lodash', range, 'a'),
        { careful, registry: context.registry, decide },
        never,
      );
      assert.deepEqual([answer.report?.version, answer.preferredVersion, answer.fault], [judged, preferred, undefined]);
      assert.deepEqual(asked, ['lodash /w/sub']);
      assert.deepEqual(signed, judged === undefined ? [] : [`lodash ${judged} /w/sub`], 'the version that lands alone');
    });
  }

  it('takes by itself the newest version that has been there for a week, whatever the list knows', async () => {
    const day = 86_400_000;
    const judge = async (days: Readonly<Record<string, number>>, by: DecideInstall = decide) => {
      const versions = Object.keys(days);
      const { context, clock } = world({});
      const now = clock.now().getTime();
      const times = Object.entries(days).map(
        ([version, age]) => [version, new Date(now - age * day).toISOString()] as const,
      );
      const found = { ...packument('lodash', versions), times: new Map(times) };
      const registry = { packument: async () => ok(found), signature: async () => signedVersion };
      const asked = request('lodash', undefined, 'a');
      return (
        await judgeRequest(
          context,
          projectOf([own], { root: 'sub' }),
          asked,
          { careful: true, registry, decide: by },
          never,
        )
      ).preferredVersion;
    };
    const held = (...versions: readonly string[]): DecideInstall => {
      return ({ version }) => ({ ...noRule, kind: versions.includes(version ?? '') ? 'ask' : undefined });
    };
    const three = { '4.18.0': 90, '4.19.0': 30, '4.20.0': 10 };
    assert.equal(await judge(three, held('4.20.0')), '4.19.0', 'the rules hold the current one back');
    assert.equal(await judge(three, held('4.20.0', '4.19.0')), '4.18.0');
    assert.equal(await judge({ ...three, '4.20.0': 3 }, held('4.19.0')), '4.18.0');
    const whole = held(...Object.keys(three));
    assert.equal(await judge(three, whole), undefined, 'it is no version that the rules ask about');
    assert.equal(await judge({ ...three, '4.20.0': 3 }, whole), '4.19.0');
    assert.equal(await judge({ '4.18.1': 90, '4.19.0': 30 }), undefined, 'the current one is old enough');
    assert.equal(await judge({ '4.18.1': 90, '4.19.0': 30, '4.20.0-rc.1': 20, '4.20.0': 6.9 }), '4.19.0');
    assert.equal(await judge({ '4.18.1': 6, '4.19.0': 5 }), '4.18.1', 'the list knows it');
    assert.equal(
      await judge({ '4.18.0': 6, '4.19.0': 5 }),
      undefined,
      'nothing is old enough, which the gate asks about',
    );
    assert.equal(await judge({ '4.18.1': 90, '4.19.0': -1 }), '4.18.1', 'nobody published it in the future');
  });

  it('takes by itself the newest version of the line that no grave advisory holds for', async () => {
    const day = 86_400_000;
    const grave = [{ id: 'GHSA-1', severity: 'high', summary: '' }] as const;
    const slight = [{ id: 'GHSA-2', severity: 'low', summary: '' }] as const;
    const judge = async (days: Readonly<Record<string, number>>, advisories: object) => {
      const { context, clock } = world({}, true, advisories);
      const now = clock.now().getTime();
      const times = new Map(Object.entries(days).map(([each, age]) => [each, new Date(now - age * day).toISOString()]));
      const found = { ...packument('x', Object.keys(days)), times };
      const registry = { packument: async () => ok(found), signature: async () => signedVersion };
      const project = projectOf([own], { root: 'sub' });
      return judgeRequest(context, project, request('x', undefined, 'a'), { careful: true, registry, decide }, never);
    };
    const days = { '1.0.0': 90, '2.0.0': 80, '2.0.1': 70, '2.1.0': 60 };
    const held = (...versions: readonly string[]) => Object.fromEntries(versions.map((each) => [`x@${each}`, grave]));
    assert.equal((await judge(days, {})).preferredVersion, undefined);
    assert.equal((await judge(days, { 'x@2.1.0': slight })).preferredVersion, undefined);
    assert.equal((await judge(days, held('2.1.0'))).preferredVersion, '2.0.1');
    assert.equal((await judge(days, held('2.1.0', '2.0.1'))).preferredVersion, '2.0.0');
    assert.equal(
      (await judge({ ...days, '2.1.1': 2 }, held('2.1.0'))).preferredVersion,
      '2.0.1',
      'the newest is young',
    );
    const none = await judge(days, held('2.1.0', '2.0.1', '2.0.0'));
    assert.deepEqual([none.preferredVersion, none.report?.verdict], [undefined, 'ask'], 'another major is none');
    const worse = await judge(days, { 'x@2.1.0': [{ id: 'MAL-1', severity: undefined, summary: '' }] });
    assert.deepEqual([worse.preferredVersion, worse.report?.verdict], ['2.0.1', 'allow']);
  });

  it('asks nobody about a sibling', async () => {
    const { context, asked } = world({});
    const project = projectOf([own, manifest('b', {}, { name: 'sibling' })]);
    const { report, packument: found } = await judgeRequest(
      context,
      project,
      request('sibling', undefined, 'a'),
      { careful: true, registry: context.registry, decide },
      never,
    );
    assert.deepEqual([report, found, asked], [undefined, undefined, []]);
  });

  it('keeps why there was no answer; "not found" is one', async () => {
    const fault = { ok: false, reason: 'unauthorized', message: '401' } as const;
    const { context } = world({ secret: fault });
    const judge = (name: string) =>
      judgeRequest(
        context,
        projectOf([own]),
        request(name, undefined, 'a'),
        { careful: false, registry: context.registry, decide },
        never,
      );
    assert.deepEqual((await judge('secret')).fault, { reason: 'unauthorized', message: '401' });
    assert.deepEqual([(await judge('nobody')).fault, (await judge('nobody')).report?.verdict], [undefined, 'block']);
  });
});

describe('typesRequest', () => {
  const types = '@types/lodash';
  const known = { lodash: ok(packument('lodash', ['4.0.0'])), [types]: ok(packument(types, ['1.0.0'])) };
  const deprecated: Packument = {
    ...packument(types, ['1.0.0']),
    versions: new Map([['1.0.0', publishedVersion('1.0.0', { deprecated: 'brings its own', declaresTypes: true })]]),
  };
  const own: Packument = {
    ...packument('lodash', ['4.0.0']),
    versions: new Map([['4.0.0', publishedVersion('4.0.0', { declaresTypes: true })]]),
  };

  const table: readonly (readonly [
    what: string,
    answers: Record<string, RegistryAnswer>,
    owner: Manifest,
    typescript: boolean,
    expected: boolean,
  ])[] = [
    ['wanted', known, manifest(''), true, true],
    ['not in JavaScript', known, manifest(''), false, false],
    ['declared already', known, manifest('', { devDependencies: { [types]: '1' } }), true, false],
    ['brought along', { ...known, lodash: ok(own) }, manifest(''), true, false],
    ['not published', { lodash: known.lodash }, manifest(''), true, false],
    ['a deprecated stub', { ...known, [types]: ok(deprecated) }, manifest(''), true, false],
    [
      'unknown, since the registry is silent',
      { lodash: known.lodash, [types]: { ok: false, reason: 'unreachable', message: '' } },
      manifest(''),
      true,
      false,
    ],
  ];
  for (const [what, answers, owner, typescript, expected] of table) {
    it(what, async () => {
      const { context } = world(answers);
      const project = projectOf([owner]);
      const judged = await judgeRequest(
        context,
        project,
        request('lodash'),
        { careful: false, registry: context.registry, decide },
        never,
      );
      const found = await typesRequest(context, project, judged, () => typescript, never);
      assert.deepEqual(
        found,
        expected ? { package: types, range: undefined, manifest: '', field: 'devDependencies' } : undefined,
      );
    });
  }

  it('asks for no types of types', async () => {
    const { context } = world(known);
    const judged = await judgeRequest(
      context,
      projectOf([manifest('')]),
      request(types),
      { careful: false, registry: context.registry, decide },
      never,
    );
    assert.equal(await typesRequest(context, projectOf([manifest('')]), judged, () => true, never), undefined);
  });
});

describe('ProposalDesk', () => {
  const deskOf = (context: EngineContext, changed: () => void): ProposalDesk =>
    new ProposalDesk(context, ruleBooks(context, nothingRecorded), changed);
  const map = { projects: [projectOf([manifest('')])], faults: [] };
  const name = 'lodash' as PackageName;
  const found = ok(packument('lodash', ['4.18.1']));

  it('proposes a range and a report, and remembers them until something changes', async () => {
    const { context, asked, clock } = world({ lodash: found });
    let changes = 0;
    const desk = deskOf(context, () => changes++);
    assert.equal(desk.known(name, ''), undefined);
    const proposal = await desk.propose(map, name, '', never);
    assert.deepEqual([proposal?.range, proposal?.report.verdict, changes], ['~4.18.1', 'allow', 1]);
    clock.advance(3_600_000);
    assert.equal(await desk.propose(map, name, '', never), proposal);
    assert.deepEqual([desk.known(name, ''), asked.length], [proposal, 1]);
    desk.forget();
    await desk.propose(map, name, '', never);
    assert.equal(asked.length, 2);
  });

  it("forgets what it proposed where the user's own rules changed, and nothing by any other change", async () => {
    const { context } = world({ lodash: found });
    const { journal, keeper } = memoryJournal();
    const desk = new ProposalDesk(context, ruleBooks(context, keeper), () => undefined);
    desk.follow(journal);
    const proposal = await desk.propose(map, name, '', never);
    journal.projectId('');
    desk.follow(journal);
    assert.equal(desk.known(name, ''), proposal);
    journal.saveRule(ruleRow('own:no'));
    desk.follow(journal);
    assert.equal(desk.known(name, ''), undefined);
    assert.equal((await desk.propose(map, name, '', never))?.report.verdict, 'block');
    journal.close();
  });

  it('asks again after a minute where the registry was silent', async () => {
    const answers: Record<string, RegistryAnswer> = { lodash: { ok: false, reason: 'unreachable', message: 'down' } };
    const { context, clock } = world(answers);
    const desk = deskOf(context, () => undefined);
    assert.equal((await desk.propose(map, name, '', never))?.report.verdict, 'ask');
    answers['lodash'] = found;
    assert.equal((await desk.propose(map, name, '', never))?.report.verdict, 'ask');
    clock.advance(60_000);
    assert.equal((await desk.propose(map, name, '', never))?.report.verdict, 'allow');
  });

  it('asks again after a minute where a service was silent', async () => {
    const { context, clock } = world({ lodash: found });
    const silent = { ok: false, reason: 'failed', message: 'status 500', remembered: [] } as const;
    const services = { isSilent: true };
    const advisories: Advisories = {
      ...context.advisories,
      affecting: async (...asked) => (services.isSilent ? silent : context.advisories.affecting(...asked)),
    };
    const desk = deskOf({ ...context, advisories }, () => undefined);
    const malware = async () => {
      const proposal = await desk.propose(map, name, '', never);
      return proposal?.report.checks.find(({ check }) => check === 'malware')?.result;
    };
    assert.equal(await malware(), 'unknown');
    services.isSilent = false;
    assert.equal(await malware(), 'unknown');
    clock.advance(60_000);
    assert.equal(await malware(), 'allow');
  });

  it('asks once for all who ask at once, and one who gives up takes nobody along', async () => {
    const first = Promise.withResolvers<RegistryAnswer>();
    const answers: Record<string, RegistryAnswer | Promise<RegistryAnswer>> = { lodash: first.promise };
    const { context, asked } = world(answers);
    const desk = deskOf(context, () => undefined);
    const [one, two] = [desk.propose(map, name, '', never), desk.propose(map, name, '', never)];
    await until(() => asked.length === 1);
    answers['lodash'] = found;
    first.reject(new CancelledError());
    await assert.rejects(one, CancelledError);
    assert.equal((await two)?.range, '~4.18.1');
    assert.equal(asked.length, 2);
  });

  it('asks nobody in an untrusted workspace, and nothing of a folder without a manifest', async () => {
    const { context, asked } = world({ lodash: found }, false);
    const desk = deskOf(context, () => undefined);
    const proposal = await desk.propose(map, name, '', never);
    assert.deepEqual(
      [proposal?.range, proposal?.report.checks.find(({ check }) => check === 'exists')?.result],
      ['', 'unknown'],
    );
    assert.equal(await desk.propose(map, name, 'elsewhere', never), undefined);
    assert.deepEqual(asked, []);
  });
});
