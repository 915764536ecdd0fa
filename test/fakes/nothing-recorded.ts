import type { JournalKeeper } from '../../src/engine/journal-keeper.ts';

/** A folder of which nothing was ever recorded, and nothing can be. */
export const nothingRecorded: Pick<JournalKeeper, 'look' | 'write'> = {
  look: async () => ({ journal: undefined, problem: undefined }),
  write: () => Promise.reject(new Error('nothing can be recorded')),
};
