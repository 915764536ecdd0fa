import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { EngineContext } from '../../src/engine/context.ts';
import { QmError, type QmErrorCode } from '../../src/base/errors.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { stateOf, straysOf } from '../faults/project-state.ts';
import type { FixturePackage } from '../registry/fixture-package.ts';
import { contextOf, homeOf, install } from '../support/engine.ts';
import { freshCaches } from '../support/environment.ts';
import { useManager, type ManagerSuite } from '../support/manager-suite.ts';
import { testManagers, type TestManager } from '../support/managers.ts';
import { canMount, mountSmallDisk, type SmallDisk } from '../support/small-disk.ts';
import type { TempProject } from '../support/temp-project.ts';

// Real disks of a few megabytes that fill up, or become read-only, at the very instant that is named. Only root may mount.
// Every manager at every instant where `npm run test:faults` runs it; else npm at every one, and one manager of each other
// family where it writes itself.

type Place = 'project' | 'home' | 'temporary';

/** A service of the engine with a look at each call of one method, just before it is done. */
type Hook = (context: EngineContext, app: TempProject, act: () => void) => Partial<EngineContext>;

const beforeWrite =
  (name: string): Hook =>
  ({ files }, app, act) => ({
    files: before(files, 'writeAtomic', (target) => target === app.path(name) && act()),
  });

const isLong = process.env['FAULTS'] === 'long';

/** What an operation of a manager writes, in its order, and the disk that it goes to. */
const momentsOf = ({
  lockfile,
  driver,
}: TestManager): readonly (readonly [what: string, place: Place, hook: Hook])[] => [
  ['the write-ahead record', 'home', ({ user }, _, act) => ({ user: before(user, 'writeAhead', act) })],
  ['the copy to resolve in', 'temporary', ({ files }, _, act) => ({ files: before(files, 'makePrivateFolder', act) })],
  [
    'what the manager resolves',
    'temporary',
    ({ run }, app, act) => ({ run: before(run, 'run', ({ cwd }) => cwd !== app.folder && act()) }),
  ],
  // The others make their trees anew.
  ...(driver.keepsTrees ? [snapshot] : []),
  ['package.json', 'project', beforeWrite('package.json')],
  ['the lockfile', 'project', beforeWrite(lockfile)],
];

const snapshot: readonly [what: string, place: Place, hook: Hook] = [
  'the snapshot of node_modules',
  'project',
  ({ files }, _, act) => ({ files: before(files, 'linkTree', act) }),
];

/** Of each family but npm's. */
const forTheirFamilies = ['pnpm-12', 'yarn-1', 'yarn-4', 'bun-1'];
const ofTheManager = ['what the manager resolves', 'the lockfile'];

/** Whether a manager is looked at there in this run. */
function isAsked({ label }: TestManager, what: string): boolean {
  return isLong || label === 'npm-11' || (forTheirFamilies.includes(label) && ofTheManager.includes(what));
}

const whileInstalling: Hook = ({ run }, app, act) => ({
  run: before(run, 'run', ({ cwd }) => cwd === app.folder && act()),
});

/** A package with so many dependencies that a lockfile grows by some pages of memory. */
const wide: readonly FixturePackage[] = [
  ...Array.from({ length: 40 }, (_, index) => ({ name: `fx-wide-${index}`, versions: { '1.0.0': {} } })),
  {
    name: 'fx-wide',
    versions: {
      '1.0.0': {
        manifest: {
          dependencies: Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`fx-wide-${index}`, '*'])),
        },
      },
    },
  },
];

