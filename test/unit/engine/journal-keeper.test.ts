import assert from 'node:assert/strict';
import { QmError } from '../../../src/base/errors.ts';
import type { EngineContext } from '../../../src/engine/context.ts';
import { JournalKeeper } from '../../../src/engine/journal-keeper.ts';
import type { StateAnswer } from '../../../src/ports/state-folder.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';

/** Whoever keeps the journal of a folder whose state answers so, and how often it told of a change. */
function keeping(answer: () => StateAnswer) {
  const context = {
    root: '/w',
    clock: new FakeClock(),
    state: { stands: async () => false, open: async () => answer() },
  } as unknown as EngineContext;
  const keeper = new JournalKeeper(context);
  const told = { times: 0 };
  keeper.onDidChange(() => told.times++);
  return { keeper, told };
}

describe('whoever keeps the journal', () => {
  it('tells a folder without one from one that it cannot read', async () => {
    assert.deepEqual(await keeping(() => ({ kind: 'none' })).keeper.look(), { journal: undefined, problem: undefined });
    const { keeper } = keeping(() => ({ kind: 'unavailable' }));
    const { journal, problem } = await keeper.look();
    assert.deepEqual([journal, problem?.code, keeper.problem], [undefined, 'QM_STATE_UNAVAILABLE', problem]);
    await assert.rejects(keeper.write(), { code: 'QM_STATE_UNAVAILABLE' });
  });

  it('tells of the same problem once, so that who looks again because of it comes to an end', async () => {
    let message = 'It is damaged.';
    const { keeper, told } = keeping(() => {
      throw new QmError('QM_STATE_UNAVAILABLE', { message, hint: 'Rename it.' });
    });
    for (let look = 0; look < 3; look++) assert.equal((await keeper.look()).problem?.message, message);
    assert.equal(told.times, 1);
    message = 'It cannot be written.';
    assert.equal(await keeper.read(), undefined);
    assert.deepEqual([told.times, keeper.problem?.message], [2, message]);
  });
});
