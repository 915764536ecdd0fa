import assert from 'node:assert/strict';
import { DocumentFeed, debounceMs } from '../../../src/engine/document-feed.ts';
import type { EditKind } from '../../../src/engine/documents.ts';
import { IntentTracker, quietMs } from '../../../src/engine/intent.ts';
import type { PackageName } from '../../../src/model/package-name.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';

/** A look that was asked for, for the test to answer. */
interface Asked {
  readonly kind: EditKind;
  readonly text: string;
  readonly signal: AbortSignal;
  answer(): Promise<void>;
  fail(): Promise<void>;
}

const file = 'a.js';
/** What is put behind a look's kind and text where a later one took its place. */
const gone = ' (given up)';

/** A document whose looks end when the test says so. The names of its text are the words of it. */
function open(onDisk: string) {
  const clock = new FakeClock();
  const intent = new IntentTracker(clock);
  const asked: Asked[] = [];
  const log: string[] = [];
  let text = onDisk;
  let touches = 0;
  let known: readonly PackageName[] = [];
  const settle = (): Promise<void> => new Promise(setImmediate);

  function look(what: string, kind: EditKind, signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const note = `${kind} ${what}`.trim();
    signal.addEventListener('abort', () => {
      log.push(note + gone);
      resolve();
    });
    asked.push({
      kind,
      text: what,
      signal,
      answer() {
        log.push(note);
        known = what.split(' ').filter((word) => word !== '') as unknown as PackageName[];
        if (kind === 'from-disk') intent.fromDisk(file, known);
        else intent.edited(file, known, kind === 'reverted');
        resolve();
        return settle();
      },
      fail() {
        log.push(`${note} (failed)`);
        reject(new Error('no worker'));
        return settle();
      },
    });
    return promise;
  }

  const feed = new DocumentFeed(
    {
      text: () => text,
      touched: () => (touches += 1),
      look,
      saved() {
        log.push('saved');
        intent.saved(file, known, '');
      },
      failed: () => undefined,
    },
    clock.schedule,
  );
  const edit = (to: string, kind: 'typed' | 'reverted'): void => {
    text = to;
    feed.edited(kind);
  };
  feed.fromDisk();
  return {
    clock,
    feed,
    log,
    touches: () => touches,
    /** The look under way; there has to be one. */
    get look(): Asked {
      const last = asked.at(-1);
      assert.ok(last !== undefined && !last.signal.aborted, 'no look is under way');
      return last;
    },
    type: (to: string) => edit(to, 'typed'),
    undo: (to: string) => edit(to, 'reverted'),
    reload(to: string) {
      text = to;
      feed.fromDisk();
    },
    pause: () => clock.advance(debounceMs),
    /** What autopilot would install once it has been quiet. */
    meant() {
      clock.advance(quietMs);
      return intent.take().map((item) => item.package);
    },
  };
}

