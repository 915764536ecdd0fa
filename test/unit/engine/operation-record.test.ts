import assert from 'node:assert/strict';
import path from 'node:path';
import { LiveSteps } from '../../../src/engine/live-steps.ts';
import { OperationNote } from '../../../src/engine/operation-note.ts';
import { Run } from '../../../src/engine/operation-record.ts';
import { migrate, SqlJournal } from '../../../src/journal/sql-journal.ts';
import { sqliteOpener } from '../../../src/node/sqlite.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { contextOf } from '../../support/engine.ts';
import { operation } from '../../support/model.ts';
import { tempFolder, useTempProjects } from '../../support/temp-project.ts';

describe('the record of an operation under way', () => {
  const project = useTempProjects();

  it('says that it puts back what was there until another step begins, whatever its manager says', async () => {
    const database = sqliteOpener.open(path.join(tempFolder('journal-'), 'state.db'));
    assert.ok(database);
    migrate(database);
    const clock = new FakeClock();
    const journal = new SqlJournal(database, clock);
    journal.add(operation({ id: 'a', projectId: journal.projectId('') }));
    const live = new LiveSteps((run, milliseconds) => clock.schedule(run, milliseconds));
    const app = project();
    const note = await OperationNote.open(contextOf(app), 'a', app.folder, undefined, false);
    const run = new Run(journal, 'a', note, live);
    const shown = (): unknown[] => [journal.operation('a')?.step, live.all.get('a')?.step];
    run.step('Installing', 0.5);
    run.within('Fetching packages', 0.5);
    assert.deepEqual(shown(), ['Installing', 'Fetching packages']);
    run.undoing(0.6);
    run.within('Fetching packages', 0.5);
    assert.deepEqual(shown(), ['Putting back what was there', 'Putting back what was there']);
    run.step('Planning anew', 0);
    run.within('Resolving packages', 0.5);
    assert.deepEqual(shown(), ['Planning anew', 'Resolving packages']);
    database.close();
  });
});
