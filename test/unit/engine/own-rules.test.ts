import assert from 'node:assert/strict';
import { QmError } from '../../../src/base/errors.ts';
import type { EngineContext } from '../../../src/engine/context.ts';
import type { ExplainRequest } from '../../../src/engine/explaining.ts';
import type { JournalKeeper } from '../../../src/engine/journal-keeper.ts';
import { RuleBook, type Incoming } from '../../../src/engine/rule-book.ts';
import type { Happened } from '../../../src/engine/rule-simulation.ts';
import type { AcceptedPolicy, OwnRule } from '../../../src/model/rule.ts';
import type { Packument, RegistryAnswer } from '../../../src/ports/registry.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { never } from '../../support/engine.ts';
import { memoryJournal } from '../../support/memory-journal.ts';
import { operation, packument, projectOf, publishedVersion } from '../../support/model.ts';
import { ruleRow } from '../../support/rules.ts';

const map = { projects: [projectOf([])], faults: [] };
const moment: Incoming = {
  package: 'moment',
  version: '1.0.0',
  packument: packument('moment', ['1.0.0']),
  dependencyType: 'dependencies',
  project: '',
};

const published: Packument = {
  ...packument('moment', ['1.0.0', '1.1.0']),
  versions: new Map(['1.0.0', '1.1.0'].map((version) => [version, publishedVersion(version, { license: 'MIT' })])),
};
const known: RegistryAnswer = { ok: true, packument: published };

