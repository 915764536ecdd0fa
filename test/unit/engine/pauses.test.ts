import assert from 'node:assert/strict';
import { CancelledError, QmError } from '../../../src/base/errors.ts';
import { askingPatiently, honouringPauses } from '../../../src/engine/pauses.ts';
import { toManagerError } from '../../../src/managers/failure.ts';
import type { PackageName } from '../../../src/model/package-name.ts';
import type { Registry } from '../../../src/ports/registry.ts';
import { answering } from '../../fakes/answering-runner.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { fakeDriver } from '../../fakes/fake-driver.ts';
import { signedVersion } from '../../support/model.ts';

const never = new AbortController().signal;

/** In each manager's own words, as they were seen. */
const refusals: readonly (readonly [manager: string, code: string | undefined, output: string])[] = [
  ['npm', 'E429', 'npm error 429 Too Many Requests - GET http://r/@fx%2futil - fault 429'],
  ['pnpm', 'ERR_PNPM_FETCH_429', 'GET http://r/@fx%2Futil: Too Many Requests - 429'],
  ['bun', undefined, 'error: GET http://r/@fx%2futil - 429'],
  [
    'yarn',
    undefined,
    'error An unexpected error occurred: "http://r/@fx%2futil: Request failed \\"429 Too Many Requests\\"".',
  ],
];

describe('a registry that turns a manager away for a while', () => {
  /** One that is refused a number of times. */
  function driverOf(error: QmError, wait: number | undefined, refused = 1) {
    const asked: string[] = [];
    const said: string[] = [];
    const clock = new FakeClock();
    const registry = {
      async announcedPause(addresses: readonly string[]) {
        asked.push(...addresses);
        return wait;
      },
    } as Partial<Registry> as Registry;
    let calls = 0;
    const driver = fakeDriver(async () => {
      if (++calls <= refused) throw error;
    });
    const { install, update } = honouringPauses(
      { registry, clock },
      { ...driver, update: (context, _, signal) => driver.install(context, signal) },
      (step) => said.push(step),
    );
    return {
      asked,
      said,
      clock,
      calls: () => calls,
      install: (signal = never) => install(answering({}).context, signal),
      update: () => update?.(answering({}).context, ['x'], never),
    };
  }

  for (const [manager, code, output] of refusals) {
    it(`is asked again by ${manager} when the time is up that it announced, and not before`, async () => {
      const error = toManagerError({ manager, code, output, timedOut: false });
      const { asked, said, clock, calls, install } = driverOf(error, 3_000);
      const done = install();
      await new Promise(setImmediate);
      clock.advance(2_999);
      await new Promise(setImmediate);
      assert.deepEqual(
        [calls(), said, asked.map((each) => each.toLowerCase())],
        [1, ['Waiting 3 s, as the registry asks'], ['http://r/@fx%2futil']],
      );
      clock.advance(1);
      await done;
      assert.equal(calls(), 2);
    });
  }

  const busy = new QmError('QM_REGISTRY_BUSY', { message: 'busy', hint: '' });

  it('is waited for as often as it asks, in an update too', async () => {
    const { said, clock, calls, update } = driverOf(busy, 60_000, 3);
    const done = update();
    for (let pauses = 0; pauses < 3; pauses++) {
      await new Promise(setImmediate);
      clock.advance(60_000);
    }
    await done;
    assert.deepEqual([calls(), said], [4, Array(3).fill('Waiting 60 s, as the registry asks')]);
  });

  it('is let be where it would keep everybody waiting for more than ten minutes in all', async () => {
    const { calls, clock, install } = driverOf(busy, 301_000, 2);
    const done = install();
    await new Promise(setImmediate);
    clock.advance(301_000);
    await assert.rejects(done, busy);
    assert.equal(calls(), 2);
  });

  it('is let be where it announces nothing but refusals, and no time', async () => {
    const { calls, clock, install } = driverOf(busy, 0, Infinity);
    const done = install();
    for (let pauses = 0; pauses < 5; pauses++) {
      await new Promise(setImmediate);
      clock.advance(0);
    }
    await assert.rejects(done, busy);
    assert.equal(calls(), 6);
  });

  it('is let be where it announces no time', async () => {
    const { calls, install } = driverOf(busy, undefined);
    await assert.rejects(install(), busy);
    assert.equal(calls(), 1);
  });

  it('is not asked about any other failure', async () => {
    const failed = new QmError('QM_REGISTRY_FAILED', { message: 'failed', hint: '', details: 'http://r/x' });
    const { asked, install } = driverOf(failed, 0);
    await assert.rejects(install(), failed);
    assert.deepEqual(asked, []);
  });

  it('is not waited for by somebody who gave up', async () => {
    const controller = new AbortController();
    const { calls, install } = driverOf(busy, 3_000);
    const done = install(controller.signal);
    await new Promise(setImmediate);
    controller.abort();
    await assert.rejects(done, CancelledError);
    assert.equal(calls(), 1);
  });
});

describe('a registry that turns our own question away for a while', () => {
  /** It refuses as often as there are waits, each with its announcement, and lets in then. */
  function registryOf(...waits: readonly (number | undefined)[]) {
    const clock = new FakeClock();
    const said: string[] = [];
    const left = [...waits];
    const busy = { ok: false, reason: 'busy', message: '429' } as const;
    const asking = askingPatiently(
      {
        clock,
        registry: {
          async packument() {
            if (left.length === 0) return { ok: false, reason: 'not-found', message: 'let in' };
            const wait = left.shift();
            return wait === undefined ? busy : { ...busy, retryAfterMs: wait };
          },
          signature: async () => signedVersion,
          tarball: async () =>
            left.shift() === undefined ? { ok: true, files: new Map() } : { ...busy, retryAfterMs: 1 },
        },
      },
      (step) => said.push(step),
    );
    const ask = (signal = never) => asking.packument('x' as PackageName, '/p', signal);
    return { asking, ask, clock, said };
  }

  it('is asked again when the time is up, and says so meanwhile', async () => {
    const { ask, clock, said } = registryOf(45_000, 2_000);
    const answer = ask();
    await new Promise(setImmediate);
    assert.deepEqual(said, ['Waiting 45 s, as the registry asks']);
    clock.advance(45_000);
    await new Promise(setImmediate);
    clock.advance(2_000);
    assert.equal((await answer).ok ? '' : ((await answer) as { message: string }).message, 'let in');
    assert.deepEqual(said.slice(1), ['Waiting 2 s, as the registry asks']);
  });

  it('is let be where it announces no time, or more than ten minutes in all', async () => {
    for (const waits of [[undefined], [600_001]]) {
      const { ask, said } = registryOf(...waits);
      assert.equal(((await ask()) as { reason?: string }).reason, 'busy');
      assert.deepEqual(said, []);
    }
  });

  it('is not waited for by somebody who gave up', async () => {
    const { ask } = registryOf(45_000);
    const controller = new AbortController();
    const answer = ask(controller.signal);
    await new Promise(setImmediate);
    controller.abort(new CancelledError());
    await assert.rejects(answer, CancelledError);
  });
});
