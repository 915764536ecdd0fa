import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { databaseId, migrate } from '../../../src/journal/sql-journal.ts';
import { DiskStateFolder } from '../../../src/node/disk-state-folder.ts';
import { DiskUserState } from '../../../src/node/disk-user-state.ts';
import { fileLock } from '../../../src/node/file-lock.ts';
import { sqliteOpener } from '../../../src/node/sqlite.ts';
import type { SqlDatabase } from '../../../src/ports/sql.ts';
import { tempFolder, useTempProjects } from '../../support/temp-project.ts';

describe('DiskStateFolder', () => {
  const useProject = useTempProjects();
  const open: SqlDatabase[] = [];
  afterEach(() => {
    for (const database of open.splice(0)) database.close();
  });

  const stateOf = (home: string): DiskStateFolder =>
    new DiskStateFolder({
      user: new DiskUserState(home),
      sqlite: sqliteOpener,
      schema: { migrate, databaseId },
      lock: fileLock,
      lockFile: path.join(home, 'locks/making.lock'),
    });
  const newState = (): DiskStateFolder => stateOf(tempFolder('user-'));

  /** Opens, and tells what came of it: the marks that the database holds, what was set aside. */
  async function look(state: DiskStateFolder, root: string, create: boolean) {
    const aside: string[] = [];
    const answer = await state.open(root, create, (folder) => aside.push(path.basename(folder)));
    if (answer.kind !== 'open') return { kind: answer.kind, marks: [] as unknown[], aside };
    open.push(answer.database);
    const marks = answer.database.all("SELECT value FROM meta WHERE key = 'mark'").map((row) => row['value']);
    return { kind: answer.kind, marks, aside, database: answer.database };
  }
  async function make(state: DiskStateFolder, root: string, mark: string): Promise<void> {
    const { database } = await look(state, root, true);
    database?.run("INSERT INTO meta (key, value) VALUES ('mark', ?)", mark);
    database?.close();
    open.length = 0;
  }

  it('is none before the first write, and makes nothing to find that out', async () => {
    const project = useProject();
    assert.deepEqual(await look(newState(), project.folder, false), { kind: 'none', marks: [], aside: [] });
    assert.deepEqual(fs.readdirSync(project.folder), []);
  });

  it('is made once, ignores itself, and is found again', async () => {
    const project = useProject();
    const state = newState();
    await make(state, project.folder, 'ours');
    assert.equal(project.read('.quartermaster/.gitignore'), '*\n');
    for (const create of [false, true]) {
      const { kind, marks, aside } = await look(state, project.folder, create);
      assert.deepEqual([kind, marks, aside], ['open', ['ours'], []]);
    }
  });

  /** How a folder came here that this user did not make here. */
  const foreign: readonly (readonly [what: string, bring: (from: string, to: string) => void])[] = [
    ['came with a copy of the project', (from, to) => fs.cpSync(from, to, { recursive: true })],
    ['is a link', (from, to) => fs.symlinkSync(from, to)],
    [
      'holds a link to a database',
      (from, to) => {
        fs.mkdirSync(to);
        fs.symlinkSync(path.join(from, 'state.db'), path.join(to, 'state.db'));
      },
    ],
    ['is a file', (_, to) => fs.writeFileSync(to, '')],
    [
      'holds no database',
      (_, to) => {
        fs.mkdirSync(to);
        fs.writeFileSync(path.join(to, 'state.db'), 'not SQLite');
      },
    ],
  ];
  for (const [what, bring] of foreign) {
    it(`is set aside unopened where it ${what}`, async () => {
      const [mine, theirs] = [useProject(), useProject()];
      const state = newState();
      await make(newState(), theirs.folder, 'theirs');
      bring(theirs.path('.quartermaster'), mine.path('.quartermaster'));
      const before = fs.lstatSync(mine.path('.quartermaster'), { bigint: true }).mtimeNs;
      assert.equal((await look(state, mine.folder, false)).kind, 'none');
      assert.equal(fs.lstatSync(mine.path('.quartermaster'), { bigint: true }).mtimeNs, before);
      const { kind, marks, aside } = await look(state, mine.folder, true);
      assert.deepEqual([kind, marks, aside], ['open', [], ['.quartermaster.set-aside-1']]);
      assert.ok(fs.lstatSync(mine.path('.quartermaster.set-aside-1')));
    });
  }

  it('is set aside where its database was replaced by another, under a name that is free', async () => {
    const [project, other] = [useProject(), useProject()];
    const state = newState();
    await make(state, project.folder, 'ours');
    await make(newState(), other.folder, 'theirs');
    project.write('.quartermaster.set-aside-1', '');
    fs.renameSync(other.path('.quartermaster/state.db'), project.path('.quartermaster/state.db'));
    assert.equal((await look(state, project.folder, false)).kind, 'none');
    const { marks, aside } = await look(state, project.folder, true);
    assert.deepEqual([marks, aside], [[], ['.quartermaster.set-aside-2']]);
  });

  it('is refused where the same file holds another database now', async () => {
    const [project, other] = [useProject(), useProject()];
    const state = newState();
    await make(state, project.folder, 'ours');
    await make(newState(), other.folder, 'theirs');
    fs.writeFileSync(project.path('.quartermaster/state.db'), fs.readFileSync(other.path('.quartermaster/state.db')));
    await assert.rejects(look(state, project.folder, true), { code: 'QM_STATE_UNAVAILABLE', message: /not the one/ });
  });

  it('is refused where a newer version wrote it', async () => {
    const project = useProject();
    const state = newState();
    const { database } = await look(state, project.folder, true);
    database?.execute('PRAGMA user_version = 999');
    await assert.rejects(look(state, project.folder, true), { code: 'QM_STATE_UNAVAILABLE', hint: /Update/ });
  });

  it("is another user's business where another home looks at it", async () => {
    const project = useProject();
    await make(newState(), project.folder, 'theirs');
    assert.equal((await look(newState(), project.folder, false)).kind, 'none');
  });

  it('is one, though several meet at the first operation', async () => {
    const project = useProject();
    const home = tempFolder('user-');
    const answers = await Promise.all([1, 2, 3, 4].map(() => look(stateOf(home), project.folder, true)));
    assert.deepEqual(
      answers.map(({ kind, aside }) => [kind, aside]),
      answers.map(() => ['open', []]),
    );
    answers[0]?.database?.run("INSERT INTO meta (key, value) VALUES ('mark', 'shared')");
    const marks = answers.map(({ database }) => database?.all("SELECT value FROM meta WHERE key = 'mark'").length);
    assert.deepEqual(marks, [1, 1, 1, 1]);
  });

  it('leaves nothing behind in a runtime without SQLite', async () => {
    const project = useProject();
    const home = tempFolder('user-');
    const state = new DiskStateFolder({
      user: new DiskUserState(home),
      sqlite: { open: () => undefined },
      schema: { migrate, databaseId },
      lock: fileLock,
      lockFile: path.join(home, 'locks/making.lock'),
    });
    for (let time = 0; time < 2; time++) {
      assert.deepEqual(await look(state, project.folder, true), { kind: 'unavailable', marks: [], aside: [] });
    }
  });
});
