import assert from 'node:assert/strict';
import fs from 'node:fs';
import { JournalKeeper } from '../../../src/engine/journal-keeper.ts';
import { recoverAbandoned } from '../../../src/engine/recovery.ts';
import { toRecords } from '../../../src/execute/file-records.ts';
import type { EngineContext } from '../../../src/engine/context.ts';
import type { Operation } from '../../../src/model/operation.ts';
import type { UserState, WriteAhead } from '../../../src/ports/user-state.ts';
import { contextOf, never, useEngines, useHermeticProcess } from '../../support/engine.ts';
import { operation } from '../../support/model.ts';
import { useTempProjects, type TempProject } from '../../support/temp-project.ts';

/** Installs only what it can read, and nothing where it is told to fail. */
const fakeNpm = `
const fs = require('node:fs');
const { name } = JSON.parse(fs.readFileSync('package.json', 'utf8'));
fs.rmSync('node_modules', { recursive: true, force: true });
fs.mkdirSync('node_modules', { recursive: true });
if (fs.existsSync('fails')) process.exit(1);
fs.writeFileSync('node_modules/of', name);
`;

const before = '{ "name": "before" }\n';
const planned = '{ "name": "before", "dependencies": { "a": "^1.0.0" } }\n';
/** What nobody can read, and so nobody can tell from the operation's own change. */
const mine = '{ "name": "mine", \n';
const lockfile = '{ "lockfileVersion": 3, "packages": {} }\n';

