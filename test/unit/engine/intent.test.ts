import assert from 'node:assert/strict';
import { IntentTracker, quietMs, stillMs } from '../../../src/engine/intent.ts';
import type { PackageName } from '../../../src/model/package-name.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';

/** A story is what happens to one file, `a.ts`, and then what may be installed by itself. */
interface Teller {
  opened(...names: string[]): void;
  typed(...names: string[]): void;
  undone(...names: string[]): void;
  saved(...names: string[]): void;
  savedIn(manifest: string, ...names: string[]): void;
  closed(): void;
  headMoved(): void;
  removed(name: string, from?: string): void;
  after(milliseconds: number): void;
  /** Everything that was handed out at this moment. */
  taken(): string[];
}

function tell(story: (teller: Teller) => void): readonly string[] {
  const clock = new FakeClock();
  const tracker = new IntentTracker(clock);
  const packages = (names: readonly string[]): PackageName[] => names as unknown as PackageName[];
  const taken = (): string[] => tracker.take().map((meant) => `${meant.file} ${meant.package}`);
  story({
    opened: (...names) => tracker.fromDisk('a.ts', packages(names)),
    typed: (...names) => tracker.edited('a.ts', packages(names), false),
    undone: (...names) => tracker.edited('a.ts', packages(names), true),
    saved: (...names) => tracker.saved('a.ts', packages(names), ''),
    savedIn: (manifest, ...names) => tracker.saved('a.ts', packages(names), manifest),
    closed: () => tracker.closed('a.ts'),
    headMoved: () => tracker.headMoved(),
    removed: (name, from = '') => tracker.removed(name as PackageName, from),
    after: (milliseconds) => clock.advance(milliseconds),
    taken,
  });
  return taken();
}

