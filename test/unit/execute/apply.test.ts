import assert from 'node:assert/strict';
import fs from 'node:fs';
import { CancelledError, QmError, UndoFailedError } from '../../../src/base/errors.ts';
import { applyChange, type ApplyRequest } from '../../../src/execute/apply.ts';
import type { Head } from '../../../src/execute/other-branch.ts';
import { baseMoved } from '../../../src/execute/file-records.ts';
import type { TreeState } from '../../../src/execute/tree-snapshot.ts';
import type { Lockfile } from '../../../src/model/lockfile.ts';
import type { FileChange } from '../../../src/model/resolution.ts';
import { diskFiles } from '../../../src/node/disk-files.ts';
import { processRunner } from '../../../src/node/process-runner.ts';
import type { FileRecord } from '../../../src/model/operation.ts';
import type { DriverContext, ManagerDriver } from '../../../src/ports/manager-driver.ts';
import { fakeDriver } from '../../fakes/fake-driver.ts';
import { tempFolder, useTempProjects, type TempProject } from '../../support/temp-project.ts';

const bytes = (text: string | undefined) => (text === undefined ? undefined : new TextEncoder().encode(text));
const never = new AbortController().signal;

/** A branch that nobody leaves. */
const stays: Head = { moved: async () => false, during: (work, _, signal) => work(signal) };

