import assert from 'node:assert/strict';
import { LiveSteps, tellMs } from '../../../src/engine/live-steps.ts';
import { progressTeller } from '../../../src/engine/manager-progress.ts';
import type { ManagerProgress } from '../../../src/ports/manager-driver.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { fakeDriver } from '../../fakes/fake-driver.ts';

describe('LiveSteps', () => {
  it('tells on what was told, the newest of it and not too often', () => {
    const clock = new FakeClock();
    const live = new LiveSteps((run, milliseconds) => clock.schedule(run, milliseconds));
    const seen: (string | undefined)[] = [];
    live.onDidChange(() => seen.push(live.all.get('a')?.step));
    for (const step of ['1 of 3', '2 of 3']) live.tell('a', { step, progress: 0.5 });
    assert.deepEqual(seen, []);
    clock.advance(tellMs);
    assert.deepEqual(seen, ['2 of 3']);
    live.tell('a', { step: '3 of 3', progress: 0.6 });
    live.forget('a');
    clock.advance(tellMs);
    assert.deepEqual(seen, ['2 of 3', undefined]);
  });
});

describe('progressTeller', () => {
  const told = (progress: ManagerProgress): readonly [string, number] => {
    let heard: readonly [string, number] | undefined;
    const driver = { ...fakeDriver(async () => undefined), readProgress: () => () => progress };
    progressTeller(driver, (sentence, share) => (heard = [sentence, share]))?.('');
    return heard ?? assert.fail('nothing was told');
  };

  it('says how far a manager is, as well as it is known', () => {
    assert.deepEqual(told({ phase: 'resolving', done: 7, of: undefined }), ['Resolving packages: 7 so far', 0]);
    assert.deepEqual(told({ phase: 'fetching', done: undefined, of: undefined }), ['Fetching packages', 1 / 3]);
    assert.deepEqual(told({ phase: 'fetching', done: 3, of: 6 }), ['Fetching packages: 3 of 6', 0.5]);
    assert.deepEqual(told({ phase: 'linking', done: 6, of: 6 }), ['Putting packages in place: 6 of 6', 1]);
  });

  it('is none for a manager that tells nothing', () => {
    assert.equal(
      progressTeller(
        fakeDriver(async () => undefined),
        () => assert.fail(),
      ),
      undefined,
    );
  });
});
