import assert from 'node:assert/strict';
import { stillMs } from '../../../src/engine/intent.ts';
import { listenMs, Stillness } from '../../../src/engine/stillness.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';

describe('whether nobody types', () => {
  function watched() {
    const clock = new FakeClock();
    let times = 0;
    const still = new Stillness(clock, () => (times += 1));
    return { clock, still, told: () => times };
  }

  it('is so from the start, and told once after the last key', () => {
    const { clock, still, told } = watched();
    assert.equal(still.isReached, true);
    still.poke();
    clock.advance(stillMs - 1);
    still.poke();
    clock.advance(stillMs + listenMs - 1);
    assert.deepEqual([still.isReached, told()], [false, 0]);
    clock.advance(1);
    assert.deepEqual([still.isReached, told()], [true, 1]);
  });

  it('is put off by any key, which asks for nothing where nobody waits', () => {
    const { clock, still, told } = watched();
    still.touch();
    assert.equal(still.isReached, true);
    still.poke();
    clock.advance(stillMs);
    still.touch();
    clock.advance(stillMs);
    assert.deepEqual([still.isReached, told()], [false, 0]);
    clock.advance(listenMs);
    assert.deepEqual([still.isReached, told()], [true, 1]);
  });

  it('is not known in a process that was held up, which hears of the keys of that time only later', () => {
    const { clock, still, told } = watched();
    for (const heldUp of [stillMs + 1, 3 * stillMs]) {
      still.poke();
      clock.holdUp(heldUp);
      assert.equal(still.isReached, false);
      // A key that was waiting.
      still.touch();
      clock.advance(stillMs);
      assert.deepEqual([still.isReached, told()], [false, 0]);
    }
    clock.advance(listenMs);
    assert.deepEqual([still.isReached, told()], [true, 1]);
  });

  it('is told at last in a process that is held up all the time', () => {
    const { clock, still, told } = watched();
    still.poke();
    for (let times = 0; times < 4; times += 1) clock.holdUp(3 * stillMs);
    assert.equal(told(), 0);
    clock.holdUp(3 * stillMs);
    assert.deepEqual([still.isReached, told()], [true, 1]);
  });
});
