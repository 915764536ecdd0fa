import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import { absolute, type RelativePath } from '../base/path.ts';
import type { FileRecord, PackageChange } from '../model/operation.ts';
import type { FileChange } from '../model/resolution.ts';
import type { Files } from '../ports/files.ts';
import type { DriverContext, DriverRun, ManagerDriver } from '../ports/manager-driver.ts';
import { absent, beforeInstall, bring } from './bring.ts';
import { assertBase, baseMoved, toRecords, writeSide } from './file-records.ts';
import type { KeptBuilds } from './kept-builds.ts';
import { OtherBranch, type Head } from './other-branch.ts';
import { release, reserve } from './reserve.ts';
import { nothing, runSteps, type Step } from './steps.ts';
import { TakeBack } from './take-back.ts';
import { Tree } from './tree.ts';
import type { TreeState } from './tree-snapshot.ts';
import { verify } from './verify.ts';

export interface ApplyRequest {
  /** Absolute folder of the lockfile root. */
  readonly root: string;
  /** Folders of the manifests, relative to the root, its own first. */
  readonly members: readonly RelativePath[];
  readonly files: readonly FileChange[];
  /** Packages; those with a `to` must stand in node_modules in that version afterwards. */
  readonly changes: readonly PackageChange[];
  /** Folder of a change's manifest, absolute. */
  readonly folderOf: (change: PackageChange) => string;
  /** True: the files must end with these very bytes, whatever the manager would write into them. */
  readonly exact: boolean;
  /** Files that stand there for the install alone and are gone at its end: a lockfile that its user wants none of. */
  readonly passing: readonly RelativePath[];
  /** True: these files stood here before; a lockfile that did not fit then is no reason to keep them from coming back. */
  readonly back: boolean;
  /** True: the files have these bytes already; whoever wrote them looked at what stood there before. */
  readonly stands: boolean;
  /** True: the tree may be half one that a broken-off install left. */
  readonly mends: boolean;
  readonly onStep: (name: string, progress: number) => void;
  /** From here on what was changed is put back; `progress`: how far it had come. */
  readonly onUndo: (progress: number) => void;
  /** From here on the project's files change: awaited before the first of them does. */
  readonly onTouch: () => Promise<void>;
}

export interface ApplyContext {
  readonly files: Files;
  readonly driver: ManagerDriver;
  readonly driverContext: DriverContext;
  /** Writes down what the files are about to become, before the first of them changes. */
  readonly writeDown: (files: readonly FileRecord[]) => Promise<void>;
  /** Writes down that a snapshot of the trees stands whole, before the first of them changes. */
  readonly writeDownTrees: (trees: readonly TreeState[]) => Promise<void>;
  /** Writes down what the manager did and what stands there now; where it rejects, all is put back. */
  readonly writeDownResult: (run: DriverRun) => Promise<void>;
  /** Folder for the snapshot, on the project's own disk; whoever gave it removes it. */
  readonly snapshotFolder: string;
  readonly head: Head;
  /** What was built here, which an install without scripts may lose. */
  readonly builds: KeptBuilds;
  /** Resolves when no other package manager works in the project; true where one did since it was last asked. */
  readonly othersDone: (signal: AbortSignal) => Promise<boolean>;
  /** True where one was seen there since the files began to change. */
  readonly othersSeen: () => boolean;
}

/**
 * Brings manifests, lockfile and node_modules of a project to what was resolved, or leaves all of them as they were.
 * Rejects with the failure of the step that failed, after everything was put back; with QM_BASE_MOVED where somebody
 * else changed the files, so that it is to be planned anew; with UndoFailedError where something could not be put back.
 */
export async function applyChange(
  context: ApplyContext,
  request: ApplyRequest,
  signal: AbortSignal,
): Promise<DriverRun> {
  const { files, driver } = context;
  const { root } = request;
  const branch = new OtherBranch(files, root, request.files, context.head);
  const isFirst = !request.files.some(({ path, after }) => after !== undefined && driver.lockfiles.includes(path));
  const isLoose = request.back || isFirst;
  const tree = new Tree(context, request);
  const takeBack = new TakeBack(context, request, { tree, branch, isLoose });
  let run: DriverRun | undefined;
  const install = async (stop: AbortSignal): Promise<void> => {
    const work = (end: AbortSignal): Promise<DriverRun> => tree.install(isLoose, end);
    run = await context.head.during(work, () => branch.came(), stop);
    if (request.exact && (await takeBack.othersWork()) !== undefined) throw baseMoved();
    // A manager writes the lockfile that it misses, and an old one anew.
    const last = request.exact ? request.files : absent(request.files, 'after');
    await writeSide(files, root, last, 'after', driver);
  };
  const steps: readonly Step[] = [
    {
      name: t('Writing down what will change'),
      do: async () => {
        await context.writeDown(toRecords(request.files));
        const sizes = request.files.map(({ before }) => before?.length ?? 0);
        await reserve(files, context.snapshotFolder, 2 * sizes.reduce((sum, size) => sum + size, 0));
      },
      undo: nothing,
    },
    {
      name: t('Comparing with what was planned'),
      do: async (stop) => {
        await context.othersDone(stop);
        if (!request.stands) await assertBase(files, root, request.files);
      },
      undo: nothing,
    },
    { name: t('Keeping node_modules'), do: () => tree.keep().then(() => context.builds.keep()), undo: nothing },
    {
      name: t('Writing package.json and the lockfile'),
      do: async () => {
        await request.onTouch();
        // Keeping a large tree takes seconds.
        if (!request.stands) await assertBase(files, root, request.files);
        takeBack.begin();
        await bring(context, root, beforeInstall(driver, request.files, 'after'), 'after');
      },
      undo: () => takeBack.files(),
    },
    {
      name: t('Installing'),
      do: install,
      undo: () => takeBack.tree(),
    },
    {
      name: t('Checking the result'),
      do: async (stop) => {
        const othersWorked = (await context.othersDone(stop)) || context.othersSeen();
        // Two at once leave each other's packages half there.
        if (othersWorked) await install(stop).catch(staleIsMoved);
        await verify(context, request, { othersWorked, output: run?.output ?? '' });
        for (const path of request.passing) await files.remove(absolute(root, path));
        await context.writeDownResult(run as DriverRun);
      },
      undo: nothing,
    },
  ];
  const listener = {
    onStep: (step: Step, index: number): void => request.onStep(step.name, index / steps.length),
    onUndo: async (index: number): Promise<void> => {
      await release(files, context.snapshotFolder);
      request.onUndo(index / steps.length);
    },
  };
  await runSteps(steps, listener, signal);
  return run as DriverRun;
}

/** A lockfile that does not fit after somebody else worked there is theirs. */
function staleIsMoved(error: unknown): never {
  throw error instanceof QmError && error.code === 'QM_LOCKFILE_STALE' ? baseMoved() : error;
}
