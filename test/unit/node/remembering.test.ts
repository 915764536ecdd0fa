import assert from 'node:assert/strict';
import { Remembering } from '../../../src/node/remembering.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';

describe('what is remembered', () => {
  it('are the latest 64 answers, however long they are good for', async () => {
    const remembering = new Remembering<{ readonly key: string }>(new FakeClock(), () => 60_000);
    const asked: string[] = [];
    const get = (key: string) =>
      remembering.get(key, async () => {
        asked.push(key);
        return { key };
      });
    for (let index = 0; index < 65; index += 1) await get(String(index));
    asked.length = 0;
    for (const key of ['64', '1', '0']) assert.deepEqual(await get(key), { key });
    assert.deepEqual(asked, ['0']);
  });
});
