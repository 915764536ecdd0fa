import { migrate, SqlJournal } from '../../src/journal/sql-journal.ts';
import type { JournalKeeper } from '../../src/engine/journal-keeper.ts';
import { sqliteOpener } from '../../src/node/sqlite.ts';
import type { SqlDatabase } from '../../src/ports/sql.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

/** A real journal that stands in memory alone, and whoever keeps it. */
export function memoryJournal(): {
  readonly journal: SqlJournal;
  readonly database: SqlDatabase;
  readonly keeper: Pick<JournalKeeper, 'look' | 'write'>;
} {
  const database = sqliteOpener.open(':memory:');
  if (database === undefined) throw new Error('no SQLite');
  migrate(database);
  const journal = new SqlJournal(database, new FakeClock());
  return {
    journal,
    database,
    keeper: { look: async () => ({ journal, problem: undefined }), write: async () => journal },
  };
}
