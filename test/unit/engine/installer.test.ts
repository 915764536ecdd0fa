import assert from 'node:assert/strict';
import { QmError } from '../../../src/base/errors.ts';
import type { EngineContext } from '../../../src/engine/context.ts';
import { ApprovalRows } from '../../../src/engine/approval-rows.ts';
import { Installer } from '../../../src/engine/installer.ts';
import { LiveSteps } from '../../../src/engine/live-steps.ts';
import type { OperationDraft } from '../../../src/engine/operation-draft.ts';
import type { OperationRunner } from '../../../src/engine/operation-runner.ts';
import type { InstallOptions } from '../../../src/model/install.ts';
import type { RegistryAnswer } from '../../../src/ports/registry.ts';
import { ruleBooks } from '../../../src/engine/rule-books.ts';
import { fakeAdvisories } from '../../fakes/fake-advisories.ts';
import { fakeDownloads } from '../../fakes/fake-downloads.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { nothingRecorded } from '../../fakes/nothing-recorded.ts';
import { byHand, never, requests } from '../../support/engine.ts';
import { manifest, packument, popularList, projectOf, signedVersion } from '../../support/model.ts';

/** Nothing can be recorded: what the gate asks is heard all the same. */
const noJournal = {
  read: async () => undefined,
  write: () => Promise.reject(new QmError('QM_READ_ONLY', { message: 'It cannot be written.', hint: '' })),
};
const silent: RegistryAnswer = { ok: false, reason: 'unreachable', message: 'no answer' };
const answers: Readonly<Record<string, RegistryAnswer>> = {
  lodash: { ok: true, packument: packument('lodash', ['4.18.1']) },
  lodahs: { ok: true, packument: packument('lodahs', ['1.0.0']) },
};

/**
 * An installer whose registry knows these packages alone and is silent about others; its runs are written down, and what
 * the registry is asked. `npmrc`: the project's.
 */
function installer(npmrc?: string) {
  const recorded: string[] = [];
  const lookedUp: string[] = [];
  const context = {
    root: '/w',
    clock: new FakeClock(),
    log: { warn: () => undefined },
    downloads: fakeDownloads({ x: 5_000 }),
    advisories: fakeAdvisories(),
    popular: popularList({ lodash: [400_000_000, '4.18.1'] }),
    trust: { isTrusted: () => true, onDidGrant: () => ({ dispose: () => undefined }) },
    user: { acceptedRules: async () => undefined },
    documents: { isUnsaved: () => false },
    files: {
      exists: async () => false,
      list: async () => [],
      read: async (path: string) => (path === '/w/.npmrc' && npmrc ? new TextEncoder().encode(npmrc) : undefined),
    },
    registry: {
      async packument(name: string) {
        lookedUp.push(name);
        return answers[name] ?? silent;
      },
      signature: async () => signedVersion,
      savePrefix: async () => '^',
    },
  } as unknown as EngineContext;
  const runner = {
    live: new LiveSteps(new FakeClock().schedule),
    async run({ packages, rule, decidedBy, ...draft }: OperationDraft) {
      recorded.push(`${packages.map(({ name }) => name).join(' ')} | ${rule} | ${decidedBy}`);
      return draft;
    },
  } as unknown as OperationRunner;
  const rows = new ApprovalRows({ clock: context.clock, log: context.log }, noJournal, () => undefined);
  const map = { projects: [projectOf([manifest('')])], faults: [] };
  const unit = new Installer(context, runner, rows, ruleBooks(context, nothingRecorded), () => false);
  return {
    recorded,
    lookedUp,
    install: (names: readonly string[], options: Partial<InstallOptions>) =>
      unit.install(map, requests(names), { ...byHand, ...options }, never),
  };
}

describe('Installer', () => {
  it('names what stands in the way in a file of the repository before a registry is asked', async () => {
    const { recorded, lookedUp, install } = installer('proxy=http://127.0.0.1:9/\n');
    const { operations, asked } = await install(['lodash', 'unheard-of'], {});
    assert.deepEqual([operations.length, asked], [1, []]);
    assert.deepEqual(
      [recorded, lookedUp],
      [['lodash unheard-of | undefined | Refused before anything was looked up'], []],
    );
  });

  /** What was asked, how it was confirmed; what is recorded, what is left to a person. */
  const table: readonly (readonly [
    names: readonly string[],
    confirmed: InstallOptions['confirmed'],
    recorded: readonly string[],
    asked: readonly string[],
  ])[] = [
    [['lodash'], false, ['lodash | you | You; gate: allowed, 15 of 15 checks'], []],
    [
      ['lodash'],
      'unattended',
      ['lodash | yes-without-terminal | --yes without a terminal; gate: allowed, 15 of 15 checks'],
      [],
    ],
    [['lodahs'], false, [], ['lodahs']],
    [
      ['lodahs'],
      true,
      ['lodahs | you | You, though the gate asked: Looks like lodash, which is far more popular. Did you mean lodash?'],
      [],
    ],
    [['lodahs'], 'unattended', [], ['lodahs']],
    [
      ['lodash', 'unheard-of'],
      'unattended',
      [
        'lodash unheard-of | yes-without-terminal | --yes without a terminal, though the gate asked: The registry did not answer: no answer',
      ],
      [],
    ],
    [['lodash', 'unheard-of'], false, ['lodash | you | You; gate: allowed, 15 of 15 checks'], ['unheard-of']],
  ];
  for (const [names, confirmed, recorded, asked] of table) {
    it(`${names.join(' and ')}, confirmed: ${confirmed}`, async () => {
      const unit = installer();
      const outcome = await unit.install(names, { confirmed });
      assert.deepEqual([unit.recorded, outcome.asked.map((report) => report.package)], [recorded, asked]);
    });
  }

  it('records that the gate alone decided where nobody was asked', async () => {
    const unit = installer();
    await unit.install(['lodash'], { automatic: true, trigger: 'ai_auto' });
    assert.deepEqual(unit.recorded, ['lodash | gate | Gate: allowed, 15 of 15 checks']);
  });

  it('foresees each package, and runs nothing', async () => {
    const unit = installer();
    const { operations, planned } = await unit.install(['lodash@^4', 'lodahs'], { dryRun: true });
    assert.deepEqual(
      planned.map(({ package: name, range, version, decision, report }) => [
        name,
        range,
        version,
        decision,
        report?.verdict,
      ]),
      [
        ['lodash', '^4', '4.18.1', 'install', 'allow'],
        ['lodahs', '^1.0.0', '1.0.0', 'ask', 'ask'],
      ],
    );
    assert.deepEqual([operations, unit.recorded], [[], []]);
  });
});