describe('applyChange', () => {
  const useProject = useTempProjects();
  const change: FileChange = { path: 'package.json', before: bytes('old'), after: bytes('new') };
  const added: FileChange = { path: 'package-lock.json', before: undefined, after: bytes('lock') };
  const removed: FileChange = { path: 'package-lock.json', before: bytes('lock'), after: undefined };
  const version = {
    name: 'x',
    manifest: '',
    field: 'dependencies',
    from: undefined,
    to: '1.0.0',
    range: '^1',
  } as const;

  function setUp(
    project: TempProject,
    install: (context: DriverContext, call: number) => Promise<void>,
    keepsTrees = false,
  ) {
    const written: string[][] = [];
    const steps: string[] = [];
    let touched = 0;
    const context = {
      files: diskFiles,
      driver: fakeDriver(install, keepsTrees),
      driverContext: {
        run: processRunner,
        files: diskFiles,
        tool: { file: '', prefix: [], version: '' },
        cwd: project.folder,
        project: project.folder,
        scratch: project.path('scratch'),
      },
      writeDown: async (files: readonly FileRecord[]) => {
        written.push([project.read('package.json'), ...files.map(({ path }) => path)]);
      },
      writeDownTrees: async (trees: readonly TreeState[]) => {
        written.push(trees.map(({ path, existed }) => `${path} ${existed}`));
      },
      writeDownResult: async () => undefined,
      snapshotFolder: `${tempFolder('snap-')}/op`,
      builds: { keep: async () => undefined, bringBack: async () => undefined },
      othersDone: async () => false,
      othersSeen: () => false,
      head: stays,
    };
    const request: ApplyRequest = {
      root: project.folder,
      members: [''],
      files: [change, added],
      changes: [],
      exact: false,
      passing: [],
      back: false,
      stands: false,
      mends: false,
      folderOf: () => project.folder,
      onStep: (name) => steps.push(name),
      onUndo: () => steps.push('back'),
      onTouch: async () => void touched++,
    };
    return { context, request, steps, written, touched: () => touched };
  }

  const put = (project: TempProject, name: string, found: string): void =>
    project.write(`node_modules/${name}/package.json`, { name, version: found });

  it('writes down, writes, installs and checks', async () => {
    const project = useProject({ files: { 'package.json': 'old' } });
    const { context, request, steps, written, touched } = setUp(project, async () => {
      assert.deepEqual([project.read('package.json'), project.read('package-lock.json')], ['new', 'lock']);
      put(project, 'x', '1.0.0');
    });
    const run = await applyChange(context, { ...request, changes: [version] }, never);
    assert.deepEqual([run.exitCode, steps.length, touched()], [0, 6, 1]);
    assert.deepEqual(written, [['old', 'package.json', 'package-lock.json'], ['node_modules false']]);
  });

  it('lets the manager forget what it noted before it makes the tree of before anew', async () => {
    const project = useProject({ files: { 'package.json': 'old', 'node_modules/y/index.js': '' } });
    const did: string[] = [];
    const { context, request } = setUp(project, async (_, call) => {
      did.push(`install ${call}`);
      if (call === 1) throw new Error('killed');
    });
    const driver = { ...context.driver, forgetTree: async () => void did.push('forget') };
    await assert.rejects(applyChange({ ...context, driver }, request, never), /killed/);
    assert.deepEqual(did, ['install 1', 'install 2', 'forget', 'install 3']);
  });

  it('keeps builds before anything changes, and brings them back each time the manager made the tree', async () => {
    const project = useProject({ files: { 'package.json': 'old', 'node_modules/y/index.js': '' } });
    const did: string[] = [];
    const { context, request } = setUp(project, async (_, call) => {
      did.push(`install ${call}`);
      if (call === 2) throw new Error('killed');
    });
    const builds = {
      keep: async () => void did.push(`keep ${project.read('package.json')}`),
      bringBack: async () => void did.push(`bring back ${project.read('package.json')}`),
    };
    await applyChange({ ...context, builds }, request, never);
    await assert.rejects(
      applyChange(
        { ...context, builds },
        { ...request, files: [{ ...change, before: bytes('new'), after: bytes('newer') }] },
        never,
      ),
    );
    assert.deepEqual(did, [
      ...['keep old', 'install 1', 'bring back new'],
      ...['keep new', 'install 2', 'install 3', 'bring back new'],
    ]);
  });

  it('keeps what the manager made of the lockfile', async () => {
    const project = useProject({ files: { 'package.json': 'old' } });
    const { context, request } = setUp(project, async () => project.write('package-lock.json', 'finished'));
    await applyChange(context, request, never);
    assert.equal(project.read('package-lock.json'), 'finished');
  });

  it('ends with the very bytes where that is asked, whatever the manager makes of them', async () => {
    const manifest = { path: 'package.json', before: bytes('{"a":1}'), after: bytes('{"a":2}') };
    // Only a manager whose trees are kept still needs a lockfile that goes, to know what to take out.
    for (const [keepsTrees, seen] of [
      [true, 'lock'],
      [false, undefined],
    ] as const) {
      const project = useProject({ files: { 'package.json': '{"a":1}', 'package-lock.json': 'lock' } });
      let during: string | undefined;
      const install = async (): Promise<void> => {
        during = project.exists('package-lock.json') ? project.read('package-lock.json') : undefined;
        project.write('package-lock.json', 'rewritten');
        project.write('package.json', '{\n  "a": 2\n}\n');
      };
      const { context, request } = setUp(project, install, keepsTrees);
      await applyChange(context, { ...request, files: [manifest, removed], exact: true }, never);
      assert.deepEqual(
        [project.read('package.json'), project.exists('package-lock.json'), during],
        ['{"a":2}', false, seen],
      );
    }
  });

  describe('with a package.json that its user edits meanwhile', () => {
    const before = '{ "name": "app", "dependencies": { "a": "1" } }\n';
    const after = '{ "name": "app", "dependencies": { "a": "1", "x": "^1" } }\n';
    const theirs = '{ "name": "mine", "dependencies": { "a": "1", "x": "^1", "z": "9" } }\n';
    const files = [{ path: 'package.json', before: bytes(before), after: bytes(after) }];

    it('keeps the edit, and takes its own entry back when it fails', async () => {
      const project = useProject({ files: { 'package.json': before } });
      const { context, request } = setUp(project, async () => {
        project.write('package.json', theirs);
        throw new Error('no network');
      });
      await assert.rejects(applyChange(context, { ...request, files }, never), /no network/);
      assert.equal(project.read('package.json'), '{ "name": "mine", "dependencies": { "a": "1", "z": "9" } }\n');
    });

    for (const exact of [false, true]) {
      it(`keeps the edit when it succeeds${exact ? ', even where the very bytes were asked for' : ''}`, async () => {
        const project = useProject({ files: { 'package.json': before } });
        const { context, request } = setUp(project, async () => project.write('package.json', theirs));
        await applyChange(context, { ...request, files, exact }, never);
        assert.equal(project.read('package.json'), theirs);
      });
    }

    it('is to be planned anew where its own entry was taken away', async () => {
      const project = useProject({ files: { 'package.json': before } });
      const gone = before.replace('app', 'other');
      const { context, request } = setUp(project, async () => project.write('package.json', gone));
      await assert.rejects(applyChange(context, { ...request, files }, never), { code: 'QM_BASE_MOVED' });
      assert.equal(project.read('package.json'), gone);
    });

    it('leaves what nobody can read to its user, and says that it stayed half', async () => {
      const project = useProject({ files: { 'package.json': before } });
      const { context, request } = setUp(project, async () => {
        project.write('package.json', '{ "name": ');
        throw new Error('no network');
      });
      await assert.rejects(applyChange(context, { ...request, files }, never), UndoFailedError);
      assert.equal(project.read('package.json'), '{ "name": ');
    });
  });

  describe('beside somebody who installs something else meanwhile', () => {
    const before = '{ "dependencies": { "a": "1" } }\n';
    const after = '{ "dependencies": { "a": "1", "x": "^1" } }\n';
    const both = '{ "dependencies": { "a": "1", "x": "^1", "z": "9" } }\n';
    const files = [
      { path: 'package.json', before: bytes(before), after: bytes(after) },
      { path: 'package-lock.json', before: bytes('a'), after: bytes('a x') },
    ];
    /** One name after the other. */
    const readLockfile = async (text: string): Promise<Lockfile> => {
      const names = text.split(' ').filter(Boolean);
      return {
        version: (_, name) => (names.includes(name) ? '1.0.0' : undefined),
        packages: names.map((name) => ({ name, version: '1.0.0', source: 'registry', integrity: undefined })),
      };
    };

    /** They work while the first install of ours does, which fails. */
    function beside(project: TempProject, join: () => void) {
      const { context, request } = setUp(project, async (_, call) => {
        if (call > 1) return join();
        project.write('package.json', both);
        project.write('package-lock.json', 'a x z');
        throw new Error('no network');
      });
      const driver = { ...context.driver, readLockfile };
      return applyChange({ ...context, driver }, { ...request, files }, never);
    }

    it('takes its own entry out, and lets the manager make lockfile and tree fit what is theirs', async () => {
      const project = useProject({ files: { 'package.json': before, 'package-lock.json': 'a' } });
      let seen: readonly string[] = [];
      const join = (): void => {
        seen = [project.read('package.json'), project.read('package-lock.json')];
        project.write('package-lock.json', 'a z');
      };
      await assert.rejects(beside(project, join), /no network/);
      const left = '{ "dependencies": { "a": "1", "z": "9" } }\n';
      assert.deepEqual(seen, [left, 'a x z']);
      assert.deepEqual([project.read('package.json'), project.read('package-lock.json')], [left, 'a z']);
    });

    it('leaves to its user what the manager cannot bring together, and overwrites nothing', async () => {
      const project = useProject({ files: { 'package.json': before, 'package-lock.json': 'a' } });
      const join = (): void => {
        throw new Error('still no network');
      };
      const error = await beside(project, join).then(
        () => assert.fail('succeeded'),
        (thrown: unknown) => thrown,
      );
      assert.ok(error instanceof UndoFailedError);
      assert.equal((error.undoError as QmError).code, 'QM_NEEDS_YOU');
      assert.match(project.read('package.json'), /"z": "9"/);
      assert.equal(project.read('package-lock.json'), 'a x z');
    });

    it('writes no bytes of its own over theirs, where the very bytes were asked for', async () => {
      const project = useProject({ files: { 'package.json': before, 'package-lock.json': 'a' } });
      const { context, request } = setUp(project, async (_, call) => {
        if (call > 1) return project.write('package-lock.json', 'a z');
        project.write('package.json', both);
        project.write('package-lock.json', 'a x z');
      });
      const driver = { ...context.driver, readLockfile };
      const work = applyChange({ ...context, driver }, { ...request, files, exact: true }, never);
      await assert.rejects(work, { code: 'QM_BASE_MOVED' });
      assert.equal(project.read('package-lock.json'), 'a z');
    });
  });

  it('is to be planned anew where another manager took away what it had installed', async () => {
    const project = useProject({ files: { 'package.json': 'old' } });
    const { context, request } = setUp(project, async (_, call) =>
      call === 1 ? put(project, 'x', '1.0.0') : undefined,
    );
    let asked = 0;
    const othersDone = async (): Promise<boolean> => {
      if (++asked === 2) project.delete('node_modules/x');
      return asked === 2;
    };
    const change = { ...request, changes: [version] };
    await assert.rejects(applyChange({ ...context, othersDone }, change, never), { code: 'QM_BASE_MOVED' });
    assert.equal(project.read('package.json'), 'old');
  });

  it('takes all back where the manager brought what the lockfile had not', async () => {
    const project = useProject({ files: { 'package.json': 'old' } });
    const { context, request } = setUp(project, async () => project.write('package-lock.json', 'lock stranger'));
    const readLockfile = async (text: string): Promise<Lockfile> => ({
      version: () => undefined,
      packages: text
        .split(' ')
        .map((name) => ({ name, version: '1.0.0', source: 'registry', integrity: undefined }) as const),
    });
    const driver = { ...context.driver, readLockfile };
    await assert.rejects(applyChange({ ...context, driver }, request, never), {
      code: 'QM_VERIFY_FAILED',
      message: /brought stranger 1\.0\.0/,
    });
    assert.deepEqual(fs.readdirSync(project.folder), ['package.json']);
  });

  it('touches nothing where the base moved', async () => {
    const project = useProject({ files: { 'package.json': 'theirs' } });
    const { context, request, touched } = setUp(project, async () => assert.fail('installed'));
    await assert.rejects(applyChange(context, request, never), { code: 'QM_BASE_MOVED' });
    assert.deepEqual([project.read('package.json'), touched()], ['theirs', 0]);
  });

  it('writes nothing where the base moves while node_modules is kept', async () => {
    const project = useProject({ files: { 'package.json': 'old' } });
    const { context, request } = setUp(project, async () => assert.fail('installed'));
    const builds = { ...context.builds, keep: async () => project.write('package-lock.json', 'theirs') };
    await assert.rejects(applyChange({ ...context, builds }, request, never), { code: 'QM_BASE_MOVED' });
    assert.deepEqual([project.read('package.json'), project.read('package-lock.json')], ['old', 'theirs']);
  });

  describe('while git moves to something else', () => {
    const before = '{ "dependencies": {} }';
    const after = '{ "dependencies": { "x": "^1" } }';
    const files = [
      { path: 'package.json', before: bytes(before), after: bytes(after) },
      { path: 'package-lock.json', before: bytes('lock'), after: bytes('lock x') },
    ];

    /** Moves before the manager does anything, and is seen then. */
    const moving = (move: () => void): Head => ({
      moved: async () => true,
      async during(work, isOver, signal) {
        move();
        const isOther = await isOver();
        const result = await work(signal);
        if (isOther) throw baseMoved();
        return result;
      },
    });

    for (const keepsTrees of [true, false]) {
      it(`gives another branch its files as they came${keepsTrees ? '' : ', where the tree is made anew'}`, async () => {
        const project = useProject({
          files: { 'package.json': before, 'package-lock.json': 'lock', 'node_modules/y/index.js': '' },
        });
        const install = async (): Promise<void> => project.write('package-lock.json', 'lock x');
        const { context, request } = setUp(project, install, keepsTrees);
        const head = moving(() => {
          project.write('package.json', '{ "name": "other" }');
          project.write('package-lock.json', 'other');
        });
        await assert.rejects(applyChange({ ...context, head }, { ...request, files }, never), {
          code: 'QM_BASE_MOVED',
        });
        const left = [project.read('package.json'), project.read('package-lock.json')];
        assert.deepEqual(left, ['{ "name": "other" }', 'other']);
      });
    }

    it('gives the files back as they came where it is the same package.json with another lockfile', async () => {
      const project = useProject({ files: { 'package.json': before, 'package-lock.json': 'lock' } });
      const { context, request } = setUp(project, async () => project.write('package-lock.json', 'lock x'));
      const head = moving(() => {
        project.write('package.json', before);
        project.write('package-lock.json', 'other');
      });
      await assert.rejects(applyChange({ ...context, head }, { ...request, files }, never), { code: 'QM_BASE_MOVED' });
      assert.deepEqual([project.read('package.json'), project.read('package-lock.json')], [before, 'other']);
    });

    it('goes on where its own change stands there still: something was committed', async () => {
      const project = useProject({ files: { 'package.json': before, 'package-lock.json': 'lock' } });
      const { context, request } = setUp(project, async () => undefined);
      await applyChange({ ...context, head: moving(() => undefined) }, { ...request, files }, never);
      assert.deepEqual([project.read('package.json'), project.read('package-lock.json')], [after, 'lock x']);
    });
  });

  it('takes files and a new tree back when the install fails', async () => {
    const project = useProject({ files: { 'package.json': 'old' } });
    const { context, request, steps } = setUp(project, async () => {
      put(project, 'half', '1.0.0');
      throw new Error('no network');
    });
    await assert.rejects(applyChange(context, request, never), /no network/);
    assert.deepEqual([fs.readdirSync(project.folder), project.read('package.json')], [['package.json'], 'old']);
    assert.deepEqual(steps.slice(-2), ['Installing', 'back'], 'and says so');
  });

  it('lets the manager mend a tree that was there, with the old files, and leaves no lockfile of its making', async () => {
    const project = useProject({ files: { 'package.json': 'old', 'node_modules/y/index.js': '' } });
    const { context, request } = setUp(project, async (_, call) => {
      if (call === 1) throw new Error('no network');
      assert.equal(project.read('package.json'), 'old');
      project.write('package-lock.json', 'made anew');
    });
    await assert.rejects(applyChange(context, request, never), /no network/);
    assert.deepEqual(fs.readdirSync(project.folder).sort(), ['node_modules', 'package.json']);
  });

  it('puts back the very tree that was there, without the manager', async () => {
    const project = useProject({
      files: { 'package.json': 'old', 'node_modules/y/index.js': 'y', 'node_modules/.package-lock.json': 'hidden' },
    });
    fs.mkdirSync(project.path('node_modules/.bin'));
    fs.symlinkSync('../y/index.js', project.path('node_modules/.bin/y'));
    const { context, request, written } = setUp(
      project,
      async (_, call) => {
        assert.equal(call, 1);
        fs.writeFileSync(project.path('node_modules/.package-lock.json'), 'rewritten in place');
        project.delete('node_modules/y');
        put(project, 'half', '1.0.0');
        throw new Error('no network');
      },
      true,
    );
    await assert.rejects(applyChange(context, request, never), /no network/);
    assert.deepEqual(fs.readdirSync(project.path('node_modules')).sort(), ['.bin', '.package-lock.json', 'y']);
    assert.equal(fs.readFileSync(project.path('node_modules/.bin/y'), 'utf8'), 'y');
    assert.equal(project.read('node_modules/.package-lock.json'), 'hidden');
    assert.deepEqual(written.at(-1), ['node_modules true']);
  });

  it('lets the manager mend a tree that cannot be kept: a link to elsewhere', async () => {
    const project = useProject({ files: { 'package.json': 'old', 'elsewhere/y/index.js': '' } });
    fs.symlinkSync('elsewhere', project.path('node_modules'));
    let calls = 0;
    const { context, request } = setUp(
      project,
      async (_, call) => {
        calls = call;
        if (call === 1) throw new Error('no network');
      },
      true,
    );
    await assert.rejects(applyChange(context, request, never), /no network/);
    assert.deepEqual(
      [calls, fs.readlinkSync(project.path('node_modules')), fs.readdirSync(context.snapshotFolder)],
      [2, 'elsewhere', []],
    );
  });

  it('takes all back where the result is not what was resolved', async () => {
    for (const [found, message] of [
      ['2.0.0', /x 2\.0\.0 is in node_modules, but 1\.0\.0 was resolved/],
      [undefined, /x is not in node_modules/],
    ] as const) {
      const project = useProject({ files: { 'package.json': 'old' } });
      const { context, request } = setUp(project, async () =>
        found === undefined ? undefined : put(project, 'x', found),
      );
      const driver: ManagerDriver = {
        ...context.driver,
        install: async (own, signal) => ({ ...(await context.driver.install(own, signal)), output: 'all went well' }),
      };
      await assert.rejects(applyChange({ ...context, driver }, { ...request, changes: [version] }, never), {
        code: 'QM_VERIFY_FAILED',
        message,
        details: 'all went well',
      });
      assert.deepEqual(fs.readdirSync(project.folder), ['package.json']);
    }
  });

  it('takes all back when it is cancelled, and the undo is not', async () => {
    const project = useProject({ files: { 'package.json': 'old', 'node_modules/y/index.js': '' } });
    const controller = new AbortController();
    let calls = 0;
    const { context, request } = setUp(project, async (_, call) => {
      calls = call;
      if (call > 1) return;
      controller.abort();
      throw new CancelledError();
    });
    await assert.rejects(applyChange(context, request, controller.signal), CancelledError);
    assert.deepEqual([project.read('package.json'), calls], ['old', 2]);
  });

  it('puts the files back and says so where the tree cannot be mended', async () => {
    const project = useProject({ files: { 'package.json': 'old', 'node_modules/y/index.js': '' } });
    const { context, request } = setUp(project, async () => Promise.reject(new Error('no npm any more')));
    await assert.rejects(applyChange(context, request, never), UndoFailedError);
    assert.deepEqual([project.read('package.json'), project.exists('package-lock.json')], ['old', false]);
  });

  describe('where the lockfile does not fit', () => {
    const stale = new QmError('QM_LOCKFILE_STALE', { message: '', hint: '' });
    const setUpStale = (project: TempProject) => {
      const made = setUp(project, async () => Promise.reject(stale));
      const loose: string[] = [];
      const installLoosely: ManagerDriver['installLoosely'] = async () => {
        loose.push(project.read('package.json'));
        return { argv: ['loosely'], exitCode: 0, output: '' };
      };
      return { ...made, context: { ...made.context, driver: { ...made.context.driver, installLoosely } }, loose };
    };

    it('does not install what it was not asked for, and puts all back', async () => {
      const project = useProject({ files: { 'package.json': 'old', 'node_modules/y/index.js': '' } });
      const { context, request, loose } = setUpStale(project);
      await assert.rejects(applyChange(context, request, never), { code: 'QM_LOCKFILE_STALE' });
      assert.deepEqual([project.read('package.json'), loose], ['old', ['old']], 'only to put the tree back');
    });

    it('comes near to files that stood there before, and to those without a lockfile', async () => {
      const project = useProject({ files: { 'package.json': 'old' } });
      const { context, request, loose } = setUpStale(project);
      await applyChange(context, { ...request, back: true }, never);
      assert.deepEqual([project.read('package.json'), loose], ['new', ['new']]);
      const first = useProject({ files: { 'package.json': 'old' } });
      const run = await applyChange(
        setUpStale(first).context,
        { ...request, root: first.folder, files: [change] },
        never,
      );
      assert.deepEqual(run.argv, ['loosely']);
    });
  });

  it('ends with the same files where it installs once more beside others', async () => {
    const install = async ({ cwd }: DriverContext, call: number): Promise<void> => {
      fs.writeFileSync(`${cwd}/package-lock.json`, `as the manager likes it, ${call}`);
    };
    for (const [over, left] of [
      [{ passing: ['package-lock.json'] }, undefined],
      [{ files: [change, { ...removed, before: undefined }] }, undefined],
      [{ exact: true }, 'lock'],
    ] as const) {
      const project = useProject({ files: { 'package.json': 'old' } });
      const { context, request } = setUp(project, install);
      await applyChange({ ...context, othersSeen: () => true }, { ...request, ...over }, never);
      assert.equal(project.exists('package-lock.json') ? project.read('package-lock.json') : undefined, left);
    }
  });
});
