import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { databaseId, migrate, SqlJournal } from '../../../src/journal/sql-journal.ts';
import { migrations } from '../../../src/journal/schema.ts';
import { decidedAtOnce } from '../../../src/model/audit.ts';
import type { Operation } from '../../../src/model/operation.ts';
import type { PackageName } from '../../../src/model/package-name.ts';
import { sqliteOpener } from '../../../src/node/sqlite.ts';
import type { SqlDatabase } from '../../../src/ports/sql.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { operation } from '../../support/model.ts';
import { tempFolder } from '../../support/temp-project.ts';

describe('the journal in SQLite', () => {
  let file: string;
  const open: SqlDatabase[] = [];
  beforeEach(() => {
    file = path.join(tempFolder('journal-'), 'state.db');
  });
  afterEach(() => {
    for (const database of open.splice(0)) database.close();
  });

  const database = (): SqlDatabase => {
    const opened = sqliteOpener.open(file);
    if (opened === undefined) throw new Error('no SQLite');
    open.push(opened);
    return opened;
  };
  const journal = (clock = new FakeClock()): SqlJournal => {
    const opened = database();
    migrate(opened);
    return new SqlJournal(opened, clock);
  };
  /** Added in this order, a second apart. */
  const filled = (...changes: readonly Partial<Operation>[]): SqlJournal => {
    const made = journal();
    const projectId = made.projectId('');
    for (const [index, change] of changes.entries()) {
      made.add(operation({ id: `o${index}`, projectId, createdAt: `2026-11-23T10:00:0${index}.000Z`, ...change }));
    }
    return made;
  };

  const full: Operation = {
    id: 'id',
    kind: 'security-fix',
    status: 'rolled-back',
    trigger: 'agent',
    claimedTrigger: 'someone "said"',
    projectId: '',
    project: 'packages/a',
    packages: [
      { name: '@a/b', manifest: 'packages/a', field: 'peerDependencies', from: '1.0.0', to: '2.0.0', range: '^2' },
      { name: 'c', manifest: '', field: undefined, from: undefined, to: undefined, range: undefined },
    ],
    manager: 'npm',
    command: ['install', '--x=ü'],
    exitCode: 0,
    managerVersion: undefined,
    output: undefined,
    steps: [],
    progress: 0.25,
    step: 'Installing',
    decidedBy: "Rule 'x'; DROP TABLE package_operations",
    audit: {
      rule: "x'; DROP TABLE package_automation_rules",
      plan: {
        project: 'packages/a',
        packages: [
          { package: 'c' as PackageName, manifest: '', field: 'dependencies', range: '^1', version: undefined },
        ],
        edits: [{ manifest: '', field: 'dependencies', name: 'c', range: undefined }],
        catalogEdits: [{ catalog: 'default', name: 'c', range: undefined }],
      },
      evidence: [{ kind: 'score', source: 'registry', at: '2026-11-23T09:00:00.000Z', detail: 'd' }],
      alternatives: [{ plan: { project: '', packages: [], edits: [], catalogEdits: [] }, reason: 'r' }],
      baseHash: createHash('sha256').update('package.json\n').digest('hex'),
      expiresAt: '2026-11-24T10:00:00.000Z',
      approvedBy: 'somebody',
      approvedAt: '2026-11-23T11:00:00.000Z',
    },
    gate: [
      {
        package: 'c' as PackageName,
        version: undefined,
        verdict: 'ask',
        checks: [{ check: 'name', result: 'unknown', reason: 'r', source: 's', checkedAt: 't' }],
        broughtBy: [],
        rules: {
          kind: 'ask',
          rule: { id: 'own:x', name: 'X' },
          doubtful: true,
          trace: [
            {
              rule: 'own:x',
              name: 'X',
              kind: 'block',
              outcome: 'doubtful',
              conditions: [{ condition: 'license', answer: 'not-applicable' }],
            },
          ],
          unlisted: 3,
        },
        didYouMean: 'd' as PackageName,
      },
      {
        package: 'e' as PackageName,
        version: '1.0.0',
        verdict: 'allow',
        checks: [],
        broughtBy: [],
        rules: { kind: undefined, rule: undefined, doubtful: false, trace: [], unlisted: 0 },
        didYouMean: undefined,
      },
    ],
    score: 87.5,
    files: [{ path: 'package.json', before: undefined, after: 'QQ==' }],
    error: { code: 'QM_BUSY', message: 'm', hint: 'h', details: undefined },
    undoes: undefined,
    undoneBy: undefined,
    createdAt: '2026-11-23T10:00:00.000Z',
    startedAt: '2026-11-23T10:00:01.000Z',
    endedAt: '2026-11-23T10:00:02.000Z',
  };

  it('gives back a full operation, and an empty one, as they were', () => {
    const made = journal();
    const projectId = made.projectId('packages/a');
    for (const item of [{ ...full, projectId }, operation({ projectId })]) {
      made.add(item);
      assert.deepEqual(made.operation(item.id), item);
    }
    assert.equal(made.operation('none'), undefined);
  });

  it('keeps the base that an operation was planned on, whatever landed', () => {
    const made = filled({});
    assert.equal(made.operation('o0')?.audit.baseHash, undefined);
    const hashed = (text: string): string => createHash('sha256').update(text).digest('hex');
    const files = [
      { path: 'package.json', before: 'QQ==', after: 'Qg==' },
      { path: 'package-lock.json', before: undefined, after: 'QQ==' },
    ];
    made.update('o0', { files });
    const base = hashed(`package-lock.json\n\npackage.json\n${hashed('A')}`);
    assert.equal(made.operation('o0')?.audit.baseHash, base);
    made.update('o0', { files: files.map((file) => ({ ...file, before: file.after })) });
    assert.equal(made.operations({ limit: 1 })[0]?.audit.baseHash, base);
  });

  it('lists operations without the bytes of their files, but with what tells two contents apart', () => {
    const files = [
      { path: 'package.json', before: undefined, after: 'QQ==' },
      { path: 'package-lock.json', before: 'QQ==', after: undefined },
    ];
    const made = filled({ files }, {});
    const hash = createHash('sha256').update('A').digest('hex');
    assert.deepEqual(
      made.operations({ limit: 10 }).map((listed) => listed.files),
      [
        [],
        [
          { path: 'package.json', beforeHash: undefined, afterHash: hash },
          { path: 'package-lock.json', beforeHash: hash, afterHash: undefined },
        ],
      ],
    );
  });

  it('keeps each content once, packed, and drops one that nothing names any more', () => {
    const lockfile = Buffer.from('"integrity": "sha512-"\n'.repeat(20_000));
    const [base, planned, landed] = [lockfile, `${lockfile}planned`, `${lockfile}landed`].map((text) =>
      Buffer.from(text).toString('base64'),
    );
    const file = (before: string | undefined, after: string | undefined) => [{ path: 'l', before, after }];
    const made = filled({ files: file(base, planned) });
    made.update('o0', { files: file(base, landed) });
    made.add(operation({ id: 'next', projectId: made.projectId(''), files: file(landed, base) }));
    const kept = open[0]?.all('SELECT hash, length(bytes) AS size FROM file_contents') ?? [];
    assert.equal(kept.length, 2, 'what was only planned is gone');
    assert.equal(
      kept.every(({ size }) => Number(size) < lockfile.length / 4),
      true,
    );
    assert.deepEqual(made.operation('o0')?.files, file(base, landed));
    assert.deepEqual(made.operation('next')?.files, file(landed, base));
  });

  it('tells a content that was damaged on disk', () => {
    const made = filled({ files: full.files });
    for (const bytes of ["x'789c'", "x'00'", "x'789c7374040000420043'"]) {
      open[0]?.run(`UPDATE file_contents SET bytes = ${bytes}`);
      assert.throws(() => made.operation('o0'), { code: 'QM_STATE_UNAVAILABLE' });
    }
    assert.equal(made.operations({ limit: 1 }).length, 1);
  });

  for (const [what, set] of [
    ['a kind that a newer version knows', "kind = 'audit'"],
    ['what is no JSON', "gate = '[{'"],
  ] as const) {
    it(`says which entry cannot be read: ${what}`, () => {
      const made = filled({}, {});
      open[0]?.run(`UPDATE package_operations SET ${set} WHERE id = 'o0'`);
      const told = { code: 'QM_STATE_UNAVAILABLE', message: /: o0$/ };
      assert.throws(() => made.operations({ limit: 10 }), told);
      assert.throws(() => made.operation('o0'), told);
      assert.deepEqual(made.operations({ limit: 1 }).length, 1);
    });
  }

  it('finds the ids that begin with some characters, whatever those are', () => {
    const made = filled({ id: 'ab1' }, { id: 'ab2' }, { id: 'b%1' });
    assert.deepEqual(made.idsBeginningWith('ab', 10), ['ab2', 'ab1']);
    assert.deepEqual(made.idsBeginningWith('ab', 1), ['ab2']);
    assert.deepEqual(made.idsBeginningWith('b%', 10), ['b%1']);
    assert.deepEqual(made.idsBeginningWith('%', 10), []);
  });

  it('brings the files of an older database along', () => {
    const opened = database();
    opened.execute(migrations[0] ?? '');
    opened.execute('PRAGMA user_version = 1');
    opened.run("INSERT INTO projects (id, root) VALUES ('p', '')");
    const files = [
      { path: 'package.json', before: 'e30=', after: 'e30K' },
      { path: 'sub/package-lock.json', after: 'e30=' },
    ];
    const insert = (id: string, json: string): void =>
      opened.run(
        `INSERT INTO package_operations (id, kind, status, triggered_by, project_id, project, packages, decided_by, gate, files, created_at)
         VALUES (?, 'install', 'succeeded', 'manual', 'p', '', '[]', 'You', '[]', ?, '2026-11-23T10:00:00.000Z')`,
        id,
        json,
      );
    insert('some', JSON.stringify(files));
    insert('none', '[]');
    insert('unreadable', '[{');
    assert.equal(migrate(opened), true);
    const made = new SqlJournal(opened, new FakeClock());
    assert.deepEqual(made.operation('some')?.files, [files[0], { ...files[1], before: undefined }]);
    assert.deepEqual(made.operation('none')?.files, []);
    assert.deepEqual(made.operation('some')?.audit, decidedAtOnce(undefined));
    assert.deepEqual(made.operation('unreadable')?.files, []);
    assert.equal(opened.all('SELECT * FROM file_contents').length, 2);
  });

  it('changes what is named and nothing else', () => {
    const made = filled({ step: 'x', error: { code: 'c', message: 'm', hint: 'h', details: undefined } });
    const before = made.operation('o0');
    made.update('o0', { progress: 0.5, step: undefined, error: undefined });
    assert.deepEqual(made.operation('o0'), { ...before, progress: 0.5, step: undefined, error: undefined });
  });

  it('lists the newest first, as many as asked, of one project where asked', () => {
    const made = filled({}, {}, { createdAt: '2026-11-23T10:00:01.000Z' });
    const other = made.projectId('other');
    made.add(operation({ id: 'other', projectId: other, createdAt: '2026-11-24T00:00:00.000Z' }));
    const ids = (limit: number, project?: string) => made.operations({ limit, project }).map(({ id }) => id);
    assert.deepEqual(ids(10), ['other', 'o2', 'o1', 'o0']);
    assert.deepEqual(ids(2), ['other', 'o2']);
    assert.deepEqual(ids(10, ''), ['o2', 'o1', 'o0']);
    assert.deepEqual(ids(10, 'nobody'), []);
  });

  it('counts what ended in a span: a rollback by the user is no failure', () => {
    const endedAt = '2026-11-23T10:00:00.000Z';
    const made = filled(
      { endedAt },
      { endedAt, status: 'failed' },
      { endedAt, status: 'rolled-back' },
      { endedAt, status: 'cancelled' },
      { status: 'running' },
      { endedAt: '2026-11-01T00:00:00.000Z' },
      { endedAt },
    );
    assert.deepEqual(made.totals('2026-11-23T00:00:00.000Z'), { succeeded: 2, failed: 1, rolledBack: 1 });
    made.update('o0', { status: 'rolled-back', undoneBy: 'o6' });
    assert.deepEqual(made.totals('2026-11-23T00:00:00.000Z'), { succeeded: 1, failed: 1, rolledBack: 1 });
    assert.deepEqual(made.totals('2027-01-01T00:00:00.000Z'), { succeeded: 0, failed: 0, rolledBack: 0 });
    made.add(operation({ id: 'other', projectId: made.projectId('other'), endedAt }));
    assert.deepEqual(made.totals('2026-11-23T00:00:00.000Z', 'other'), { succeeded: 1, failed: 0, rolledBack: 0 });
    assert.deepEqual(made.totals('2026-11-23T00:00:00.000Z', ''), { succeeded: 1, failed: 1, rolledBack: 1 });
  });

  it('writes together all or nothing, and tells of it once', () => {
    const made = filled({}, {});
    let told = 0;
    made.onDidChange(() => told++);
    const both = (then: () => void) => () => {
      made.update('o0', { status: 'succeeded' });
      made.update('o1', { status: 'rolled-back' });
      then();
    };
    const states = (): unknown[] => ['o0', 'o1'].map((id) => made.operation(id)?.status);
    const before = states();
    const fails = both(() => {
      throw new Error('killed');
    });
    assert.throws(() => made.together(fails), /killed/);
    assert.deepEqual([states(), told], [before, 0]);
    made.together(both(() => undefined));
    assert.deepEqual([states(), told], [['succeeded', 'rolled-back'], 1]);
  });

  it('keeps every step with its time, once as long as it lasts', () => {
    const clock = new FakeClock();
    const made = journal(clock);
    made.add(operation({ id: 'a', projectId: made.projectId('') }));
    for (const step of ['Resolving', 'Resolving', 'Installing', 'Resolving']) {
      made.update('a', { step, progress: 0.5 });
      clock.advance(1_000);
    }
    made.noteUndo('a', { step: 'Putting back', progress: 0.7 });
    const { step, progress } = made.operation('a') ?? {};
    assert.deepEqual([step, progress], ['Putting back', 0.7]);
    made.update('a', { step: undefined, status: 'succeeded' });
    assert.deepEqual(made.operation('a')?.steps, [
      { step: 'Resolving', isUndo: false, at: '2026-11-23T10:00:00.000Z' },
      { step: 'Installing', isUndo: false, at: '2026-11-23T10:00:02.000Z' },
      { step: 'Resolving', isUndo: false, at: '2026-11-23T10:00:03.000Z' },
      { step: 'Putting back', isUndo: true, at: '2026-11-23T10:00:04.000Z' },
    ]);
    assert.equal(made.forgetOld('2999-01-01', 0), 1);
  });

  it('forgets what is old or one too many, with what only that needed, and nothing that is open', () => {
    const made = journal();
    const of = (id: string, createdAt: string, change: Partial<Operation> = {}): void =>
      made.add(operation({ id, createdAt, status: 'succeeded', projectId: made.projectId(''), ...change }));
    const file = (text: string) => [{ path: 'package.json', before: undefined, after: btoa(text) }];
    of('a', '2025-01-01', { files: file('only old') });
    of('b', '2025-01-02', { status: 'needs-user' });
    of('c', '2026-01-01', { files: file('shared') });
    of('d', '2026-01-02', { files: file('shared'), undoes: 'c' });
    of('e', '2026-01-03', { status: 'running' });
    assert.equal(made.forgetOld('2025-06-01', 2), 2);
    assert.deepEqual(
      made.operations({ limit: 9 }).map(({ id }) => id),
      ['e', 'd', 'b'],
    );
    assert.deepEqual([made.operation('d')?.undoes, made.operation('d')?.files], [undefined, file('shared')]);
    assert.equal(made.forgetOld('2025-06-01', 2), 0);
  });

  it('keeps the id of a project, with its monitors: nothing was checked yet', () => {
    const first = journal();
    const id = first.projectId('a');
    assert.match(id, /^[0-9a-f-]{36}$/);
    assert.equal(journal().projectId('a'), id);
    assert.notEqual(first.projectId('b'), id);
    assert.deepEqual(
      first.monitors(id).map(({ kind, enabled, status, lastRunAt }) => [kind, enabled, status, lastRunAt]),
      ['security', 'updates', 'conflicts', 'deprecations'].map((kind) => [kind, true, 'not-run', undefined]),
    );
  });

  it('is seen by another connection, which is told within two seconds', () => {
    const clock = new FakeClock();
    const reader = journal(clock);
    const writer = journal();
    let told = 0;
    reader.onDidChange(() => told++);
    writer.add(operation({ projectId: writer.projectId('') }));
    assert.equal(reader.operation('op')?.status, 'succeeded');
    clock.advance(2_000);
    assert.equal(told, 1);
    clock.advance(10_000);
    assert.equal(told, 1, 'nothing more was written');
    reader.update('op', { status: 'failed' });
    assert.equal(told, 2, 'our own change at once');
    clock.advance(10_000);
    assert.equal(told, 2, 'and not again');
  });

  it('refuses an operation of a project that nobody knows', () => {
    assert.throws(() => journal().add(operation()), /FOREIGN KEY/);
  });

  it('migrates once, and leaves a newer schema alone', () => {
    const opened = database();
    assert.equal(migrate(opened), true);
    assert.equal(migrate(opened), true);
    assert.deepEqual(opened.all('PRAGMA user_version')[0]?.['user_version'], migrations.length);
    opened.execute(`PRAGMA user_version = ${migrations.length + 1}`);
    assert.equal(migrate(opened), false);
  });

  it('migrates once, though two connections begin at the same time', () => {
    const [first, second] = [database(), database()];
    // The first comes in between: after the second looked at the version, before it took the lock.
    const late: SqlDatabase = {
      ...second,
      transaction(work) {
        migrate(first);
        return second.transaction(work);
      },
    };
    assert.equal(migrate(late), true);
  });

  it('takes back a transaction that failed', () => {
    const opened = database();
    migrate(opened);
    const work = (): never => {
      opened.run("INSERT INTO meta (key, value) VALUES ('k', 'v')");
      throw new Error('x');
    };
    assert.throws(() => opened.transaction(work), /x/);
    assert.deepEqual(opened.all('SELECT * FROM meta'), []);
  });

  it('gives a database one id', () => {
    const opened = database();
    migrate(opened);
    assert.equal(databaseId(opened), databaseId(opened));
    assert.equal(databaseId(database()), databaseId(opened));
  });
});
