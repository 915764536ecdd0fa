import assert from 'node:assert/strict';
import type { GateReport } from '../../src/model/gate.ts';
import type { InstallOptions, InstallOutcome } from '../../src/model/install.ts';
import { byHand, never, requests } from '../support/engine.ts';
import { testManagers } from '../support/managers.ts';
import { useManager } from '../support/manager-suite.ts';
import { useOsv } from '../support/use-osv.ts';

const automatic: InstallOptions = { trigger: 'ai_auto', confirmed: false, automatic: true };
const hours = (count: number): number => count / 24;

/** What became of it, and what the gate asked about. */
function endOf({ operations, asked, blocked }: InstallOutcome): readonly unknown[] {
  const of = ({ package: name, version, broughtBy, checks }: GateReport): string =>
    `${[...broughtBy, name].join(' > ')} ${version}: ${checks
      .filter(({ result }) => result === 'ask' || result === 'block')
      .map(({ check }) => check)
      .join(', ')}`;
  return [operations.map(({ status, error }) => error?.code ?? status), [...asked, ...blocked].map(of)];
}

describe('what comes along', () => {
  for (const { label, driver, tool } of testManagers()) {
    // A linker has no say in versions.
    if (label.startsWith('yarn-4-')) continue;
    describe(`by ${label}`, () => {
      const { registry, project, open } = useManager(label);
      const choosesByAge = driver.choosesByAge?.(tool.version) === true;

      beforeEach(() => {
        registry().publish({
          name: 'along-young',
          versions: { '1.0.0': { ageDays: 90 }, '1.1.0': { ageDays: 20 }, '1.2.0': { ageDays: 2 } },
        });
        registry().publish({
          name: 'along-root',
          versions: { '1.0.0': { manifest: { dependencies: { 'along-young': '^1.0.0' } } } },
        });
      });

      it(`is ${choosesByAge ? 'the newest that is not very young' : 'asked about where it is very young'}`, async () => {
        const app = project();
        const engine = await open(app);
        const outcome = await engine.install(requests(['along-root']), byHand, never);
        if (!choosesByAge) {
          const asked = 'along-root > along-young 1.2.0: version-age';
          return assert.deepEqual(endOf(outcome), [['QM_GATE_ASK'], [asked]]);
        }
        assert.deepEqual(endOf(outcome), [['succeeded'], []]);
        assert.match(app.read(driver.lockfiles.find((name) => app.exists(name)) ?? ''), /along-young[^]*1\.1\.0/);
      });

      it('is asked about where nothing older fits', async () => {
        registry().publish({
          name: 'along-strict',
          versions: { '1.0.0': { manifest: { dependencies: { 'along-young': '^1.2.0' } } } },
        });
        const app = project();
        const engine = await open(app);
        const outcome = await engine.install(requests(['along-strict']), byHand, never);
        assert.deepEqual(endOf(outcome), [['QM_GATE_ASK'], ['along-strict > along-young 1.2.0: version-age']]);
        assert.equal(app.exists('node_modules'), false);
        const anyway = await engine.install(requests(['along-strict']), { ...byHand, confirmed: true }, never);
        assert.deepEqual(endOf(anyway), [['succeeded'], []]);
      });
    });
  }

  describe('is judged as what is asked for', () => {
    const { registry, project, open } = useManager('npm-11');
    useOsv();
    before(() => (process.env['NPM_DOWNLOADS_API'] = registry().url));

    /** An old package that brings one along. */
    async function bring(name: string, options: InstallOptions): Promise<InstallOutcome> {
      registry().publish({ name: 'old-root', versions: { '1.0.0': { manifest: { dependencies: { [name]: '*' } } } } });
      const engine = await open(project());
      return engine.install(requests(['old-root']), options, never);
    }

    it('and lands where nothing speaks against it', async () => {
      registry().publish({ name: 'along-good', versions: { '1.0.0': {} } });
      const outcome = await bring('along-good', automatic);
      assert.deepEqual(endOf(outcome), [['succeeded'], []]);
    });

    const stopped: readonly (readonly [string, Parameters<ReturnType<typeof registry>['publish']>[0], string])[] = [
      // 2026-03-31: what axios 1.14.1 brought, had it been axios' only fault.
      [
        'plain-crypto-js by itself',
        {
          name: 'plain-crypto-js',
          versions: { '4.2.0': { ageDays: hours(18) }, '4.2.1': { ageDays: hours(17) } },
          weeklyDownloads: 0,
        },
        '4.2.1: lookalike, name-age, version-age, popularity',
      ],
      ['a name that is a week old', { name: 'along-new', versions: { '1.0.0': { ageDays: 8 } } }, '1.0.0: name-age'],
      [
        'a name that hardly anybody downloads',
        { name: 'along-rare', versions: { '1.0.0': {} }, weeklyDownloads: 40 },
        '1.0.0: popularity',
      ],
      [
        'somebody new with a new script',
        {
          name: 'along-taken',
          versions: {
            '1.0.0': { ageDays: 90 },
            '1.1.0': { ageDays: 20, publisher: 'taken-over', manifest: { scripts: { postinstall: 'node x.js' } } },
          },
        },
        '1.1.0: publisher',
      ],
      [
        'a signature that is gone',
        { name: 'along-lost', versions: { '1.0.0': { ageDays: 90 }, '1.1.0': { ageDays: 20, signature: 'none' } } },
        '1.1.0: signature',
      ],
      [
        'a signature of something else',
        { name: 'along-forged', versions: { '1.0.0': { signature: 'bad' } } },
        '1.0.0: signature',
      ],
      ['a placeholder', { name: 'along-held', versions: { '0.0.1-security': {} } }, '0.0.1-security: placeholder'],
    ];
    for (const [what, fixture, expected] of stopped) {
      it(`and stopped: ${what}`, async () => {
        registry().publish(fixture);
        for (const options of [automatic, byHand]) {
          const outcome = await bring(fixture.name, options);
          const [[code], stops] = endOf(outcome) as [readonly string[], readonly string[]];
          const blocks = expected.includes('placeholder') || fixture.name === 'along-forged';
          const question = options.automatic ? 'awaiting-approval' : 'QM_GATE_ASK';
          assert.equal(code, blocks ? 'QM_GATE_BLOCK' : question);
          assert.deepEqual(stops, [`old-root > ${fixture.name} ${expected}`]);
        }
      });
    }

    it('and asked about where a person has said yes to other questions', async () => {
      registry().publish({ name: 'along-new', versions: { '1.0.0': { ageDays: 8 } } });
      const question = 'along-new name-age';
      const by = (shown: readonly string[]) => bring('along-new', { ...byHand, confirmed: true, shown });
      assert.deepEqual(endOf(await by(['old-root name-age'])), [
        ['QM_GATE_ASK'],
        ['old-root > along-new 1.0.0: name-age'],
      ]);
      const done = await by([question]);
      assert.deepEqual(endOf(done), [['succeeded'], []]);
      const [operation] = done.operations;
      assert.equal(operation?.decidedBy, 'You, though the gate asked: First published 8 days ago.');
      assert.deepEqual(
        operation.gate.map(({ package: name, broughtBy, checks }) => [name, broughtBy, checks.length]),
        [
          ['old-root', [], 15],
          ['along-new', ['old-root'], 1],
        ],
      );
    });

    it('but for a version that was given up: whoever brings it chose it', async () => {
      registry().publish({ name: 'along-done', versions: { '1.0.0': { deprecated: 'Use something else.' } } });
      const outcome = await bring('along-done', automatic);
      assert.deepEqual(endOf(outcome), [['succeeded'], []]);
    });

    it('and left to persons where the registry does not answer about it', async () => {
      registry().publish({ name: 'along-silent', versions: { '1.0.0': {} } });
      const engine = await open(project());
      registry().publish({
        name: 'old-root',
        versions: { '1.0.0': { manifest: { dependencies: { 'along-silent': '*' } } } },
      });
      // npm itself is the first that asks.
      const match = /along-silent$/;
      registry().setFault({ kind: 'latency', ms: 1, match, times: 1 }, { kind: 'status', status: 500, match });
      const outcome = await engine.install(requests(['old-root']), automatic, never);
      assert.deepEqual(endOf(outcome), [['QM_GATE_ASK'], ['old-root > along-silent 1.0.0: ']]);
    });
  });
});
