import assert from 'node:assert/strict';
import { Pushes, pushMs, refreshMs } from '../../../../../src/hosts/vscode/dashboard/pushes.ts';
import { FakeClock } from '../../../../fakes/fake-clock.ts';

describe('pushes to the dashboard', () => {
  function counted() {
    const clock = new FakeClock();
    const log = { sent: 0, error: undefined as Error | undefined };
    const pushes = new Pushes(() => {
      log.sent += 1;
      if (log.error !== undefined) throw log.error;
    }, clock.schedule);
    return { clock, pushes, log };
  }

  it('come within 200 ms of a change, one for all changes of that time', () => {
    assert.ok(pushMs < 200);
    const { clock, pushes, log } = counted();
    pushes.attach();
    for (let change = 0; change < 100; change += 1) pushes.changed();
    assert.equal(log.sent, 0);
    clock.advance(pushMs);
    assert.equal(log.sent, 1);
    pushes.changed();
    clock.advance(pushMs);
    assert.equal(log.sent, 2);
  });

  it('go on coming while changes do', () => {
    const { clock, pushes, log } = counted();
    pushes.attach();
    for (let elapsed = 0; elapsed < 1_000; elapsed += 10) {
      pushes.changed();
      clock.advance(10);
    }
    assert.equal(log.sent, Math.floor(1_000 / pushMs));
  });

  it('come every 5 s where nothing says that anything changed', () => {
    assert.equal(refreshMs, 5_000);
    const { clock, pushes, log } = counted();
    pushes.attach();
    clock.advance(16_000);
    assert.equal(log.sent, 3);
  });

  it('go on after one of them failed', () => {
    const { clock, pushes, log } = counted();
    pushes.attach();
    log.error = new Error('unreadable');
    assert.throws(() => clock.advance(refreshMs), /unreadable/);
    log.error = undefined;
    clock.advance(refreshMs);
    assert.equal(log.sent, 2);
  });

  it('are made for no one', () => {
    const { clock, pushes, log } = counted();
    pushes.changed();
    clock.advance(60_000);
    const [first, second] = [pushes.attach(), pushes.attach()];
    first.dispose();
    clock.advance(refreshMs);
    assert.equal(log.sent, 1);
    pushes.changed();
    second.dispose();
    clock.advance(60_000);
    assert.equal(log.sent, 1);
  });
});
