import assert from 'node:assert/strict';
import { Lanes } from '../../../src/execute/lanes.ts';

describe('Lanes', () => {
  /** Work that runs until it is let go. */
  const gate = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    return { promise, open: resolve };
  };
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('do one thing at a time in a root, others beside it', async () => {
    const lanes = new Lanes(4);
    const log: string[] = [];
    const first = gate();
    const work = [
      lanes.run('a', async () => {
        log.push('a1');
        await first.promise;
      }),
      lanes.run('a', async () => void log.push('a2')),
      lanes.run('b', async () => void log.push('b1')),
    ];
    await turn();
    assert.deepEqual(log, ['a1', 'b1']);
    first.open();
    await Promise.all(work);
    assert.deepEqual(log, ['a1', 'b1', 'a2']);
  });

  for (const [cores, most] of [
    [1, 1],
    [2, 2],
    [16, 4],
    [0, 1],
  ] as const) {
    it(`let ${most} roots work at once on ${cores} cores`, async () => {
      const lanes = new Lanes(cores);
      const all = gate();
      let running = 0;
      const work = ['a', 'b', 'c', 'd', 'e', 'f'].map((root) =>
        lanes.run(root, async () => {
          running++;
          await all.promise;
        }),
      );
      await turn();
      assert.equal(running, most);
      all.open();
      await Promise.all(work);
    });
  }

  it('go on after a failure, hand results back, and know when they are idle', async () => {
    const lanes = new Lanes(2);
    await assert.rejects(
      lanes.run('a', () => Promise.reject(new Error('x'))),
      /x/,
    );
    assert.equal(await lanes.run('a', async () => 7), 7);
    const last = gate();
    let ended = false;
    const work = lanes.run('a', () => last.promise);
    const idle = lanes.idle().then(() => (ended = true));
    await turn();
    assert.equal(ended, false);
    last.open();
    await Promise.all([work, idle]);
    assert.equal(ended, true);
  });
});
