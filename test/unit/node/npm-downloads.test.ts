import assert from 'node:assert/strict';
import path from 'node:path';
import { CancelledError } from '../../../src/base/errors.ts';
import { NpmDownloads } from '../../../src/node/npm-downloads.ts';
import { startRegistry, type Registry } from '../../registry/registry.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { startAnswering } from '../../support/answering-server.ts';
import { never, useHermeticProcess } from '../../support/engine.ts';
import { tempFolder } from '../../support/temp-project.ts';

describe('NpmDownloads', () => {
  useHermeticProcess();
  let registry: Registry;
  let clock: FakeClock;
  let file: string;
  before(async () => {
    const versions = { '1.0.0': {} };
    registry = await startRegistry({
      packages: [
        { name: 'x', versions, weeklyDownloads: 42 },
        { name: '@s/y', versions, weeklyDownloads: 7 },
      ],
    });
  });
  beforeEach(() => {
    clock = new FakeClock();
    file = path.join(tempFolder('cache-'), 'downloads.json');
  });
  afterEach(() => registry.setFault());
  after(() => registry.stop());

  const counts = (address: string | undefined) =>
    new NpmDownloads({ address, file, clock, npm: async () => undefined });
  const counted = (weekly: number) => ({ ok: true, weekly, checkedAt: clock.now().toISOString() });

  it('knows how often packages of every kind are downloaded, and that nobody counts one', async () => {
    const unit = counts(`${registry.url}/`);
    assert.deepEqual(await unit.lastWeek('x', never), counted(42));
    assert.deepEqual(await unit.lastWeek('@s/y', never), counted(7));
    assert.deepEqual(await unit.lastWeek('nobody-has-this', never), counted(0));
  });

  it('asks once in twelve hours, in another process too', async () => {
    const before = registry.requests.length;
    const first = await counts(registry.url).lastWeek('x', never);
    clock.advance(12 * 3_600_000 - 1);
    assert.deepEqual(await counts(registry.url).lastWeek('x', never), first);
    assert.equal(registry.requests.length, before + 1);
    clock.advance(1);
    await counts(registry.url).lastWeek('x', never);
    assert.equal(registry.requests.length, before + 2);
  });

  const faults = [
    [{ kind: 'status', status: 500 }, 'failed'],
    [{ kind: 'status', status: 429 }, 'busy'],
    [{ kind: 'html' }, 'malformed'],
    [{ kind: 'reset' }, 'unreachable'],
  ] as const;
  for (const [fault, reason] of faults) {
    it(`never takes silence for a count: ${JSON.stringify(fault)}`, async () => {
      registry.setFault(fault);
      const unit = counts(registry.url);
      const answer = await unit.lastWeek('x', never);
      assert.equal(answer.ok ? 'ok' : answer.reason, reason);
      registry.setFault();
      assert.deepEqual(await unit.lastWeek('x', never), counted(42));
    });
  }

  it('believes no answer that is not a count', async () => {
    const server = await startAnswering();
    try {
      for (const body of [{}, { downloads: '5' }, { downloads: -1 }, { downloads: 0.5 }, [], 'null']) {
        server.answer(200, body);
        const answer = await counts(server.url).lastWeek('x', never);
        assert.equal(answer.ok ? 'ok' : answer.reason, 'malformed', JSON.stringify(body));
      }
    } finally {
      await server.stop();
    }
  });

  it('asks nobody where the address is empty, and ends where nobody wants to know', async () => {
    const answer = await counts('').lastWeek('x', never);
    assert.equal(answer.ok ? 'ok' : answer.reason, 'off');
    const gone = new AbortController();
    const asking = counts(registry.url).lastWeek('x', gone.signal);
    gone.abort();
    await assert.rejects(asking, CancelledError);
  });

  it('is elsewhere, unless its address is of this machine', () => {
    assert.deepEqual(
      [undefined, 'https://counts.test', registry.url, ''].map((at) => counts(at).isElsewhere),
      [true, true, false, false],
    );
  });
});
