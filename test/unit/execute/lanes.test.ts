import assert from 'node:assert/strict';
import { CancelledError } from '../../../src/base/errors.ts';
import { Lanes } from '../../../src/execute/lanes.ts';
import { never } from '../../support/engine.ts';

describe('Lanes', () => {
  /** Work that runs until it is let go. */
  const gate = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    return { promise, open: resolve };
  };
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  /** Lanes in which work is told by a name such as `a1`, its root by the letter; each runs until it is let go. */
  const start = (cores = 4) => {
    const lanes = new Lanes(cores);
    const log: string[] = [];
    const gates = new Map<string, ReturnType<typeof gate>>();
    return {
      lanes,
      log,
      async ask(id: string, priority = 0, signal = never): Promise<void> {
        const own = gate();
        gates.set(id, own);
        await lanes.run(
          { id, root: id.charAt(0), priority },
          async () => {
            log.push(id);
            await own.promise;
          },
          signal,
        );
      },
      async end(id: string): Promise<void> {
        gates.get(id)?.open();
        await turn();
        await turn();
      },
    };
  };

  it('do one thing at a time in a root, others beside it', async () => {
    const { ask, end, log } = start();
    const work = [ask('a1'), ask('a2'), ask('b1')];
    await turn();
    assert.deepEqual(log, ['a1', 'b1']);
    await end('a1');
    assert.deepEqual(log, ['a1', 'b1', 'a2']);
    await end('a2');
    await end('b1');
    await Promise.all(work);
  });

  for (const [cores, most] of [
    [1, 1],
    [2, 2],
    [16, 4],
    [0, 1],
  ] as const) {
    it(`let ${most} roots work at once on ${cores} cores`, async () => {
      const { ask, end, log } = start(cores);
      const ids = ['a1', 'b1', 'c1', 'd1', 'e1', 'f1'];
      const work = ids.map((id) => ask(id));
      await turn();
      assert.equal(log.length, most);
      for (const id of ids) await end(id);
      await Promise.all(work);
      assert.deepEqual(log, ids);
    });
  }

  it('let what matters more go first, and keep the order among equals', async () => {
    const { ask, end, log } = start();
    const work = [ask('a1'), ask('a2'), ask('a3'), ask('a4', 1), ask('a5', 1)];
    for (const id of ['a1', 'a4', 'a5', 'a2', 'a3']) await end(id);
    await Promise.all(work);
    assert.deepEqual(log, ['a1', 'a4', 'a5', 'a2', 'a3']);
  });

  it('pass over what is held until it is released', async () => {
    const { lanes, ask, end, log } = start();
    const work = [ask('a1'), ask('a2'), ask('a3')];
    assert.deepEqual([lanes.isWaiting('a1'), lanes.isWaiting('a2')], [false, true]);
    assert.equal(lanes.hold('a2'), true);
    assert.equal(lanes.isHeld('a2'), true);
    await end('a1');
    await end('a3');
    assert.deepEqual(log, ['a1', 'a3']);
    assert.equal(lanes.release('a2'), true);
    await turn();
    assert.deepEqual(log, ['a1', 'a3', 'a2']);
    assert.equal(lanes.hold('a2'), false, 'what runs is not held');
    await end('a2');
    await Promise.all(work);
  });

  it('let go of what is cancelled while it waits, at once', async () => {
    const { ask, end, log } = start();
    const controller = new AbortController();
    const first = ask('a1');
    const second = ask('a2', 0, controller.signal);
    const third = ask('a3');
    controller.abort();
    await assert.rejects(second, CancelledError);
    await assert.rejects(ask('a4', 0, controller.signal), CancelledError);
    await end('a1');
    await end('a3');
    await Promise.all([first, third]);
    assert.deepEqual(log, ['a1', 'a3']);
  });

  it('give the place of what steps aside to another root, and its lane to nobody', async () => {
    const { lanes, ask, end, log } = start(1);
    const [outside, work] = [gate(), gate()];
    const first = lanes.run(
      { id: 'a1', root: 'a', priority: 0 },
      async (aside) => {
        log.push('a1');
        await aside(() => outside.promise);
        log.push('a1 again');
        await work.promise;
      },
      never,
    );
    const others = [ask('a2'), ask('b1'), ask('b2')];
    await turn();
    assert.deepEqual(log, ['a1', 'b1']);
    outside.open();
    await turn();
    assert.deepEqual([log, lanes.isWaiting('a1'), lanes.hold('a1')], [['a1', 'b1'], false, false], 'one core');
    await end('b1');
    assert.deepEqual(log, ['a1', 'b1', 'a1 again'], 'before those that came later');
    work.open();
    for (const id of ['a2', 'b2']) await end(id);
    await Promise.all([first, ...others]);
    assert.deepEqual(log, ['a1', 'b1', 'a1 again', 'a2', 'b2']);
  });

  it('let go of what is cancelled while it stands aside', async () => {
    const { lanes, ask, end, log } = start(1);
    const controller = new AbortController();
    const outside = gate();
    const first = lanes.run(
      { id: 'a1', root: 'a', priority: 0 },
      (aside) => aside(() => outside.promise),
      controller.signal,
    );
    const others = [ask('b1'), ask('a2')];
    await turn();
    controller.abort();
    outside.open();
    await assert.rejects(first, CancelledError);
    for (const id of ['b1', 'a2']) await end(id);
    await Promise.all(others);
    assert.deepEqual(log, ['b1', 'a2']);
  });

  it('give the lane of what is held while it stands aside to others, and let it wait anew after that', async () => {
    const { lanes, ask, end, log } = start(1);
    const waits: (() => void)[] = [];
    const wait = (signal: AbortSignal): Promise<void> =>
      new Promise((resolve, reject) => {
        waits.push(resolve);
        signal.addEventListener('abort', () => reject(new CancelledError()), { once: true });
      });
    const first = lanes.run(
      { id: 'a1', root: 'a', priority: 0 },
      async (aside) => {
        await aside(wait);
        log.push('a1');
      },
      never,
    );
    await turn();
    assert.deepEqual([lanes.isWaiting('a1'), lanes.hold('a1'), lanes.isHeld('a1')], [true, true, true]);
    await turn();
    assert.deepEqual([lanes.isWaiting('a1'), lanes.isHeld('a1')], [true, true]);
    const other = ask('a2');
    await end('a2');
    await other;
    assert.deepEqual([log, waits.length], [['a2'], 1], 'its lane was free');
    assert.equal(lanes.release('a1'), true);
    await turn();
    assert.deepEqual([log, waits.length, lanes.isHeld('a1')], [['a2'], 2, false], 'it waits anew');
    const third = [ask('a3'), ask('b1')];
    await turn();
    assert.deepEqual(log, ['a2', 'b1'], 'its lane is its own, its place is not');
    waits[1]?.();
    await end('b1');
    await first;
    await end('a3');
    await Promise.all(third);
    assert.deepEqual(log, ['a2', 'b1', 'a1', 'a3']);
  });

  it('let go of what is cancelled while it is held aside', async () => {
    const { lanes, ask, end, log } = start(1);
    const controller = new AbortController();
    const wait = (signal: AbortSignal): Promise<void> =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(new CancelledError()), { once: true }));
    const first = lanes.run({ id: 'a1', root: 'a', priority: 0 }, (aside) => aside(wait), controller.signal);
    await turn();
    assert.equal(lanes.hold('a1'), true);
    const others = [ask('a2'), ask('a3')];
    await turn();
    controller.abort();
    await assert.rejects(first, CancelledError);
    assert.deepEqual([log, lanes.isWaiting('a1')], [['a2'], false], "the lane is the other one's");
    for (const id of ['a2', 'a3']) await end(id);
    await Promise.all(others);
    assert.deepEqual(log, ['a2', 'a3']);
  });

  it('take what is held from its beginning when it is released', async () => {
    const { lanes, ask, end, log } = start();
    const held = lanes.run({ id: 'a1', root: 'a', priority: 0, held: true }, async () => void log.push('a1'), never);
    const other = ask('a2');
    await end('a2');
    assert.deepEqual([log, lanes.isHeld('a1'), lanes.release('a1')], [['a2'], true, true]);
    await Promise.all([held, other]);
    assert.deepEqual(log, ['a2', 'a1']);
  });

  it('go on after a failure, and hand results back', async () => {
    const { lanes } = start();
    const ticket = { id: 'x', root: 'a', priority: 0 };
    await assert.rejects(
      lanes.run(ticket, () => Promise.reject(new Error('x')), never),
      /x/,
    );
    assert.equal(await lanes.run(ticket, async () => 7, never), 7);
  });
});
