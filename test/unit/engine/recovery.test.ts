import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import type { EngineContext } from '../../../src/engine/context.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import { recoverAbandoned } from '../../../src/engine/recovery.ts';
import { JournalKeeper } from '../../../src/engine/journal-keeper.ts';
import type { OperationId, OperationStatus } from '../../../src/model/operation.ts';
import { storedOptions } from '../../../src/model/stored-request.ts';
import type { UserState, WriteAhead } from '../../../src/ports/user-state.ts';
import { byHand, contextOf, homeOf, never } from '../../support/engine.ts';
import { operation } from '../../support/model.ts';
import { until } from '../../support/until.ts';
import { tempFolder, useTempProjects, type TempProject } from '../../support/temp-project.ts';

/** Refuses to be frozen without a lockfile, and writes one where it is not. */
const fakePnpm = `
const fs = require('node:fs');
if (process.argv.includes('--frozen-lockfile')) {
  console.error('ERR_PNPM_NO_LOCKFILE');
  process.exit(1);
}
fs.writeFileSync('pnpm-lock.yaml', 'lockfileVersion: 9.0');
fs.mkdirSync('node_modules', { recursive: true });
fs.writeFileSync('node_modules/x', 'anew');
`;

/** Before what it does otherwise: a registry that answers nothing the first time. */
const turnedAway = `
if (process.argv.includes('--no-frozen-lockfile') && !require('node:fs').existsSync(__filename + '.asked')) {
  require('node:fs').writeFileSync(__filename + '.asked', '');
  console.error('GET http://127.0.0.1/x: Too Many Requests - 429');
  process.exit(1);
}
`;

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('recoverAbandoned', () => {
  const useProject = useTempProjects();

  /** A world in which a process died in the middle of an operation on package.json, from "old" to "new". */
  async function crashed(
    project: TempProject,
    found: string,
    child?: number,
    folder = '',
    over: Partial<WriteAhead> & { readonly status?: OperationStatus } = {},
  ) {
    const root = project.path(folder);
    const { status = 'running', ...noted } = over;
    const record: WriteAhead = {
      operation: 'dead',
      root,
      workspace: project.folder,
      files: [{ path: 'package.json', before: base64('old'), after: base64('new') }],
      begun: true,
      head: undefined,
      shadow: undefined,
      trees: [],
      request: undefined,
      held: false,
      at: '',
      ...noted,
    };
    const open = new Map<OperationId, WriteAhead>([['dead', record]]);
    const real = contextOf(project);
    const user: UserState = {
      mode: (path) => real.user.mode(path),
      setMode: (path, mode) => real.user.setMode(path, mode),
      forget: (path) => real.user.forget(path),
      lockFile: (path) => real.user.lockFile(path),
      knownDatabase: (path) => real.user.knownDatabase(path),
      setKnownDatabase: (path, database) => real.user.setKnownDatabase(path, database),
      builds: (path) => real.user.builds(path),
      setBuilds: (path, notes) => real.user.setBuilds(path, notes),
      privateHosts: (path) => real.user.privateHosts(path),
      setPrivateHosts: (path, hosts) => real.user.setPrivateHosts(path, hosts),
      consents: (path) => real.user.consents(path),
      addConsent: (path, digest) => real.user.addConsent(path, digest),
      acceptedRules: (path) => real.user.acceptedRules(path),
      setAcceptedRules: (path, accepted) => real.user.setAcceptedRules(path, accepted),
      retention: () => real.user.retention(),
      setRetention: (retention) => real.user.setRetention(retention),
      watch: (path, changed) => real.user.watch(path, changed),
      writeAhead: (made) => real.user.writeAhead(made),
      noteChild: async () => undefined,
      runningChild: async () => child,
      closeWriteAhead: async (id) => void open.delete(id),
      abandoned: async (below) => [...open.values()].filter((item) => item.root.startsWith(below)),
    };
    const warned: string[] = [];
    const context = contextOf(project, { user, log: { ...real.log, warn: (message) => warned.push(message) } });
    const keeper = new JournalKeeper(context);
    const journal = await keeper.write();
    journal.add(
      operation({
        id: 'dead',
        status,
        step: 'Installing',
        projectId: journal.projectId(folder),
        project: folder,
      }),
    );
    project.write(`${folder === '' ? '' : `${folder}/`}package.json`, found);
    return { context, keeper, journal, open, warned };
  }

  it('puts back what was half done, closes the row and says so', async () => {
    const project = useProject();
    const { context, keeper, journal, open, warned } = await crashed(project, 'new');
    await recoverAbandoned(context, keeper, never);
    const ended = journal.operation('dead');
    assert.equal(project.read('package.json'), 'old');
    assert.deepEqual([ended?.status, ended?.step, ended?.error?.code], ['rolled-back', undefined, 'QM_INTERRUPTED']);
    assert.ok(ended?.endedAt);
    assert.deepEqual([open.size, warned], [0, ['operation dead was interrupted: restored']]);
    keeper.dispose();
  });

  it('overwrites nothing that the user edited since, and leaves it to them', async () => {
    const project = useProject();
    const { context, keeper, journal } = await crashed(project, 'mine');
    await recoverAbandoned(context, keeper, never);
    assert.equal(project.read('package.json'), 'mine');
    assert.equal(journal.operation('dead')?.status, 'needs-user');
    assert.match(journal.operation('dead')?.error?.hint ?? '', /nothing was overwritten/);
    keeper.dispose();
  });

  for (const status of ['queued', 'running'] as const) {
    it(`ends one that was ${status} and had not begun to change anything`, async () => {
      const project = useProject();
      const shadow = tempFolder('quartermaster-');
      const { context, keeper, journal, open } = await crashed(project, 'mine', undefined, '', {
        files: [],
        shadow,
        status,
      });
      await recoverAbandoned(context, keeper, never);
      const ended = journal.operation('dead');
      assert.deepEqual([project.read('package.json'), fs.existsSync(shadow)], ['mine', false]);
      assert.deepEqual([ended?.status, ended?.error?.code, open.size], ['failed', 'QM_INTERRUPTED', 0]);
      assert.match(ended?.error?.hint ?? '', /Nothing was changed yet/);
      keeper.dispose();
    });
  }

  it('leaves one alone that had reached its end: only its record was open', async () => {
    const project = useProject();
    const { context, keeper, journal, open } = await crashed(project, 'new', undefined, '', { status: 'succeeded' });
    await recoverAbandoned(context, keeper, never);
    assert.deepEqual([project.read('package.json'), open.size], ['new', 0]);
    assert.equal(journal.operation('dead')?.status, 'succeeded');
    keeper.dispose();
  });

  it('leaves a package unbuilt whose scripts had made something by then, and no other', async () => {
    const project = useProject({ files: { 'node_modules/x/half.o': 'half', 'node_modules/y/index.js': '' } });
    const files: WriteAhead['files'] = [];
    const { context, keeper, journal } = await crashed(project, '{}', undefined, '', { files, begun: false });
    const built = { name: 'x', manifest: '', field: undefined, from: undefined, to: '1.0.0', range: undefined };
    journal.update('dead', { kind: 'build', packages: [built] });
    const note = { version: '1.0.0', scripts: ['install: node build.js'], integrity: undefined, digest: 'as it was' };
    const notes = [
      { ...note, name: 'x', place: 'node_modules/x' },
      { ...note, name: 'y', place: 'node_modules/y' },
    ];
    await context.user.setBuilds(project.folder, { unbuilt: notes, built: [] });
    await recoverAbandoned(context, keeper, never);
    const { unbuilt } = await context.user.builds(project.folder);
    const now = await context.trees.digest(project.path('node_modules/x'));
    assert.deepEqual(
      unbuilt.map(({ name, digest }) => [name, digest]),
      [
        ['x', now],
        ['y', 'as it was'],
      ],
    );
    assert.match(journal.operation('dead')?.error?.hint ?? '', /still unbuilt/);
    keeper.dispose();
  });

  it('takes a shared approval out of what its user has edited since, and touches no tree', async () => {
    const [before, shared] = [
      '{\n  "name": "a"\n}\n',
      '{\n  "name": "a",\n  "allowScripts": {\n    "x@1.0.0": true\n  }\n}\n',
    ];
    const edit = (text: string): string => text.replace('"a"', '"mine"');
    const files = [{ path: 'package.json', before: base64(before), after: base64(shared) }];
    const project = useProject({ files: { 'package-lock.json': '{}', 'node_modules/x/index.js': '' } });
    const { context, keeper, journal } = await crashed(project, edit(shared), undefined, '', {
      files,
      trees: undefined,
    });
    journal.update('dead', { kind: 'share' });
    const run = { ...context.run, run: () => assert.fail('a package manager was run') };
    await recoverAbandoned({ ...context, run }, keeper, never);
    assert.equal(project.read('package.json'), edit(before));
    assert.deepEqual(
      [journal.operation('dead')?.status, project.exists('node_modules/x/index.js')],
      ['rolled-back', true],
    );
    keeper.dispose();
  });

  it('puts node_modules back where a snapshot of it stands, even broken off in the middle of that', async () => {
    const project = useProject({ files: { 'node_modules/half/x': '' } });
    const kept = '.quartermaster/snap/root/dead';
    const trees = [
      { path: 'node_modules', existed: true },
      { path: 'packages/a/node_modules', existed: false },
    ];
    const { context, keeper, journal } = await crashed(project, 'new', undefined, '', { trees });
    project.write(`${kept}/kept-0/whole/x`, '');
    fs.renameSync(project.path('node_modules'), project.path(`${kept}/broken-0`));
    project.write('packages/a/node_modules/half/x', '');
    await recoverAbandoned(context, keeper, never);
    assert.deepEqual(fs.readdirSync(project.path('node_modules')), ['whole']);
    assert.deepEqual([project.exists('packages/a/node_modules'), project.exists(kept)], [false, false]);
    assert.match(journal.operation('dead')?.error?.hint ?? '', /node_modules are as they were/);
    keeper.dispose();
  });

  it('lets the manager make the tree anew, and keeps no lockfile of it where there was none', async () => {
    const manifest = '{ "packageManager": "pnpm@10.0.0" }';
    const files = [{ path: 'package.json', before: base64(manifest), after: base64('new') }];
    const project = useProject();
    const { context, keeper, journal } = await crashed(project, 'new', undefined, '', { trees: undefined, files });
    const script = useProject({ files: { 'pnpm.js': fakePnpm } }).path('pnpm.js');
    const children: number[] = [];
    await recoverAbandoned(
      {
        ...context,
        tools: { find: async () => ({ file: process.execPath, prefix: [script], version: '10.0.0' }) },
        user: Object.assign(Object.create(context.user) as UserState, {
          noteChild: async (_: OperationId, pid: number) => void children.push(pid),
        }),
      },
      keeper,
      never,
    );
    await context.scanner.dispose();
    assert.equal(journal.operation('dead')?.status, 'rolled-back', JSON.stringify(journal.operation('dead')?.error));
    assert.deepEqual([project.read('package.json'), project.read('node_modules/x')], [manifest, 'anew']);
    assert.equal(project.exists('pnpm-lock.yaml'), false);
    assert.equal(children.length, 4, 'each run of the manager is known, should recovery die too');
    keeper.dispose();
  });

  it('makes no tree of what nothing proves: Yarn 4 without a lockfile', async () => {
    const manifest = '{ "packageManager": "yarn@4.18.1" }';
    const files = [{ path: 'package.json', before: base64(manifest), after: base64('new') }];
    const project = useProject();
    const { context, keeper, journal } = await crashed(project, 'new', undefined, '', { trees: undefined, files });
    const script = useProject({ files: { 'yarn.js': 'require("node:fs").writeFileSync("ran", "")' } }).path('yarn.js');
    const tools = { find: async () => ({ file: process.execPath, prefix: [script], version: '4.18.1' }) };
    await recoverAbandoned({ ...context, tools }, keeper, never);
    await context.scanner.dispose();
    assert.deepEqual([project.read('package.json'), project.exists('ran')], [manifest, false]);
    assert.equal(journal.operation('dead')?.status, 'needs-user');
    assert.match(journal.operation('dead')?.error?.hint ?? '', /node_modules could not be brought back/);
    keeper.dispose();
  });

  it('waits as a registry asks while the manager makes the tree anew, and says so', async () => {
    const manifest = '{ "packageManager": "pnpm@10.0.0" }';
    const files = [{ path: 'package.json', before: base64(manifest), after: base64('new') }];
    const project = useProject();
    const { context, keeper, journal } = await crashed(project, 'new', undefined, '', { trees: undefined, files });
    const script = useProject({ files: { 'pnpm.js': `${turnedAway}${fakePnpm}` } }).path('pnpm.js');
    const waited: unknown[] = [];
    await recoverAbandoned(
      {
        ...context,
        tools: { find: async () => ({ file: process.execPath, prefix: [script], version: '10.0.0' }) },
        registry: Object.assign(context.registry, { announcedPause: async () => 30_000 }),
        clock: {
          ...context.clock,
          pause: async (ms: number) => void waited.push([ms, journal.operation('dead')?.step]),
        },
      },
      keeper,
      never,
    );
    await context.scanner.dispose();
    assert.deepEqual(waited, [[30_000, 'Waiting 30 s, as the registry asks']]);
    assert.equal(journal.operation('dead')?.status, 'rolled-back', JSON.stringify(journal.operation('dead')?.error));
    assert.equal(project.read('node_modules/x'), 'anew');
    keeper.dispose();
  });

  it('waits for a package manager that somebody else runs there, which may write the same files', async () => {
    const project = useProject();
    const { context, keeper } = await crashed(project, 'new');
    const found: string[] = [];
    let left = 2;
    const others: EngineContext['others'] = {
      async within() {
        found.push(project.read('package.json'));
        return left-- > 0 ? [{ where: { kind: 'process', pid: 1 }, command: 'npm install' }] : [];
      },
    };
    await recoverAbandoned({ ...context, others }, keeper, never);
    assert.deepEqual([found, project.read('package.json')], [['new', 'new', 'new'], 'old']);
    keeper.dispose();
  });

  it('overwrites nothing under a merge: a start leaves it, and a window does it once the merge has ended', async () => {
    const project = useProject({ files: { '.git/HEAD': 'ref: refs/heads/main\n', '.git/MERGE_HEAD': '0\n' } });
    const { context, keeper, journal, open } = await crashed(project, 'new', undefined, '', {
      head: 'ref: refs/heads/main\n',
    });
    const { left } = await recoverAbandoned(context, keeper, never);
    assert.deepEqual([left.map(({ error }) => error.code), project.read('package.json')], [['QM_GIT_BUSY'], 'new']);
    assert.deepEqual(
      [journal.operation('dead')?.status, journal.operation('dead')?.step],
      ['running', 'Waiting for a merge or rebase'],
    );
    const engine = createEngine({ ...context, livesOn: true });
    try {
      await engine.start('assist');
      assert.deepEqual([engine.unrecovered.map(({ code }) => code), open.size], [['QM_GIT_BUSY'], 1]);
      fs.rmSync(project.path('.git/MERGE_HEAD'));
      await until(() => open.size === 0);
      assert.equal(project.read('package.json'), 'old');
      assert.equal(journal.operation('dead')?.status, 'rolled-back');
    } finally {
      await engine.close();
      await context.scanner.dispose();
      keeper.dispose();
    }
  });

  it('leaves everything to whoever comes next where it is told to stop while it waits', async () => {
    const project = useProject();
    const { context, keeper, journal, open } = await crashed(project, 'new');
    const closing = new AbortController();
    const others: EngineContext['others'] = {
      async within() {
        closing.abort();
        return [{ where: { kind: 'process', pid: 1 }, command: 'npm install' }];
      },
    };
    const recovered = await recoverAbandoned({ ...context, others }, keeper, closing.signal);
    assert.deepEqual([recovered.ended, project.read('package.json'), open.size], [[], 'new', 1]);
    assert.equal(journal.operation('dead')?.status, 'running');
    await recoverAbandoned(context, keeper, never);
    assert.deepEqual([project.read('package.json'), open.size], ['old', 0]);
    keeper.dispose();
  });

  it('removes no folder that is not a shadow', async () => {
    const project = useProject();
    const mine = tempFolder('mine-');
    const { context, keeper } = await crashed(project, 'new', undefined, '', { shadow: mine });
    await recoverAbandoned(context, keeper, never);
    assert.equal(fs.existsSync(mine), true);
    keeper.dispose();
  });

  it('ends the package manager that was left behind first', async () => {
    const project = useProject();
    const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], {
      detached: true,
      stdio: 'ignore',
    });
    await once(child, 'spawn');
    const exit = once(child, 'exit');
    const { context, keeper } = await crashed(project, 'new', child.pid);
    await recoverAbandoned(context, keeper, never);
    await exit;
    assert.equal(project.read('package.json'), 'old');
    keeper.dispose();
  });

  describe('of an operation that was begun in another folder around the project', () => {
    const nested = (project: TempProject) => {
      const journalOf = async (root: string) => {
        const context = contextOf(project, { root });
        const keeper = new JournalKeeper(context);
        return { context, keeper, journal: await keeper.write() };
      };
      return { outer: () => journalOf(project.folder), inner: () => journalOf(project.path('app')) };
    };
    const begun = (project: TempProject, over: Partial<WriteAhead>): WriteAhead => ({
      operation: 'dead',
      root: project.path('app'),
      workspace: project.folder,
      files: [{ path: 'package.json', before: base64('old'), after: base64('new') }],
      begun: true,
      head: undefined,
      shadow: undefined,
      trees: [{ path: 'node_modules', existed: true }],
      request: undefined,
      held: false,
      at: '',
      ...over,
    });
    /** As if its process had died. */
    const note = async (project: TempProject, { user }: EngineContext, record: WriteAhead): Promise<void> => {
      await user.writeAhead(record);
      const file = path.join(homeOf(project), `state/write-ahead/${record.operation}.json`);
      fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(/"pid": \d+/, '"pid": 4194304'));
    };

    it('puts its files and its tree back, and closes the row in the journal of that folder', async () => {
      const project = useProject({ files: { 'app/package.json': 'new', 'app/node_modules/half': '' } });
      const { outer, inner } = nested(project);
      const [around, own] = [await outer(), await inner()];
      around.journal.add(
        operation({ id: 'dead', status: 'running', projectId: around.journal.projectId('app'), project: 'app' }),
      );
      project.write('.quartermaster/snap/app/dead/kept-0/whole', '');
      await note(project, own.context, begun(project, {}));
      await recoverAbandoned(own.context, own.keeper, never);
      assert.equal(around.journal.operation('dead')?.status, 'rolled-back');
      assert.deepEqual(
        [project.read('app/package.json'), fs.readdirSync(project.path('app/node_modules'))],
        ['old', ['whole']],
      );
      assert.deepEqual(
        [await own.context.user.abandoned('/'), project.exists('.quartermaster/snap/app/dead')],
        [[], false],
      );
      around.keeper.dispose();
      own.keeper.dispose();
    });

    it('leaves what only waits to the next window of that folder', async () => {
      const project = useProject({ files: { 'app/package.json': 'mine' } });
      const { outer, inner } = nested(project);
      const [around, own] = [await outer(), await inner()];
      const options = { ...storedOptions(byHand), claimedTrigger: 'agent' };
      const request = { kind: 'restore', project: 'app', options } as const;
      around.journal.add(
        operation({ id: 'dead', status: 'queued', projectId: around.journal.projectId('app'), project: 'app' }),
      );
      await note(
        project,
        own.context,
        begun(project, { files: [], begun: false, trees: undefined, request, held: true }),
      );
      const livesOn = { ...own.context, livesOn: true };
      assert.deepEqual(await recoverAbandoned(livesOn, own.keeper, never), { ended: [], waiting: [], left: [] });
      assert.equal(around.journal.operation('dead')?.status, 'queued');
      const { waiting } = await recoverAbandoned({ ...around.context, livesOn: true }, around.keeper, never);
      assert.deepEqual(waiting, [{ id: 'dead', request, held: true }]);
      around.keeper.dispose();
      own.keeper.dispose();
    });
  });

  it('works below the folder too, and waits for whoever holds the project', async () => {
    const project = useProject({ files: { 'packages/a/x': '' } });
    const { context, keeper } = await crashed(project, 'new', undefined, 'packages/a');
    const release = await context.lock.acquire(
      project.path('.quartermaster/locks/packages_a.lock'),
      () => assert.fail('free'),
      new AbortController().signal,
    );
    const recovery = recoverAbandoned(context, keeper, never);
    const first = await Promise.race([
      recovery.then(() => 'recovered'),
      new Promise((resolve) => setTimeout(resolve, 150, 'waiting')),
    ]);
    assert.deepEqual([first, project.read('packages/a/package.json')], ['waiting', 'new']);
    await release();
    await recovery;
    assert.equal(project.read('packages/a/package.json'), 'old');
    keeper.dispose();
  });

  it('has nothing to do, and makes nothing, in an ordinary folder', async () => {
    const project = useProject();
    const context = contextOf(project);
    await recoverAbandoned(context, new JournalKeeper(context), never);
    assert.equal(project.exists('.quartermaster'), false);
  });
});
