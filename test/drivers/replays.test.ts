import assert from 'node:assert/strict';
import type { GateCheckName } from '../../src/model/gate.ts';
import type { FixturePackage } from '../registry/fixture-package.ts';
import { never, requests, useEngines, useHermeticProcess } from '../support/engine.ts';
import { wholeTree } from '../support/engine-project.ts';
import { useTempProjects } from '../support/temp-project.ts';
import { useOsv } from '../support/use-osv.ts';
import { useRegistry } from '../support/use-registry.ts';

const automatic = { trigger: 'ai_auto', confirmed: false, automatic: true } as const;
const hours = (count: number): number => count / 24;

/** What was attacked as it stood in the registry while nobody had noticed, and why automation leaves it alone. */
interface Replay {
  readonly packages: readonly FixturePackage[];
  /** What is asked for, in the very version of the attack. */
  readonly spec: string;
  /** Checks that ask about it; of each attack those that its design could not have passed. */
  readonly stoppedBy: readonly GateCheckName[];
  /** What automation installs where no version is named; undefined: nothing. */
  readonly instead: string | undefined;
}

const replays: Readonly<Record<string, Replay>> = {
  // 2025-09-08: the maintainer's own account, code that runs in the browser, no script at all.
  'chalk 5.6.1': {
    packages: [{ name: 'chalk', versions: { '5.6.0': { ageDays: 20 }, '5.6.1': { ageDays: hours(2) } } }],
    spec: 'chalk@5.6.1',
    stoppedBy: ['version-age'],
    instead: '5.6.0',
  },
  'debug 4.4.2': {
    packages: [{ name: 'debug', versions: { '4.4.1': { ageDays: 120 }, '4.4.2': { ageDays: hours(2) } } }],
    spec: 'debug@4.4.2',
    stoppedBy: ['version-age'],
    instead: '4.4.1',
  },
  // 2026-03-31: published past the project's own pipeline, with a new dependency that ran a script and was 18 hours old.
  'axios 1.14.1': {
    packages: [
      {
        name: 'axios',
        versions: {
          '1.14.0': { ageDays: 30, attested: true },
          '1.14.1': {
            ageDays: hours(2),
            publisher: 'taken-over',
            manifest: { dependencies: { 'plain-crypto-js': '^4.2.1' } },
          },
        },
      },
      {
        name: 'plain-crypto-js',
        versions: {
          '4.2.0': { ageDays: hours(18) },
          '4.2.1': { ageDays: hours(17), manifest: { scripts: { postinstall: 'node setup.js' } } },
        },
        weeklyDownloads: 0,
      },
    ],
    spec: 'axios@1.14.1',
    stoppedBy: ['version-age', 'publisher', 'signature'],
    instead: undefined,
  },
  // 2026-05-11: built by the project's own pipeline, so that its provenance was good.
  'TanStack router': {
    packages: [
      {
        name: '@tanstack/react-router',
        versions: {
          '1.0.0': { ageDays: 500 },
          '1.169.4': { ageDays: 9 },
          '1.169.5': { ageDays: hours(0.2), manifest: { scripts: { prepare: 'node router_init.js' } } },
        },
      },
    ],
    spec: '@tanstack/react-router@1.169.5',
    stoppedBy: ['version-age'],
    instead: '1.169.4',
  },
  // 2025-09 and 2025-11: a worm that published new versions by the tokens that it found, with a script that ran first.
  'Shai-Hulud': {
    packages: [
      {
        name: '@ctrl/tinycolor',
        versions: {
          '4.1.0': { ageDays: 500 },
          '4.1.1': { ageDays: hours(3), manifest: { scripts: { postinstall: 'node bundle.js' } } },
        },
        weeklyDownloads: 2_000_000,
      },
    ],
    spec: '@ctrl/tinycolor@4.1.1',
    stoppedBy: ['version-age'],
    instead: '4.1.0',
  },
};

describe('attacks of the past, in autopilot', () => {
  const makeProject = useTempProjects();
  const start = useEngines();
  useHermeticProcess();
  const registry = useRegistry();
  const osv = useOsv();
  before(() => (process.env['NPM_DOWNLOADS_API'] = registry.url));

  const project = () => makeProject({ registry, files: { 'package.json': { name: 'app', private: true } } });

  for (const [what, { packages, spec, stoppedBy, instead }] of Object.entries(replays)) {
    it(`${what}: stopped`, async () => {
      for (const fixture of packages) registry.publish(fixture);
      const app = project();
      const engine = await start(app);
      const before = wholeTree(app);
      const { operations, asked } = await engine.install(requests([spec]), automatic, never);
      assert.deepEqual(operations, []);
      const asks = asked.flatMap(({ checks }) =>
        checks.filter(({ result }) => result === 'ask').map(({ check }) => check),
      );
      assert.deepEqual(
        asks.filter((check) => stoppedBy.includes(check)),
        stoppedBy,
      );
      assert.deepEqual(wholeTree(app), before);
      const name = packages[0]?.name ?? '';
      const unnamed = await engine.install(requests([name]), automatic, never);
      assert.deepEqual(
        unnamed.operations.map(({ status, packages: [first] }) => [status, first?.to]),
        instead === undefined ? [] : [['succeeded', instead]],
      );
    });
  }

  // 2018: an old package got a new dependency, and that the attack in a later version: only its report stops it.
  it('event-stream 3.3.6: stopped, by what came along', async () => {
    registry.publish({
      name: 'event-stream',
      versions: { '3.3.6': { manifest: { dependencies: { 'flatmap-stream': '^0.1.0' } } } },
      weeklyDownloads: 2_000_000,
    });
    registry.publish({ name: 'flatmap-stream', versions: { '0.1.0': {}, '0.1.1': {} } });
    const affected = [{ package: { ecosystem: 'npm', name: 'flatmap-stream' }, versions: ['0.1.1'] }];
    osv.setRecords([{ id: 'MAL-2018-1', modified: '2025-01-01T00:00:00Z', summary: 'Malicious code', affected }]);
    const app = project();
    const { operations, blocked } = await (await start(app)).install(requests(['event-stream']), automatic, never);
    assert.deepEqual(
      operations.map(({ status, error }) => [status, error?.code]),
      [['failed', 'QM_GATE_BLOCK']],
    );
    assert.deepEqual(
      blocked.map(({ package: name, broughtBy }) => [name, broughtBy]),
      [['flatmap-stream', ['event-stream']]],
    );
    assert.equal(app.exists('node_modules'), false);
  });
});
