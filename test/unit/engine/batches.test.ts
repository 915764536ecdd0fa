import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { Batches, type Batch } from '../../../src/engine/batches.ts';
import type { Operation } from '../../../src/model/operation.ts';
import { operation } from '../../support/model.ts';
import { never } from '../../support/engine.ts';

describe('Batches', () => {
  function setUp() {
    const batches = new Batches<string>();
    const begun: Batch<string>[] = [];
    const ends: ((ended: Operation) => void)[] = [];
    const begin = (batch: Batch<string>): Promise<Operation> => {
      begun.push(batch);
      return new Promise((resolve) => ends.push(resolve));
    };
    return { batches, begun, begin, ends };
  }

  it('make one operation of what comes before its work begins, and tell of each that joins', async () => {
    const { batches, begun, begin, ends } = setUp();
    const first = batches.join('k', ['a'], begin, never);
    const [batch] = begun;
    assert.ok(batch);
    let joined = 0;
    batch.onJoin = () => joined++;
    const second = batches.join('k', ['b', 'c'], begin, never);
    assert.deepEqual([begun.length, joined, batches.take('k', batch)], [1, 1, ['a', 'b', 'c']]);
    const done = operation({ id: 'done' });
    ends[0]?.(done);
    assert.deepEqual(await Promise.all([first, second]), [done, done]);
  });

  it('keep apart what was asked otherwise, and what comes when the work has begun', () => {
    const { batches, begun, begin } = setUp();
    void batches.join('k', ['a'], begin, never);
    void batches.join('other', ['b'], begin, never);
    assert.equal(begun.length, 2);
    batches.take('k', begun[0] as Batch<string>);
    void batches.join('k', ['c'], begin, never);
    assert.deepEqual(
      begun.map(({ items }) => items),
      [['a'], ['b'], ['c']],
    );
  });

  it('add nothing to what is paused: it would wait with it', () => {
    const { batches, begun, begin } = setUp();
    void batches.join('k', ['a'], begin, never);
    const [paused] = begun;
    assert.ok(paused);
    paused.isPaused = () => true;
    void batches.join('k', ['b'], begin, never);
    void batches.join('k', ['c'], begin, never);
    assert.deepEqual(
      begun.map(({ items }) => items),
      [['a'], ['b', 'c']],
    );
    assert.deepEqual(batches.take('k', paused), ['a']);
  });

  it('let go of the signals of all who asked when they have ended', async () => {
    const { batches, begin, ends } = setUp();
    const { signal } = new AbortController();
    const all = [batches.join('k', ['a'], begin, signal), batches.join('k', ['b'], begin, signal)];
    assert.equal(getEventListeners(signal, 'abort').length, 2);
    ends[0]?.(operation({ id: 'done' }));
    await Promise.all(all);
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });

  it('are given up when everybody who asked gave up, and not before', () => {
    const { batches, begun, begin } = setUp();
    const [one, two] = [new AbortController(), new AbortController()];
    void batches.join('k', ['a'], begin, one.signal);
    void batches.join('k', ['b'], begin, two.signal);
    one.abort();
    assert.equal(begun[0]?.signal.aborted, false);
    two.abort();
    assert.equal(begun[0]?.signal.aborted, true);
  });

  it('wait for what was announced when they asked, whether it fails or not', async () => {
    const { batches } = setUp();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const announced = batches.announce('k', () => promise);
    const rejected = assert.rejects(announced, /no answer/);
    let gathered = false;
    const waiting = batches.gathered('k').then(() => (gathered = true));
    await batches.gathered('other');
    assert.equal(gathered, false);
    reject(new Error('no answer'));
    resolve();
    await Promise.all([waiting, rejected]);
    assert.equal(gathered, true);
  });
});
