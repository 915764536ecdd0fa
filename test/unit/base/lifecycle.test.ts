import assert from 'node:assert/strict';
import { DisposableStore, Emitter, toDisposable } from '../../../src/base/lifecycle.ts';

describe('Emitter', () => {
  it('tells every listener, one function subscribed twice twice', () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    const listener = (value: number): number => heard.push(value);
    const first = emitter.event(listener);
    emitter.event(listener);
    emitter.fire(1);
    first.dispose();
    emitter.fire(2);
    assert.deepEqual(heard, [1, 1, 2]);
  });

  it('leaves those alone who come or go while it fires', () => {
    const emitter = new Emitter<string>();
    const heard: string[] = [];
    const gone = { subscription: toDisposable(() => undefined) };
    emitter.event(() => {
      heard.push('first');
      gone.subscription.dispose();
      emitter.event(() => heard.push('late'));
    });
    gone.subscription = emitter.event(() => heard.push('second'));
    emitter.fire('x');
    assert.deepEqual(heard, ['first', 'second']);
  });

  it('is silent once disposed', () => {
    const emitter = new Emitter<void>();
    let heard = 0;
    emitter.event(() => heard++);
    emitter.dispose();
    emitter.fire();
    assert.equal(heard, 0);
  });
});

describe('DisposableStore', () => {
  it('lets go in reverse order, and once', () => {
    const store = new DisposableStore();
    const order: string[] = [];
    for (const name of ['a', 'b', 'c']) store.add(toDisposable(() => order.push(name)));
    store.dispose();
    store.dispose();
    assert.deepEqual(order, ['c', 'b', 'a']);
  });

  it('lets go at once of what comes too late, and hands it back', () => {
    const store = new DisposableStore();
    store.dispose();
    let runs = 0;
    const item = toDisposable(() => runs++);
    assert.equal(store.add(item), item);
    item.dispose();
    assert.equal(runs, 1);
  });
});
