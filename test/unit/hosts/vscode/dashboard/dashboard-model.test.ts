import assert from 'node:assert/strict';
import type { WorkspaceFolder } from 'vscode';
import { JournalKeeper } from '../../../../../src/engine/journal-keeper.ts';
import type { Engine } from '../../../../../src/engine/engine.ts';
import { DashboardModel } from '../../../../../src/hosts/vscode/dashboard/dashboard-model.ts';
import type { FolderEntry } from '../../../../../src/hosts/vscode/folders.ts';
import type { Operation } from '../../../../../src/model/operation.ts';
import type { Registry, RegistryAnswer } from '../../../../../src/ports/registry.ts';
import { fakeAdvisories } from '../../../../fakes/fake-advisories.ts';
import { FakeClock } from '../../../../fakes/fake-clock.ts';
import { contextOf, never, useEngines } from '../../../../support/engine.ts';
import { operation, packument, signedVersion } from '../../../../support/model.ts';
import { useTempProjects, type TempProject } from '../../../../support/temp-project.ts';
import { until } from '../../../../support/until.ts';

/** More than a proposal stands that was made without the registry. */
const doubtMs = 61_000;

describe('what the dashboard shows', () => {
  const makeProject = useTempProjects();
  const start = useEngines();

  /** A registry that is down until the test says otherwise. */
  function flaky() {
    const state: { answer: RegistryAnswer; asked: number } = {
      answer: { ok: false, reason: 'unreachable', message: 'down' },
      asked: 0,
    };
    const registry: Registry = {
      async packument() {
        state.asked += 1;
        return state.answer;
      },
      currentPackument: async () => ({ ok: false, reason: 'unreachable', message: 'down' }),
      signature: async () => signedVersion,
      isPublic: async () => false,
      origin: async () => ({ host: '', isPublic: false }),
      advisories: async () => ({ ok: false, reason: 'unreachable', message: 'down', remembered: [] }),
      savePrefix: async () => '^',
      tarball: async () => ({ ok: false, reason: 'unreachable', message: 'down' }),
      isSwitchedOff: async () => false,
      ownPatience: async () => undefined,
      ownHosts: async () => new Set(),
      forget: () => undefined,
      announcedPause: async () => undefined,
    };
    return { registry, state };
  }

  function entryOf(key: string, engine: Engine): FolderEntry {
    return { key, engine, folder: { name: `folder-${key}` } as WorkspaceFolder, ready: Promise.resolve() };
  }

  /** A window on these engines, each in the folder of its place in the list. */
  function windowOn(...engines: readonly Engine[]) {
    const clock = new FakeClock();
    const folders = { all: engines.map((engine, index) => entryOf(String(index + 1), engine)) };
    const failures: unknown[] = [];
    const model = new DashboardModel({
      folders,
      isTrusted: () => true,
      now: () => clock.now(),
      failed: (_entry, error) => failures.push(error),
    });
    return { clock, folders, model, failures };
  }

  const two = {
    'package.json': { name: 'root' },
    'index.js': "import 'axios';\n",
    'site/package.json': { name: 'site' },
    'site/package-lock.json': { name: 'site', lockfileVersion: 3, packages: {} },
    'site/index.js': "import 'dayjs';\nimport 'zod';\n",
  };

  /** Writes operations as another process would, each for the project with this root. */
  async function record(app: TempProject, ...made: readonly (Partial<Operation> & { project: string })[]) {
    const keeper = new JournalKeeper(contextOf(app));
    const journal = await keeper.write();
    for (const [index, change] of made.entries()) {
      const endedAt = '2026-11-23T09:00:00.000Z';
      journal.add(operation({ id: `o${index}`, endedAt, projectId: journal.projectId(change.project), ...change }));
    }
    keeper.dispose();
  }

  const missingOf = (model: DashboardModel) => {
    const { missing, counts, packages } = model.state();
    return { missing: missing.map(({ id }) => id), count: counts.missing, packages };
  };

  it('has each finding once where a folder is open inside of another, and the whole of a project that is chosen', async () => {
    const app = makeProject({ files: two });
    const { registry } = flaky();
    const [around, inner] = [await start(app, { registry }), await start(app, { registry, root: app.path('site') })];
    for (const engine of [around, inner]) await engine.scan(never);
    const { model } = windowOn(around, inner);
    assert.deepEqual(missingOf(model), {
      missing: ['1:undeclared::axios', '2:undeclared::dayjs', '2:undeclared::zod'],
      count: 3,
      packages: 3,
    });
    model.select('1:site');
    assert.deepEqual(missingOf(model), {
      missing: ['1:undeclared:site:dayjs', '1:undeclared:site:zod'],
      count: 2,
      packages: 2,
    });
  });

  it('has those of a member in the folder of its workspace, which has the lockfile, where both are open', async () => {
    const app = makeProject({
      files: {
        'package.json': { name: 'root', workspaces: ['site'] },
        'package-lock.json': { name: 'root', lockfileVersion: 3, packages: {} },
        'site/package.json': { name: 'site' },
        'site/index.js': "import 'dayjs';\n",
      },
    });
    const { registry } = flaky();
    const [around, member] = [await start(app, { registry }), await start(app, { registry, root: app.path('site') })];
    for (const engine of [around, member]) await engine.scan(never);
    for (const engines of [
      [around, member],
      [member, around],
    ]) {
      const { model } = windowOn(...engines);
      const at = engines.indexOf(around) + 1;
      assert.deepEqual(missingOf(model), { missing: [`${at}:undeclared:site:dayjs`], count: 1, packages: 1 });
    }
    assert.equal(missingOf(windowOn(member).model).count, 1, 'and by itself where it is open alone');
  });

  it('is one project alone where one is chosen, and all of them else', async () => {
    const app = makeProject({ files: two });
    await record(app, { project: '' }, { project: 'site' }, { project: 'site', status: 'failed' });
    const engine = await start(app, { registry: flaky().registry });
    await engine.scan(never);
    const { model } = windowOn(engine);
    const facts = () => {
      const { missing, operations, rate, packages, projects, selectedProject } = model.state();
      return {
        missing: missing.map((row) => row.package),
        operations: operations.map(({ id }) => id),
        ended: rate.succeeded + rate.failed,
        packages,
        projects: projects.map(({ id, name }) => `${id} ${name}`),
        selectedProject,
      };
    };
    const projects = ['1: root', '1:site site'];
    assert.deepEqual(facts(), {
      missing: ['axios', 'dayjs', 'zod'],
      operations: ['1:o2', '1:o1', '1:o0'],
      ended: 3,
      packages: 3,
      projects,
      selectedProject: undefined,
    });
    model.select('1:site');
    assert.deepEqual(facts(), {
      missing: ['dayjs', 'zod'],
      operations: ['1:o2', '1:o1'],
      ended: 2,
      packages: 2,
      projects,
      selectedProject: '1:site',
    });
    model.select('1:gone');
    assert.equal(facts().missing.length, 3);
  });

  it('lists the newest of a long history, and the rest when older ones are asked for', async () => {
    const app = makeProject({ files: two });
    await record(app, ...Array.from({ length: 501 }, () => ({ project: '' })));
    const { model } = windowOn(await start(app, { registry: flaky().registry }));
    const facts = () => [model.state().operations.length, model.state().hasOlder];
    assert.deepEqual(facts(), [500, true]);
    model.showOlder();
    assert.deepEqual(facts(), [501, false]);
  });

  it('is of the folder of the chosen project, and its mode is that folder’s', async () => {
    const engines = [];
    for (const name of ['axios', 'zod']) {
      const app = makeProject({ files: { 'package.json': {}, 'index.js': `import '${name}';\n` } });
      const engine = await start(app, { registry: flaky().registry });
      await engine.scan(never);
      engines.push(engine);
    }
    const { model } = windowOn(...engines);
    model.select('2:');
    assert.deepEqual(
      model.state().missing.map((row) => row.id),
      ['2:undeclared::zod'],
    );
    assert.deepEqual(
      model.shownFolders().map(({ key }) => key),
      ['2'],
    );
  });

  it('has rows that mean nothing any more once their folder has left', async () => {
    const [first, second] = [
      await start(makeProject({ files: { 'package.json': {} } })),
      await start(makeProject({ files: { 'package.json': {} } })),
    ];
    const { model, folders } = windowOn(first, second);
    folders.all.shift();
    assert.equal(model.locate('1:undeclared::axios'), undefined);
    assert.equal(model.locate('2:undeclared::axios')?.entry.engine, second);
    assert.equal(model.locate('undeclared::axios'), undefined);
  });

  it('was checked when the folder was looked at, however often it is drawn', async () => {
    const clock = new FakeClock();
    const engine = await start(makeProject({ files: { 'package.json': {} } }), { clock });
    await engine.scan(never);
    const endedAt = clock.now().toISOString();
    const { model, clock: windowClock } = windowOn(engine);
    windowClock.advance(3 * 60_000);
    assert.equal(model.state().checkedAt, endedAt);
    assert.notEqual(model.state().now, endedAt);
  });

  it('asks again about what it could not ask, and shows the old answer until there is a new one', async () => {
    const app = makeProject({ files: { 'package.json': {}, 'index.js': "import 'axios';\n" } });
    const clock = new FakeClock();
    const { registry, state } = flaky();
    const engine = await start(app, { clock, registry, advisories: fakeAdvisories() });
    await engine.scan(never);
    const { model } = windowOn(engine);
    const row = () => model.state().missing[0];
    assert.equal(row()?.verdict, 'unknown');
    await until(() => row()?.verdict === 'ask');
    assert.equal(model.state().health, 'unknown');
    const before = state.asked;
    row();
    await new Promise(setImmediate);
    assert.equal(state.asked, before, 'a fresh doubt stands');
    state.answer = { ok: true, packument: packument('axios', ['1.21.1']) };
    clock.advance(doubtMs);
    assert.equal(row()?.verdict, 'ask');
    await until(() => row()?.verdict === 'allow');
    assert.equal(model.state().health, 'attention');
  });

  it('says why where the history cannot be read, and shows what is missing all the same', async () => {
    const app = makeProject({ files: { 'package.json': {}, 'index.js': "import 'axios';\n" } });
    await record(app, { project: '', kind: 'audit' as never });
    const engine = await start(app, { registry: flaky().registry });
    await engine.scan(never);
    const { model, failures } = windowOn(engine);
    const { availability, missing } = model.state();
    assert.equal(availability.kind === 'unavailable' && availability.error.code, 'QM_STATE_UNAVAILABLE');
    assert.deepEqual(
      missing.map((row) => [row.package, row.canInstall]),
      [['axios', false]],
    );
    assert.equal(failures.length, 1);
  });

  it('offers to cancel no operation of another process', async () => {
    const app = makeProject({ files: { 'package.json': {} } });
    await record(app, { project: '', status: 'running', endedAt: undefined });
    const engine = await start(app);
    await engine.scan(never);
    const [row] = windowOn(engine).model.state().operations;
    assert.deepEqual([row?.state, row?.canCancel], ['running', false]);
  });
});
