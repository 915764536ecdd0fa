import { join } from 'node:path';
import { databaseId, migrate, SqlJournal } from '../../../src/journal/sql-journal.ts';
import { DiskStateFolder } from '../../../src/node/disk-state-folder.ts';
import { DiskUserState } from '../../../src/node/disk-user-state.ts';
import { fileLock } from '../../../src/node/file-lock.ts';
import { sqliteOpener } from '../../../src/node/sqlite.ts';
import { systemClock } from '../../../src/node/system-clock.ts';
import { userFolders } from '../../../src/node/user-folders.ts';
import { operation } from '../../support/model.ts';
import { workspace } from '../support/workspace.ts';

export interface PlantedHistory {
  remove(): Promise<void>;
}

/** A history of the folder with one operation that could be rolled back, as this user's earlier work would have left it. */
export async function plantHistory(): Promise<PlantedHistory> {
  const home = userFolders().state;
  const user = new DiskUserState(home);
  const state = new DiskStateFolder({
    user,
    sqlite: sqliteOpener,
    schema: { migrate, databaseId },
    lock: fileLock,
    lockFile: join(home, 'locks/making.lock'),
  });
  const answer = await state.open(workspace, true, () => undefined);
  if (answer.kind !== 'open') throw new Error(`The state is ${answer.kind}.`);
  const journal = new SqlJournal(answer.database, systemClock);
  journal.add(operation({ id: crypto.randomUUID(), projectId: journal.projectId('') }));
  journal.close();
  return {
    async remove() {
      await state.forget(workspace);
      await user.forget(workspace);
    },
  };
}