const stories: readonly (readonly [what: string, story: (teller: Teller) => void, expected: readonly string[]])[] = [
  [
    'typed, stood still, saved',
    ({ opened, typed, after, saved }) => {
      opened();
      typed('x');
      after(stillMs);
      saved('x');
    },
    ['a.ts x'],
  ],
  [
    'typed, saved at once, and then the quiet time',
    ({ opened, typed, after, saved }) => {
      opened();
      typed('x');
      saved('x');
      after(quietMs);
    },
    ['a.ts x'],
  ],
  [
    'typed and saved, but not still long enough',
    ({ opened, typed, after, saved }) => {
      opened();
      typed('x');
      after(stillMs - 1);
      saved('x');
    },
    [],
  ],
  [
    'typed and never saved',
    ({ opened, typed, after }) => {
      opened();
      typed('x');
      after(60_000);
    },
    [],
  ],
  [
    'saved half-typed, then finished without a save',
    ({ opened, typed, after, saved }) => {
      opened();
      typed('lodas');
      saved('lodas');
      typed('lodash');
      after(quietMs);
    },
    [],
  ],
  [
    'another key elsewhere does not start the wait anew',
    ({ opened, typed, after, saved }) => {
      opened();
      typed('x');
      after(stillMs - 1);
      typed('x');
      after(1);
      saved('x');
    },
    ['a.ts x'],
  ],
  [
    'stood in the file when it was opened',
    ({ opened, typed, after, saved }) => {
      opened('x');
      typed('x', 'y');
      after(stillMs);
      saved('x', 'y');
    },
    ['a.ts y'],
  ],
  [
    'the first thing that is heard of a file is no typing',
    ({ typed, after, saved }) => {
      typed('x');
      after(stillMs);
      saved('x');
    },
    [],
  ],
  [
    'came back from disk after it was typed: a checkout, a formatter',
    ({ opened, typed, after, saved }) => {
      opened();
      typed('x');
      opened('x');
      after(stillMs);
      saved('x');
    },
    [],
  ],
  [
    'brought back by undo',
    ({ opened, typed, undone, after, saved }) => {
      opened();
      typed('x');
      typed();
      undone('x');
      after(stillMs);
      saved('x');
    },
    [],
  ],
  [
    'brought back by undo, and then a key elsewhere',
    ({ opened, typed, undone, after, saved }) => {
      opened();
      typed('x');
      typed();
      undone('x');
      typed('x');
      after(stillMs);
      saved('x');
    },
    [],
  ],
  [
    'an undo of something else leaves it typed',
    ({ opened, typed, undone, after, saved }) => {
      opened();
      typed('x');
      undone('x');
      after(stillMs);
      saved('x');
    },
    ['a.ts x'],
  ],
  [
    'there from the start, deleted, typed again by hand',
    ({ opened, typed, after, saved }) => {
      opened('x');
      typed();
      typed('x');
      after(stillMs);
      saved('x');
    },
    ['a.ts x'],
  ],
  [
    'deleted again before the save',
    ({ opened, typed, after, saved }) => {
      opened();
      typed('x');
      after(stillMs);
      typed();
      saved();
    },
    [],
  ],
  [
    'just taken out of package.json by the user',
    ({ opened, typed, after, saved, removed }) => {
      opened();
      removed('x');
      typed('x', 'y');
      after(stillMs);
      saved('x', 'y');
    },
    ['a.ts y'],
  ],
  [
    'just taken out of its own package.json, or of the root’s; one that another member lost is meant',
    ({ opened, typed, after, savedIn, removed }) => {
      opened();
      removed('x', 'packages/other');
      removed('y', 'packages/a');
      removed('z', '');
      typed('x', 'y', 'z');
      after(stillMs);
      savedIn('packages/a', 'x', 'y', 'z');
    },
    ['a.ts x'],
  ],
  [
    'taken out of package.json long ago',
    ({ opened, typed, after, saved, removed }) => {
      removed('x');
      after(10 * 60_000);
      opened();
      typed('x');
      after(stillMs);
      saved('x');
    },
    ['a.ts x'],
  ],
  [
    'the branch was switched in between',
    ({ opened, typed, after, saved, headMoved }) => {
      opened();
      typed('x');
      saved('x');
      headMoved();
      after(stillMs);
      saved('x');
    },
    [],
  ],
  [
    'typed after the branch was switched',
    ({ opened, typed, after, saved, headMoved }) => {
      opened();
      headMoved();
      typed('x');
      after(stillMs);
      saved('x');
    },
    ['a.ts x'],
  ],
  [
    'closed before the quiet time was over',
    ({ opened, typed, after, saved, closed }) => {
      opened();
      typed('x');
      saved('x');
      closed();
      after(stillMs);
    },
    [],
  ],
  [
    'handed out already',
    ({ opened, typed, after, saved, taken }) => {
      opened();
      typed('x');
      after(stillMs);
      saved('x');
      assert.deepEqual(taken(), ['a.ts x']);
      typed('x');
      after(stillMs);
      saved('x');
    },
    [],
  ],
  [
    'two at once, in the order of typing',
    ({ opened, typed, after, saved }) => {
      opened();
      typed('b');
      typed('b', 'a');
      after(stillMs);
      saved('a', 'b');
    },
    ['a.ts b', 'a.ts a'],
  ],
];

describe('what is meant to be installed', () => {
  for (const [what, story, expected] of stories) {
    it(`${expected.length === 0 ? 'nothing' : expected.join(', ')}: ${what}`, () => {
      assert.deepEqual(tell(story), expected);
    });
  }
});

describe('a name in the text', () => {
  const file = 'a.ts';
  const [react, reactDom] = ['react', 'react-dom'] as unknown as readonly [PackageName, PackageName];

  function tracker() {
    const clock = new FakeClock();
    return { clock, intent: new IntentTracker(clock) };
  }

  it('stands still in a file that no editor holds', () => {
    assert.equal(tracker().intent.standsStill(file, react), true);
  });

  it('stands still where it stood when the file was opened', () => {
    const { intent } = tracker();
    intent.fromDisk(file, [react]);
    assert.equal(intent.standsStill(file, react), true);
  });

  it('does not before the look at the text has ended', () => {
    const { intent } = tracker();
    intent.fromDisk(file, []);
    assert.equal(intent.standsStill(file, react), false);
  });

  it('stands still a second after it was typed, and its beginning never does', () => {
    const { clock, intent } = tracker();
    intent.fromDisk(file, []);
    intent.edited(file, [react], false);
    clock.advance(stillMs - 1);
    assert.equal(intent.standsStill(file, react), false);
    intent.edited(file, [reactDom], false);
    clock.advance(stillMs - 1);
    assert.equal(intent.standsStill(file, reactDom), false);
    clock.advance(1);
    assert.equal(intent.standsStill(file, reactDom), true);
    assert.equal(intent.standsStill(file, react), false);
  });
});