describe("the user's own rules in a folder", () => {
  const closing: (() => void)[] = [];
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  /** A folder with these rules in its policy file. `keeper`: where there is another than a journal that can be opened. */
  function folder({ team = [], keeper, isTrusted = true, answer = known }: Partial<FolderOptions> = {}) {
    const made = memoryJournal();
    closing.push(() => made.journal.close());
    const warned: string[] = [];
    let accepted: AcceptedPolicy | undefined;
    const context = {
      root: '/w',
      trust: { isTrusted: () => isTrusted },
      user: {
        acceptedRules: async () => accepted,
        setAcceptedRules: async (_root: string, rules: AcceptedPolicy) => void (accepted = rules),
      },
      clock: new FakeClock(),
      files: {
        exists: async () => false,
        list: async () => [],
        read: async (path: string) =>
          path === '/w/quartermaster.json' ? new TextEncoder().encode(JSON.stringify({ rules: team })) : undefined,
      },
      registry: { packument: async () => answer },
      log: { warn: (text: string) => void warned.push(text) },
    } as unknown as EngineContext;
    const kept = keeper ?? made.keeper;
    const book = new RuleBook(context, kept);
    return {
      ...made,
      warned,
      book,
      decision: async () => (await book.forInstalls('ai_auto', map))(moment),
      simulate: (rules: readonly OwnRule[], happened: Happened) => book.simulateOwn(context, happened, rules, never),
      explain: (what: ExplainRequest) => book.explain(context, map, what, never),
    };
  }

  interface FolderOptions {
    readonly team: readonly object[];
    readonly keeper: Pick<JournalKeeper, 'look' | 'write'>;
    readonly isTrusted: boolean;
    readonly answer: RegistryAnswer;
  }

  const rule = (over: Partial<OwnRule> = {}): OwnRule => ({
    name: 'No moment',
    kind: 'block',
    priority: 0,
    enabled: true,
    conditions: { package: 'moment' },
    ...over,
  });

  it('hold as soon as they are saved, until they are changed or removed, and stand in the trace', async () => {
    const { decision, book } = folder();
    assert.equal((await decision()).kind, 'auto-install');
    const [saved] = await book.save([rule()]);
    assert.deepEqual(saved, { ...rule(), id: 'own:no-moment', source: 'dashboard' });
    assert.deepEqual(await decision(), {
      kind: 'block',
      rule: { id: 'own:no-moment', name: 'No moment' },
      doubtful: false,
      trace: [
        {
          rule: 'own:no-moment',
          name: 'No moment',
          kind: 'block',
          outcome: 'applies',
          conditions: [{ condition: 'package', answer: 'match' }],
        },
      ],
    });
    assert.deepEqual(
      (await book.inForce(map)).rules.filter(({ source }) => source === 'dashboard'),
      [saved],
    );
    await book.save([rule({ id: 'no-moment', kind: 'ask' })]);
    assert.equal((await decision()).kind, 'ask');
    await book.save([rule({ id: 'own:no-moment', enabled: false })]);
    assert.equal((await decision()).kind, 'auto-install');
    await book.remove('no-moment', map);
    assert.deepEqual((await book.own()).rules, []);
  });

  it('are read anew where another process changed them', async () => {
    const { decision, journal } = folder();
    await decision();
    journal.saveRule(ruleRow('own:a', { kind: 'ask' }));
    assert.equal((await decision()).kind, 'ask');
  });

  it('override by their priority what was accepted of a repository, and never what nobody accepted', async () => {
    const team = [{ id: 'team', name: 'Team', kind: 'block', priority: 5, conditions: {} }];
    const { decision, book } = folder({ team });
    await book.save([rule({ kind: 'auto-install', priority: 6 })]);
    assert.deepEqual((await decision()).rule?.id, 'file:team');
    const { current } = await book.inForce(map);
    await book.accept(current.hash, map);
    assert.deepEqual((await decision()).rule?.id, 'own:no-moment');
    await book.save([rule({ id: 'no-moment', kind: 'auto-install', priority: 4 })]);
    assert.deepEqual((await decision()).rule?.id, 'file:team');
  });

  it('have an auto-install override an ask of the lower priority, and an ask override that', async () => {
    const { decision, book } = folder();
    await book.save([
      rule({ name: 'Ask', kind: 'ask', conditions: {} }),
      rule({ name: 'Let', kind: 'auto-install', priority: 1 }),
    ]);
    assert.deepEqual([(await decision()).kind, (await decision()).rule?.id], ['auto-install', 'own:let']);
    await book.save([rule({ id: 'ask', kind: 'ask', priority: 2, conditions: {} })]);
    assert.deepEqual([(await decision()).kind, (await decision()).rule?.id], ['ask', 'own:ask']);
  });

  it('do not count where they cannot be read, which is said, and take no other along', async () => {
    const { decision, journal, database, warned, book } = folder();
    journal.saveRule(ruleRow('own:good', { kind: 'ask' }));
    const insert = `INSERT INTO package_automation_rules (id, name, kind, priority, conditions, source)
      VALUES (?, 'Bad', ?, 9, ?, 'dashboard')`;
    database.run(insert, 'own:kind', 'bloc', '{}');
    database.run(insert, 'own:json', 'block', '{');
    database.run(insert, 'own:condition', 'block', '{"moon":"full"}');
    database.run(insert, 'own:proto', 'block', '{"__proto__":{}}');
    database.run(insert, 'file:theirs', 'block', '{}');
    journal.removeRule('none');
    assert.deepEqual([(await decision()).kind, (await decision()).rule?.id], ['ask', 'own:good']);
    const { ownFaults, ownProblem } = await book.inForce(map);
    const ids = ['file:theirs', 'own:condition', 'own:json', 'own:kind', 'own:proto'];
    assert.deepEqual([ownFaults.map((fault) => fault.rule).toSorted(), ownProblem], [ids, undefined]);
    assert.equal(warned.filter((line) => ids.some((id) => line.startsWith(`${id}: `))).length, ids.length);
    for (const id of ids) await book.remove(id, map);
    assert.deepEqual((await book.own()).faults, []);
  });

  it('make a question of everything where nobody can read them, and let no sure block become one', async () => {
    const problem = new QmError('QM_STATE_UNAVAILABLE', { message: 'It is damaged.', hint: 'Rename it.' });
    const keeper = { look: async () => ({ journal: undefined, problem }), write: () => Promise.reject(problem) };
    const { decision, warned, book, simulate } = folder({ keeper });
    const { kind, doubtful, rule: found } = await decision();
    assert.deepEqual([kind, doubtful, found?.name], ['ask', true, 'Your own rules, which cannot be read now']);
    const inForce = await book.inForce(map);
    assert.deepEqual([inForce.ownProblem, inForce.rules.some(({ id }) => id === 'own:*')], [problem, false]);
    assert.deepEqual(warned, ['It is damaged.']);
    for (const work of [
      () => book.save([rule()]),
      () => book.remove('x', map),
      () => simulate([rule()], { operations: [], findings: [], map }),
    ]) {
      await assert.rejects(work(), { code: 'QM_STATE_UNAVAILABLE' });
    }
    const team = [{ id: 'team', name: 'Team', kind: 'block', conditions: {} }];
    assert.equal((await folder({ team, keeper }).decision()).kind, 'block');
  });

  it('are neither read nor written in a workspace that is not trusted', async () => {
    const { book, journal } = folder({ isTrusted: false });
    journal.saveRule(ruleRow('own:a'));
    const { rules, problem } = await book.own();
    assert.deepEqual([rules, problem?.code], [[], 'QM_UNTRUSTED']);
    await assert.rejects(book.save([rule()]), { code: 'QM_UNTRUSTED' });
    await assert.rejects(book.remove('own:a', map), { code: 'QM_UNTRUSTED' });
    assert.equal(journal.rules().rules.length, 1);
  });

  it('are saved all or none', async () => {
    const { journal, book } = folder();
    await assert.rejects(book.save([rule(), rule({ name: 'Bad', conditions: { moon: 'full' } })]), {
      code: 'QM_RULE_INVALID',
      message: 'The rule "Bad" was not saved: "conditions.moon" is nothing that can stand there.',
    });
    assert.deepEqual(journal.rules().rules, []);
    const saved = await book.save([rule(), rule()]);
    assert.deepEqual(
      saved.map(({ id }) => id),
      ['own:no-moment', 'own:no-moment-2'],
    );
  });

  it('take no id of another place', async () => {
    const { book } = folder();
    for (const id of ['built-in:install', 'file:x', 'settings:.npmrc#x', '../x', '']) {
      await assert.rejects(book.save([rule({ id })]), { code: 'QM_RULE_INVALID' }, id);
    }
  });

  it('are a thousand at most', async () => {
    const { journal, book } = folder();
    const many = Array.from({ length: 1_000 }, (_, index) => rule({ id: `r${index}` }));
    await book.save(many);
    await assert.rejects(book.save([rule()]), {
      code: 'QM_RULE_INVALID',
      message: 'The rule "No moment" was not saved: You can have 1000 rules of your own.',
    });
    assert.equal(journal.rules().rules.length, 1_000);
    // One that is there already may still be changed.
    await book.save([rule({ id: 'r7', enabled: false })]);
  });

  it('are no others than the ones that can be removed, which is said with where each comes from', async () => {
    const team = [
      { id: 'no', name: 'No', kind: 'block', conditions: {} },
      { id: 'all', name: 'All', kind: 'auto-install', conditions: {} },
    ];
    const { book } = folder({ team });
    const table: readonly (readonly [string, string])[] = [
      ['built-in:install', 'The rule built-in:install is built in.'],
      ['file:no', 'The rule file:no stands in quartermaster.json.'],
      ['file:all', 'The rule file:all stands in quartermaster.json.'],
      ['none', 'You have made no rule none here.'],
    ];
    for (const [id, message] of table) await assert.rejects(book.remove(id, map), { code: 'QM_NO_RULE', message });
  });

  it('are tried on what happened before they are saved, added or in the place of another', async () => {
    const { journal, decision, book, simulate } = folder();
    const operations = ['moment', 'lodash'].map((name) => ({
      ...operation({ id: name, createdAt: '2026-11-01T00:00:00.000Z' }),
      packages: [
        { name, manifest: '', field: 'dependencies' as const, from: undefined, to: '1.0.0', range: undefined },
      ],
      files: [],
    }));
    const happened = { operations, findings: [], map };
    const added = await simulate([rule()], happened);
    assert.equal(added.sentence, 'This would have decided 1 of 2 differently.');
    assert.deepEqual(
      added.rules.map(({ id }) => id),
      ['own:no-moment'],
    );
    assert.deepEqual([journal.rules().rules, (await decision()).kind], [[], 'auto-install']);
    await book.save([rule()]);
    const wider = await simulate([rule({ id: 'no-moment', conditions: {} })], happened);
    assert.deepEqual(
      wider.different.map(({ subject, after }) => [subject.package, after.kind]),
      [['lodash', 'block']],
    );
    const off = await simulate([rule({ id: 'no-moment', enabled: false })], happened);
    assert.deepEqual(
      off.different.map(({ before, after }) => [before.kind, after.kind]),
      [['block', 'auto-install']],
    );
    await assert.rejects(simulate([rule({ priority: -3 })], happened), { code: 'QM_RULE_INVALID' });
  });

  describe('explained', () => {
    const licence = rule({ name: 'No GPL', kind: 'ask', conditions: { license: 'GPL-*' } });

    it('are asked about the current version, one of its tags, or the one that is named', async () => {
      const { explain } = folder();
      const table: readonly (readonly [string | undefined, string | undefined])[] = [
        [undefined, '1.1.0'],
        ['latest', '1.1.0'],
        ['1.0.0', '1.0.0'],
        ['^1.0.0', undefined],
        ['9.9.9', undefined],
      ];
      for (const [version, found] of table) {
        assert.equal((await explain({ package: 'moment', version })).version, found, version);
      }
    });

    it('tell which decides, by what the registry knows, and each that was looked at', async () => {
      const { book, explain } = folder();
      await book.save([licence, rule()]);
      const { kind, rule: found, trace, unanswered } = await explain({ package: 'lodash', project: 'elsewhere' });
      assert.deepEqual([kind, found?.id, unanswered], ['auto-install', 'built-in:install', undefined]);
      assert.deepEqual(
        trace.map((one) => [one.rule, one.outcome, one.conditions.map(({ answer }) => answer)]),
        [
          ['own:no-gpl', 'passed', ['no']],
          ['built-in:ask-breaking', 'passed', ['no']],
          ['built-in:ask-downgrade', 'passed', ['no']],
          ['built-in:install', 'applies', []],
        ],
      );
      assert.equal((await explain({ package: 'moment' })).rule?.id, 'own:no-moment');
    });

    it('say what nobody answered, and what that leaves in doubt', async () => {
      const { book, explain } = folder({ answer: { ok: false, reason: 'unreachable', message: 'No answer.' } });
      await book.save([licence]);
      const { kind, doubtful, version, unanswered } = await explain({ package: 'lodash' });
      assert.deepEqual([kind, doubtful, version, unanswered], ['ask', true, undefined, 'No answer.']);
    });

    it('are asked about no name that is none, and nothing where the workspace is not trusted', async () => {
      await assert.rejects(folder().explain({ package: '../x' }), { code: 'QM_NAME_INVALID' });
      await assert.rejects(folder({ isTrusted: false }).explain({ package: 'moment' }), { code: 'QM_UNTRUSTED' });
    });
  });
});
