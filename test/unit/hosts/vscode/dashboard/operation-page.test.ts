import assert from 'node:assert/strict';
import type { WorkspaceFolder } from 'vscode';
import { JournalKeeper } from '../../../../../src/engine/journal-keeper.ts';
import { DashboardModel } from '../../../../../src/hosts/vscode/dashboard/dashboard-model.ts';
import { OperationPage } from '../../../../../src/hosts/vscode/dashboard/operation-page.ts';
import type { FolderEntry } from '../../../../../src/hosts/vscode/folders.ts';
import type { Operation } from '../../../../../src/model/operation.ts';
import { contextOf, never, useEngines } from '../../../../support/engine.ts';
import { operation } from '../../../../support/model.ts';
import { useTempProjects, type TempProject } from '../../../../support/temp-project.ts';

const manifest = (range?: string): object => ({ name: 'app', ...(range && { dependencies: { axios: range } }) });
const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64');

/** An install of axios ^1.0.0, as it is recorded. */
const installed: Partial<Operation> = {
  packages: [{ name: 'axios', manifest: '', field: 'dependencies', from: undefined, to: '1.0.0', range: '^1.0.0' }],
  files: [{ path: 'package.json', before: encoded(manifest()), after: encoded(manifest('^1.0.0')) }],
  endedAt: '2026-11-23T09:00:00.000Z',
};

describe('the page of an operation, as the host has it', () => {
  const makeProject = useTempProjects();
  const start = useEngines();

  async function record(app: TempProject, ...made: readonly Partial<Operation>[]): Promise<void> {
    const keeper = new JournalKeeper(contextOf(app));
    const journal = await keeper.write();
    for (const [index, change] of made.entries()) {
      const { undoneBy: _later, ...now } = change;
      journal.add(operation({ id: `o${index}`, projectId: journal.projectId(''), ...installed, ...now }));
    }
    for (const [index, { undoneBy }] of made.entries()) if (undoneBy) journal.update(`o${index}`, { undoneBy });
    keeper.dispose();
  }

  /** A window on a project whose package.json asks for this range of axios, with these operations in its history. */
  async function windowOn(range: string | undefined, ...made: readonly Partial<Operation>[]) {
    const app = makeProject({ files: { 'package.json': manifest(range) } });
    await record(app, ...made);
    const engine = await start(app);
    await engine.scan(never);
    const folder = { name: 'app' } as WorkspaceFolder;
    const entry: FolderEntry = { key: '1', engine, folder, ready: Promise.resolve() };
    const model = new DashboardModel({
      folders: { all: [entry] },
      isTrusted: () => true,
      now: () => new Date('2026-11-23T10:00:00.000Z'),
      failed: (_entry, error) => assert.fail(String(error)),
    });
    let answered = Promise.withResolvers<void>();
    const page = new OperationPage(model, 'en', () => answered.resolve());
    const answer = async (): Promise<void> => {
      await answered.promise;
      answered = Promise.withResolvers<void>();
    };
    return { app, engine, page, answer };
  }

  function sheet(page: OperationPage) {
    const details = page.details();
    assert.ok(details?.kind === 'operation');
    return details;
  }

  it('shows nothing before one is opened, nor after it is closed', async () => {
    const { page, answer } = await windowOn('^1.0.0', {});
    assert.equal(page.details(), undefined);
    page.open('1:o0');
    assert.equal(sheet(page).row.id, '1:o0');
    await answer();
    page.close();
    assert.equal(page.details(), undefined);
  });

  it('says what a rollback would do once that is known', async () => {
    const { page, answer } = await windowOn('^1.0.0', {});
    page.open('1:o0');
    assert.deepEqual(sheet(page).rollback, { kind: 'asking' });
    await answer();
    const { rollback } = sheet(page);
    assert.ok(rollback.kind === 'foreseen');
    assert.equal(rollback.sentences[0], 'Removes axios 1.0.0.');
    assert.equal(rollback.concerns, undefined, 'others are still being asked');
    await answer();
    const { rollback: whole } = sheet(page);
    assert.deepEqual(whole.kind === 'foreseen' && whole.concerns, []);
  });

  it('says what stands in its way, and asks anew when something changed', async () => {
    const { app, engine, page, answer } = await windowOn('^2.0.0', {});
    page.open('1:o0');
    await answer();
    const { rollback } = sheet(page);
    assert.ok(rollback.kind === 'blocked');
    assert.match(rollback.error.message, /^axios is at \^2\.0\.0 by now/);
    app.write('package.json', manifest('^1.0.0'));
    engine.filesChanged(['package.json']);
    page.refresh();
    page.refresh();
    assert.equal(sheet(page).rollback.kind, 'blocked', 'the old answer stands until there is a new one');
    await answer();
    assert.equal(sheet(page).rollback.kind, 'foreseen');
  });

  it('says what putting back would do where it was left to the user, or what stands in its way', async () => {
    const { page, answer } = await windowOn('^2.0.0', { status: 'needs-user' });
    page.open('1:o0');
    assert.deepEqual([sheet(page).settle, sheet(page).rollback], [{ kind: 'asking' }, { kind: 'none' }]);
    await answer();
    const { settle, row } = sheet(page);
    assert.ok(settle.kind === 'foreseen' && row.canSettle);
    assert.equal(settle.sentences[0], 'Puts back byte for byte: package.json.');

    const later = await windowOn('^2.0.0', { status: 'needs-user' }, { createdAt: '2026-11-24T10:00:00.000Z' });
    later.page.open('1:o0');
    await later.answer();
    const { settle: refused } = sheet(later.page);
    assert.ok(refused.kind === 'blocked');
    assert.equal(refused.error.code, 'QM_ROLLBACK_BLOCKED');
  });

  it('drops the answer about one that is not shown any more', async () => {
    const { page, answer } = await windowOn('^2.0.0', {}, { status: 'failed' });
    page.open('1:o0');
    page.open('1:o1');
    await answer();
    assert.deepEqual([sheet(page).row.id, sheet(page).rollback], ['1:o1', { kind: 'none' }]);
  });

  it('leads from what was taken back to what took it back, and says when', async () => {
    const { page } = await windowOn(
      undefined,
      { status: 'rolled-back', undoneBy: 'o1' },
      { kind: 'rollback', undoes: 'o0', endedAt: '2026-11-23T09:30:00.000Z' },
    );
    page.open('1:o0');
    assert.equal(sheet(page).row.undoneBy, '1:o1');
    assert.equal(sheet(page).timeline.at(-1)?.at, '2026-11-23T09:30:00.000Z');
    page.open('1:o1');
    assert.equal(sheet(page).undoes, '1:o0');
  });

  it('says that it is gone where no history has it', async () => {
    const { page } = await windowOn(undefined, {});
    for (const row of ['1:none', '7:o0', 'o0']) {
      page.open(row);
      assert.deepEqual(page.details(), { kind: 'gone', id: row });
    }
  });
});