if (canMount) {
  describe('a disk', function () {
    this.timeout(60_000);
    const disks = {} as Record<Place, SmallDisk>;
    const usual = process.env['TMPDIR'];
    beforeEach(() => {
      for (const place of ['project', 'home', 'temporary'] as const) disks[place] = mountSmallDisk();
    });
    afterEach(() => {
      for (const disk of Object.values(disks)) disk.unmount();
    });

    /** Project, user's home and temporary folder stand on a disk each, and something is installed. */
    async function setUp({ manager, project, open, registry }: ManagerSuite): Promise<TempProject> {
      // Its trees are links into its cache, so both stand on one disk.
      if (manager.label === 'yarn-4-pnpm') {
        const { YARN_CACHE_FOLDER, YARN_GLOBAL_FOLDER } = freshCaches(path.join(disks.project.folder, 'caches'));
        Object.assign(process.env, { YARN_CACHE_FOLDER, YARN_GLOBAL_FOLDER });
      }
      for (const fixture of wide) registry().publish(fixture);
      const on = <T>(place: Place, make: () => T): T => {
        process.env['TMPDIR'] = disks[place].folder;
        return make();
      };
      const app = on('project', project);
      on('home', () => homeOf(app));
      process.env['TMPDIR'] = disks.temporary.folder;
      const engine = await open(app);
      assert.equal((await install(engine, 'fx-tiny')).error, undefined);
      await engine.close();
      return app;
    }

    afterEach(() => {
      if (usual === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = usual;
    });

    /** The next operation goes through, and leaves nothing behind of the one before. */
    async function nothingIsLost(app: TempProject, open: (app: TempProject) => Promise<Engine>) {
      for (const record of recordsOf(app)) endOwner(record);
      const engine = await open(app);
      assert.equal((await install(engine, '@fx/core')).error, undefined);
      await engine.close();
      assert.deepEqual(straysOf(app, disks.temporary.folder, known(app)), []);
      assert.deepEqual(recordsOf(app), []);
    }

    for (const manager of testManagers().filter((each) => ofTheManager.some((what) => isAsked(each, what)))) {
      const { label, lockfile } = manager;
      describe(`with a project of ${label}`, () => {
        const suite = useManager(label);

        for (const [what, place, hook] of momentsOf(manager)) {
          if (!isAsked(manager, what)) continue;
          it(`that has no room for ${what} costs nothing but the operation`, async () => {
            const app = await setUp(suite);
            const kept = stateOf(app, lockfile);
            const engine = await suite.open(app, hook(contextOf(app), app, once(disks[place].fill)));
            assert.equal(await failureOf(install(engine, 'fx-wide')), 'QM_DISK_FULL');
            assert.deepEqual(stateOf(app, lockfile), kept, 'while it is still full');
            await engine.close();
            disks[place].empty();
            await nothingIsLost(app, suite.open);
          });

          // The history is open on the project's disk, which nobody can make read-only then.
          if (place === 'project') continue;
          it(`that is read-only when it comes to ${what} costs nothing but the operation`, async () => {
            const app = await setUp(suite);
            const kept = stateOf(app, lockfile);
            const act = once(() => disks[place].setReadOnly(true));
            const engine = await suite.open(app, hook(contextOf(app), app, act));
            assert.equal(await failureOf(install(engine, 'fx-wide')), 'QM_READ_ONLY');
            await engine.close();
            assert.deepEqual(stateOf(app, lockfile), kept);
            disks[place].setReadOnly(false);
            await nothingIsLost(app, suite.open);
          });
        }

        if (!isAsked(manager, 'all else')) return;

        it('that is read-only from the start costs nothing but the operation', async () => {
          const app = await setUp(suite);
          const kept = stateOf(app, lockfile);
          disks.project.setReadOnly(true);
          const engine = await suite.open(app);
          assert.equal(await failureOf(install(engine, 'fx-wide')), 'QM_READ_ONLY');
          await engine.close();
          assert.deepEqual(stateOf(app, lockfile), kept);
          disks.project.setReadOnly(false);
          await nothingIsLost(app, suite.open);
        });

        for (const [state, code] of [
          ['full', 'QM_DISK_FULL'],
          ['read-only', 'QM_READ_ONLY'],
        ] as const) {
          it(`that is ${state} and has npm's cache on it is not taken for a registry that does not answer`, async () => {
            const disk = mountSmallDisk();
            try {
              process.env['npm_config_cache'] = disk.folder;
              const app = await setUp(suite);
              const kept = stateOf(app, lockfile);
              if (state === 'full') disk.fill();
              else disk.setReadOnly(true);
              const engine = await suite.open(app);
              const told = await failureOf(install(engine, 'fx-wide'));
              // Only npm keeps its own packages there.
              assert.equal(told, manager.id === 'npm' ? code : undefined);
              if (told !== undefined) assert.deepEqual(stateOf(app, lockfile), kept);
            } finally {
              disk.unmount();
            }
          });
        }

        for (const name of ['package.json', lockfile]) {
          it(`on which ${name} becomes read-only before it is written costs nothing but the operation`, async () => {
            const app = await setUp(suite);
            const kept = stateOf(app, lockfile);
            const act = once(() => fs.chmodSync(app.path(name), 0o444));
            const engine = await suite.open(app, beforeWrite(name)(contextOf(app), app, act));
            assert.equal(await failureOf(install(engine, 'fx-wide')), 'QM_READ_ONLY');
            await engine.close();
            assert.deepEqual(stateOf(app, lockfile), kept);
            fs.chmodSync(app.path(name), 0o644);
            await nothingIsLost(app, suite.open);
          });
        }

        it('that is full when all is done, before that is in the history, takes it back', async () => {
          const app = await setUp(suite);
          const kept = stateOf(app, lockfile);
          const context = contextOf(app);
          let installed = false;
          const run = { ...context.run };
          run.run = async (request, signal) => {
            const result = await context.run.run(request, signal);
            installed ||= request.cwd === app.folder;
            return result;
          };
          const fill = once(disks.project.fill);
          const others = before(context.others, 'within', () => installed && fill());
          const engine = await suite.open(app, { run, others });
          const operation = await install(engine, 'fx-wide');
          assert.deepEqual([operation.status, operation.error?.code], ['rolled-back', 'QM_DISK_FULL']);
          assert.deepEqual(stateOf(app, lockfile), kept, 'while it is still full');
          await engine.close();
          disks.project.empty();
          await nothingIsLost(app, suite.open);
        });
      });
    }

    for (const { label, lockfile } of testManagers()) {
      describe(`with a project of ${label}`, () => {
        const suite = useManager(label);

        it('that has no room for node_modules costs nothing but the operation', async () => {
          const app = await setUp(suite);
          const kept = stateOf(app, lockfile);
          const engine = await suite.open(app, whileInstalling(contextOf(app), app, once(disks.project.fill)));
          assert.equal(await failureOf(install(engine, 'fx-wide')), 'QM_DISK_FULL');
          assert.deepEqual(stateOf(app, lockfile), kept, 'while it is still full');
          await engine.close();
          disks.project.empty();
          await nothingIsLost(app, suite.open);
        });
      });
    }
  });
}

/** What a user is told, as a rejection or as the end of the operation. */
async function failureOf(work: ReturnType<typeof install>): Promise<QmErrorCode | undefined> {
  try {
    const { error } = await work;
    assert.ok(error === undefined || (error.message !== '' && error.hint !== ''));
    return error?.code as QmErrorCode | undefined;
  } catch (error) {
    if (error instanceof QmError) return error.code;
    throw error;
  }
}

/** What is open for the next start to put right. */
function recordsOf(app: TempProject): readonly string[] {
  const folder = path.join(homeOf(app), 'state/write-ahead');
  return fs.existsSync(folder) ? fs.readdirSync(folder).map((name) => path.join(folder, name)) : [];
}

/** As if the process that made it had ended: here it is the one that looks at it, too. */
function endOwner(record: string): void {
  const noted = JSON.parse(fs.readFileSync(record, 'utf8')) as { owner?: object };
  fs.writeFileSync(record, JSON.stringify({ ...noted, owner: { ...noted.owner, pid: 2 ** 22 + 1 } }));
}

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    act();
  };
}

function before<T extends object, K extends keyof T>(
  target: T,
  method: K,
  look: (...args: T[K] extends (...args: infer A) => unknown ? A : []) => unknown,
): T {
  return new Proxy(target, {
    get(_, key) {
      const value = Reflect.get(target, key) as unknown;
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        if (key === method) (look as (...all: unknown[]) => unknown)(...args);
        return (value as (...all: unknown[]) => unknown).apply(target, args);
      };
    },
  });
}

function known(app: TempProject): ReadonlySet<string> {
  const names = ['package.json', 'package-lock.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'bun.lock', 'yarn.lock'];
  const made = ['.npmrc', '.yarnrc.yml', '.yarn', '.pnp.cjs', '.pnp.loader.mjs', 'node_modules', '.quartermaster'];
  return new Set([...names, ...made].filter((name) => app.exists(name)));
}
