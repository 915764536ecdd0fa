import assert from 'node:assert/strict';
import path from 'node:path';
import type { PackageName } from '../../../src/model/package-name.ts';
import { PackumentThread } from '../../../src/node/packument-thread.ts';
import { readHere } from '../../../src/node/read-packument.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';

const script = path.join(import.meta.dirname, '../../../src/node/lazy/packument-worker.ts');
const x = 'x' as PackageName;

/** A packument as a registry sends it, with so many versions of 800 letters. */
function sent(versions: number): Uint8Array<ArrayBuffer> {
  const all = Array.from({ length: versions }, (_, index) => `1.0.${index}`);
  const packument = {
    name: 'x',
    'dist-tags': { latest: all.at(-1) },
    versions: Object.fromEntries(
      all.map((version) => [version, { name: 'x', version, description: 'd'.repeat(800), dependencies: { y: '1' } }]),
    ),
    time: Object.fromEntries(all.map((version) => [version, '2026-01-02T00:00:00.000Z'])),
  };
  return new Uint8Array(new TextEncoder().encode(JSON.stringify(packument)));
}

describe('a thread that reads packuments', () => {
  it('reads a large one as this thread would, and takes its memory along', async () => {
    const clock = new FakeClock();
    const thread = new PackumentThread(script, clock);
    const [one, two] = [sent(1_000), sent(1_200)];
    const answers = await Promise.all([thread.read(x, one), thread.read(x, two)]);
    assert.deepEqual(answers, [await readHere(x, sent(1_000)), await readHere(x, sent(1_200))]);
    assert.deepEqual([one.byteLength, two.byteLength], [0, 0]);
    clock.advance(20_000);
    const again = await thread.read(x, sent(1_000));
    assert.ok(again.ok && again.packument.versions.size === 1_000, 'another thread follows the one that ended idle');
    clock.advance(20_000);
  });

  it('is not asked about a small one', async () => {
    const thread = new PackumentThread('/no/such/script.js', new FakeClock());
    const answer = await thread.read(x, sent(3));
    assert.ok(answer.ok && answer.packument.versions.size === 3);
  });

  it('says of what is no JSON that it is malformed, and goes on', async () => {
    const clock = new FakeClock();
    const thread = new PackumentThread(script, clock);
    const broken = new Uint8Array(new TextEncoder().encode(`<!doctype html>${' '.repeat(500_000)}`));
    await assert.rejects(thread.read(x, broken), SyntaxError);
    assert.equal((await thread.read(x, sent(1_000))).ok, true);
    clock.advance(20_000);
  });

  it('leaves nobody waiting where it cannot begin', async () => {
    const thread = new PackumentThread('/no/such/script.js', new FakeClock());
    const reads = [thread.read(x, sent(1_000)), thread.read(x, sent(1_000))];
    for (const read of await Promise.allSettled(reads)) {
      assert.ok(read.status === 'rejected' && read.reason instanceof SyntaxError);
    }
  });
});