describe('the feed of a document', () => {
  it('remembers that a name was typed when it is saved while it is still being looked at', async () => {
    const document = open('');
    await document.look.answer();
    document.type('zod');
    document.pause();
    document.clock.advance(30);
    document.feed.saved();
    await document.look.answer();
    assert.deepEqual(document.log, ['from-disk', 'typed zod', 'saved']);
    assert.deepEqual(document.meant(), ['zod']);
  });

  it('tells of each key at once, and of what comes from disk by its look alone', async () => {
    const document = open('');
    document.type('z');
    document.type('zo');
    document.undo('z');
    assert.equal(document.touches(), 3);
    document.reload('zod');
    assert.equal(document.touches(), 3);
  });

  it('does so where the first look of all is still under way', async () => {
    const document = open('');
    const opening = document.look;
    document.type('zod');
    document.pause();
    document.feed.saved();
    await opening.answer();
    await document.look.answer();
    assert.deepEqual(document.log, ['from-disk', 'typed zod', 'saved']);
    assert.deepEqual(document.meant(), ['zod']);
  });

  it('looks at once at what is saved before the keys paused', async () => {
    const document = open('');
    await document.look.answer();
    document.type('zod');
    document.feed.saved();
    await document.look.answer();
    assert.deepEqual(document.log, ['from-disk', 'typed zod', 'saved']);
    document.pause();
    assert.deepEqual(document.meant(), ['zod']);
  });

  it('takes no name that was checked out for typed, though a key came before it was looked at', async () => {
    const document = open('');
    await document.look.answer();
    document.reload('left-pad');
    const reloading = document.look;
    document.type('left-pad zod');
    document.pause();
    document.feed.saved();
    await reloading.answer();
    await document.look.answer();
    assert.deepEqual(document.log.slice(1), ['from-disk left-pad', 'typed left-pad zod', 'saved']);
    assert.deepEqual(document.meant(), ['zod']);
  });

  it('takes no name that an undo brought back for typed, though a key came at once behind it', async () => {
    const document = open('left-pad');
    await document.look.answer();
    document.type('');
    document.pause();
    await document.look.answer();
    document.undo('left-pad');
    document.type('left-pad zod');
    await document.look.answer();
    document.feed.saved();
    await document.look.answer();
    assert.deepEqual(document.log.slice(1), ['typed', 'reverted left-pad', 'typed left-pad zod', 'saved']);
    assert.deepEqual(document.meant(), ['zod']);
  });

  it('keeps what was typed before an undo took something else back', async () => {
    const document = open('');
    await document.look.answer();
    document.type('zod x');
    document.undo('zod');
    await document.look.answer();
    document.pause();
    await document.look.answer();
    assert.deepEqual(document.log.slice(1), ['typed zod x', 'reverted zod']);
    document.feed.saved();
    await document.look.answer();
    assert.deepEqual(document.meant(), ['zod']);
  });

  it('gives a look up for the next key, and looks at the newest text alone', async () => {
    const document = open('');
    await document.look.answer();
    for (const text of ['z', 'zo', 'zod']) {
      document.type(text);
      document.pause();
    }
    await new Promise(setImmediate);
    await document.look.answer();
    assert.deepEqual(document.log.slice(1), ['typed z (given up)', 'typed zod']);
  });

  it('does not give up the look at what was saved, and counts nothing as saved that was typed behind it', async () => {
    const document = open('');
    await document.look.answer();
    document.type('zod');
    document.feed.saved();
    const saving = document.look;
    document.type('zod left-pad');
    document.pause();
    await saving.answer();
    await document.look.answer();
    assert.deepEqual(document.log.slice(1), ['typed zod', 'saved', 'typed zod left-pad']);
    assert.deepEqual(document.meant(), ['zod']);
  });

  it('drops all that came before when the text is the disk’s again', async () => {
    const document = open('');
    await document.look.answer();
    document.type('zod');
    document.pause();
    document.type('zod x');
    document.reload('left-pad');
    await new Promise(setImmediate);
    await document.look.answer();
    document.pause();
    assert.deepEqual(document.log.slice(1), ['typed zod (given up)', 'from-disk left-pad']);
    assert.deepEqual(document.meant(), []);
  });

  it('still owes what a look that failed did not write down', async () => {
    const document = open('');
    await document.look.answer();
    document.type('zod');
    document.pause();
    await document.look.fail();
    document.feed.saved();
    await document.look.answer();
    assert.deepEqual(document.log.slice(1), ['typed zod (failed)', 'typed zod', 'saved']);
    assert.deepEqual(document.meant(), ['zod']);
  });

  it('takes nothing for typed where the look at the disk’s text failed', async () => {
    const document = open('left-pad');
    await document.look.fail();
    document.type('left-pad zod');
    document.pause();
    await document.look.answer();
    document.feed.saved();
    await document.look.answer();
    assert.deepEqual(document.meant(), []);
  });

  it('looks at a save of what it has looked at already: what stands on disk may have changed since', async () => {
    const document = open('left-pad');
    await document.look.answer();
    document.feed.saved();
    await document.look.answer();
    assert.deepEqual(document.log, ['from-disk left-pad', 'reverted left-pad', 'saved']);
  });

  it('looks no more once it is closed', async () => {
    const document = open('');
    document.type('zod');
    document.feed.dispose();
    document.pause();
    await new Promise(setImmediate);
    assert.deepEqual(document.log, ['from-disk (given up)']);
  });
});