describe('settling what is left to the user', () => {
  const useProject = useTempProjects();
  const start = useEngines();
  useHermeticProcess();

  /** A project in which an operation could be neither made nor taken back, since package.json was edited meanwhile. */
  async function left(over: Partial<Operation> = {}, now = mine): Promise<TempProject> {
    const project = useProject({
      files: { 'package.json': now, 'package-lock.json': lockfile, 'node_modules/of': 'half' },
    });
    const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
    const files = toRecords([
      { path: 'package.json', before: bytes(before), after: bytes(planned) },
      { path: 'package-lock.json', before: bytes(lockfile), after: bytes(`${lockfile}\n`) },
    ]);
    await add(project, { id: 'left', status: 'needs-user', files, error: halfDone, ...over });
    return project;
  }

  const halfDone = { code: 'QM_NEEDS_YOU', message: 'It failed.', hint: 'Choose.', details: undefined };

  async function add(project: TempProject, over: Partial<Operation>): Promise<void> {
    const keeper = new JournalKeeper(contextOf(project));
    const journal = await keeper.write();
    journal.add(operation({ projectId: journal.projectId(''), ...over }));
    keeper.dispose();
  }

  function withNpm(): Partial<EngineContext> {
    const script = useProject({ files: { 'npm.js': fakeNpm } }).path('npm.js');
    return { tools: { find: async () => ({ file: process.execPath, prefix: [script], version: '11.0.0' }) } };
  }

  describe('by keeping what stands there', () => {
    it('writes nothing, closes the operation and says who did, and installs what stands there', async () => {
      const text = '{ "name": "mine" }\n';
      const project = await left({}, text);
      const kept = '.quartermaster/snap/root/left';
      project.write(`${kept}/kept-0/x`, '');
      const engine = await start(project, withNpm());
      assert.deepEqual(
        (await engine.history.unsettled()).map(({ id }) => id),
        ['left'],
      );
      const settled = await engine.settle('left', 'keep', never);
      assert.deepEqual([project.read('package.json'), project.read('package-lock.json')], [text, lockfile]);
      assert.deepEqual(
        [settled.operation.status, settled.operation.error?.code, settled.operation.error?.hint],
        ['failed', 'QM_NEEDS_YOU', 'You kept what stands there.'],
      );
      const [evidence] = settled.operation.audit.evidence;
      assert.deepEqual([evidence?.kind, evidence?.source], ['settled', 'user']);
      assert.deepEqual(
        [settled.work?.kind, settled.work?.status, settled.problem],
        ['restore', 'succeeded', undefined],
      );
      assert.deepEqual([project.read('node_modules/of'), project.exists(kept)], ['mine', false]);
      assert.deepEqual(await engine.history.unsettled(), []);
    });

    it('says that node_modules cannot follow where nobody can read what stands there', async () => {
      const project = await left();
      const engine = await start(project, withNpm());
      const { operation: closed, work, problem } = await engine.settle('left', 'keep', never);
      assert.deepEqual([project.read('package.json'), project.read('node_modules/of')], [mine, 'half']);
      assert.deepEqual([closed.status, work, problem?.code], ['failed', undefined, 'QM_NO_MANIFEST']);
    });

    it('says that the lockfile does not fit what was kept', async () => {
      const project = await left({}, '{ "name": "mine", "dependencies": { "b": "^2.0.0", "c": "file:c" } }');
      const engine = await start(project, withNpm());
      const { work, problem } = await engine.settle('left', 'keep', never);
      assert.deepEqual([work?.status, problem?.code], ['succeeded', 'QM_LOCKFILE_STALE']);
      assert.match(problem?.message ?? '', /declares: b\.$/);
      assert.equal(project.read('package-lock.json'), lockfile);
    });
  });

  describe('by putting back what was there before', () => {
    it('foresees which files would change', async () => {
      const engine = await start(await left(), withNpm());
      assert.deepEqual(await engine.planSettle('left'), { project: '', files: ['package.json'] });
    });

    it('brings back the bytes and node_modules, and what stood there by a rollback of that', async () => {
      const project = await left();
      const engine = await start(project, withNpm());
      const { operation: settled, work } = await engine.settle('left', 'restore', never);
      assert.deepEqual([work?.status, work?.error], ['succeeded', undefined]);
      assert.deepEqual([project.read('package.json'), project.read('package-lock.json')], [before, lockfile]);
      assert.equal(project.read('node_modules/of'), 'before');
      assert.deepEqual(
        [settled.status, settled.undoneBy, settled.error?.hint],
        ['rolled-back', work?.id, 'You put back what was there before.'],
      );
      assert.deepEqual([work?.kind, work?.undoes], ['rollback', 'left']);

      const undo = await engine.rollBack(work?.id ?? '', 'manual', never);
      assert.deepEqual([undo.status, undo.error], ['succeeded', undefined]);
      assert.equal(project.read('package.json'), mine, 'to the byte, though nobody can read it');
      const again = await engine.history.operation('left');
      assert.deepEqual([again?.status, again?.undoneBy], ['needs-user', undefined]);
      assert.match(again?.error?.hint ?? '', /^Keep what stands there, or put back/);

      assert.equal(
        (await engine.settle('left', 'restore', never)).work?.status,
        'succeeded',
        'it may be put back anew',
      );
      assert.equal(project.read('package.json'), before);
    });

    it('leaves everything as it stood where node_modules cannot be made, and the question open', async () => {
      const project = await left();
      project.write('fails', '');
      const engine = await start(project, withNpm());
      const { operation: open, work } = await engine.settle('left', 'restore', never);
      assert.deepEqual([work?.status, work?.error?.code], ['rolled-back', 'QM_MANAGER_FAILED']);
      assert.deepEqual([project.read('package.json'), project.read('node_modules/of')], [mine, 'half']);
      assert.deepEqual([open.id, open.status], ['left', 'needs-user']);
      await engine.close();
      assert.deepEqual(fs.readdirSync(project.path('.quartermaster/snap/root')), []);
    });

    it('takes a lockfile away that was not there before', async () => {
      const project = await left();
      const bytes = new TextEncoder().encode(before);
      const files = toRecords([
        { path: 'package.json', before: bytes, after: bytes },
        { path: 'package-lock.json', before: undefined, after: bytes },
      ]);
      await add(project, { id: 'second', status: 'needs-user', error: halfDone, files });
      const engine = await start(project, withNpm());
      assert.equal((await engine.settle('second', 'restore', never)).work?.status, 'succeeded');
      assert.deepEqual([project.read('package.json'), project.exists('package-lock.json')], [before, false]);
    });

    it('is refused where something came later in the same files', async () => {
      const project = await left();
      const later = { createdAt: '2026-11-24T00:00:00.000Z', packages: [change('b')] };
      await add(project, { id: 'later', ...later });
      await add(project, { id: 'undone', ...later, status: 'rolled-back' });
      await add(project, { id: 'undoing', ...later, kind: 'rollback', undoes: 'undone' });
      const engine = await start(project, withNpm());
      for (const ask of [() => engine.planSettle('left'), () => engine.settle('left', 'restore', never)]) {
        await assert.rejects(ask, { code: 'QM_ROLLBACK_BLOCKED', message: /\(b\), and would be lost/ });
      }
      assert.equal(project.read('package.json'), mine);
      assert.equal((await engine.settle('left', 'keep', never)).operation.status, 'failed');
    });
  });

  it('is refused where there is no such operation, where it has its end, and without trust', async () => {
    const project = await left();
    await add(project, { id: 'ended' });
    const engine = await start(project);
    for (const how of ['keep', 'restore'] as const) {
      await assert.rejects(engine.settle('none', how, never), { code: 'QM_NO_OPERATION' });
      await assert.rejects(engine.settle('ended', how, never), { code: 'QM_NOT_OPEN' });
    }
    const untrusted = await start(project, { trust: { isTrusted: () => false, onDidGrant: () => ({ dispose() {} }) } });
    for (const how of ['keep', 'restore'] as const) {
      await assert.rejects(untrusted.settle('left', how, never), { code: 'QM_UNTRUSTED' });
    }
    await assert.rejects(untrusted.planSettle('left'), { code: 'QM_UNTRUSTED' });
    assert.deepEqual([await untrusted.history.unsettled(), project.read('package.json')], [[], mine]);
  });

  it('gives back what the user had where its process dies in the middle, and the question stays open', async () => {
    const project = await left({}, before);
    await add(project, { id: 'dead', kind: 'rollback', status: 'running', undoes: 'left' });
    const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
    const note = (id: string, at: string, was: string, becomes: string): WriteAhead => ({
      operation: id,
      root: project.folder,
      workspace: project.folder,
      files: toRecords([{ path: 'package.json', before: bytes(was), after: bytes(becomes) }]),
      begun: true,
      head: undefined,
      shadow: undefined,
      trees: undefined,
      request: undefined,
      held: false,
      at,
    });
    // The operation itself was left in a process that has died since: its note is the older one.
    const records = new Map([
      ['left', note('left', '2026-11-23T10:00:00.000Z', before, planned)],
      ['dead', note('dead', '2026-11-23T11:00:00.000Z', mine, before)],
    ]);
    const real = contextOf(project);
    const user = Object.assign(Object.create(real.user) as UserState, {
      abandoned: async () => [...records.values()],
      closeWriteAhead: async (id: string) => void records.delete(id),
      runningChild: async () => undefined,
      lockFile: (path: string) => real.user.lockFile(path),
    });
    const context = { ...real, ...withNpm(), user };
    const keeper = new JournalKeeper(context);
    await recoverAbandoned(context, keeper, never);
    await context.scanner.dispose();
    const journal = await keeper.write();
    assert.equal(project.read('package.json'), mine);
    assert.deepEqual(
      ['left', 'dead'].map((id) => journal.operation(id)?.status),
      ['needs-user', 'rolled-back'],
    );
    assert.equal(records.size, 0);
    keeper.dispose();
  });
});

function change(name: string): Operation['packages'][number] {
  return { name, manifest: '', field: 'dependencies', from: undefined, to: '1.0.0', range: '^1.0.0' };
}
