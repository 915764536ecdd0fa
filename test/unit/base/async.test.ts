import assert from 'node:assert/strict';
import { mapLimited, quiet } from '../../../src/base/async.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';

describe('quiet', () => {
  it('runs once, after the last poke has been quiet for the time', () => {
    const clock = new FakeClock();
    let runs = 0;
    const waiting = quiet(() => runs++, 100, clock.schedule);
    waiting.poke();
    clock.advance(99);
    waiting.poke();
    clock.advance(99);
    assert.equal(runs, 0);
    clock.advance(1);
    clock.advance(1000);
    assert.equal(runs, 1);
  });

  it('forgets what was cancelled, and runs again when poked again', () => {
    const clock = new FakeClock();
    let runs = 0;
    const waiting = quiet(() => runs++, 100, clock.schedule);
    waiting.poke();
    waiting.cancel();
    clock.advance(1000);
    waiting.poke();
    clock.advance(100);
    assert.equal(runs, 1);
  });
});

describe('mapLimited', () => {
  it('keeps the order and the limit', async () => {
    let running = 0;
    let most = 0;
    const results = await mapLimited([5, 1, 4, 2, 3], 2, async (item, index) => {
      most = Math.max(most, ++running);
      for (let turn = 0; turn < item; turn++) await Promise.resolve();
      running--;
      return `${index}:${item}`;
    });
    assert.deepEqual([results, most], [['0:5', '1:1', '2:4', '3:2', '4:3'], 2]);
    assert.deepEqual(await mapLimited([], 2, async () => 1), []);
  });

  it('rejects with the first failure', async () => {
    const work = async (item: number): Promise<number> => (item === 2 ? Promise.reject(new Error('two')) : item);
    await assert.rejects(mapLimited([1, 2, 3], 1, work), /two/);
  });
});
