import { t } from '@vscode/l10n';
import { absolute, type RelativePath } from '../base/path.ts';
import type { FileRecord, PackageChange } from '../model/operation.ts';
import type { FileChange } from '../model/resolution.ts';
import type { Files } from '../ports/files.ts';
import type { DriverContext, DriverRun, ManagerDriver } from '../ports/manager-driver.ts';
import { assertBase, baseMoved, toRecords, writeSide } from './file-records.ts';
import { installTree, mendTree } from './install-tree.ts';
import type { KeptBuilds } from './kept-builds.ts';
import { OtherBranch, type Head } from './other-branch.ts';
import { release, reserve } from './reserve.ts';
import { nothing, runSteps, type Step } from './steps.ts';
import { anyTree, restoreSnapshot, takeSnapshot, type TreeState } from './tree-snapshot.ts';
import { treesOf } from './trees-of.ts';
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
  const tree = new Tree(context, request, branch);
  let isWritten = false;
  let run: DriverRun | undefined;
  const isFirst = !request.files.some(({ path, after }) => after !== undefined && driver.lockfiles.includes(path));
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
        isWritten = true;
        await bring(context, root, beforeInstall(driver, request.files, 'after'), 'after');
      },
      undo: async () => {
        if (isWritten) await takeBack(context, root, branch, request.files);
      },
    },
    {
      name: t('Installing'),
      do: async (stop) => {
        run = await context.head.during(
          (end) => tree.install(request.back || isFirst, end),
          () => branch.came(),
          stop,
        );
        // A manager writes the lockfile that it misses, and an old one anew.
        const last = request.exact ? request.files : absent(request.files, 'after');
        await writeSide(files, root, last, 'after', driver.writtenConfigFiles);
        for (const path of request.passing) await files.remove(absolute(root, path));
      },
      undo: () => tree.putBack(),
    },
    {
      name: t('Checking the result'),
      do: async (stop) => {
        const othersWorked = await context.othersDone(stop);
        // Two at once leave each other's packages half there.
        if (othersWorked) {
          run = await context.head.during(
            (end) => tree.install(request.back || isFirst, end),
            () => branch.came(),
            stop,
          );
        }
        await verify(context, request, { othersWorked, output: run?.output ?? '' });
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

/** node_modules and its like: kept, installed into, put back. */
class Tree {
  readonly #context: ApplyContext;
  readonly #request: ApplyRequest;
  readonly #branch: OtherBranch;
  #paths: readonly RelativePath[] = [];
  #kept: readonly TreeState[] | undefined;
  #touched = false;

  constructor(context: ApplyContext, request: ApplyRequest, branch: OtherBranch) {
    this.#context = context;
    this.#request = request;
    this.#branch = branch;
  }

  async keep(): Promise<void> {
    const { files, driver, snapshotFolder, writeDownTrees } = this.#context;
    const { root } = this.#request;
    this.#paths = await treesOf(files, driver, root, this.#request.members);
    if (!driver.keepsTrees && (await anyTree(files, root, this.#paths))) return;
    this.#kept = await takeSnapshot(files, root, this.#paths, snapshotFolder);
    if (this.#kept !== undefined) await writeDownTrees(this.#kept);
  }

  /** `loosely`: see {@link installTree}. */
  async install(loosely: boolean, signal: AbortSignal): Promise<DriverRun> {
    this.#touched = true;
    const { driver, driverContext, builds } = this.#context;
    const run = await (this.#request.mends
      ? mendTree(driver, driverContext, signal)
      : installTree(driver, driverContext, loosely, signal));
    await builds.bringBack();
    return run;
  }

  async putBack(): Promise<void> {
    const { files, driver, driverContext, snapshotFolder } = this.#context;
    const { root, files: changes } = this.#request;
    if (!this.#touched) return;
    if (this.#kept !== undefined) return restoreSnapshot(files, root, this.#kept, snapshotFolder);
    await takeBack(this.#context, root, this.#branch, beforeInstall(driver, changes, 'before'));
    // The files go back even where the tree cannot.
    const filesBack = (): Promise<void> => takeBack(this.#context, root, this.#branch, changes);
    await mendTree(driver, driverContext, never).finally(filesBack);
    await this.#context.builds.bringBack();
  }
}

/** Rejects with QM_BASE_MOVED where a person's edit cannot be brought together with the change. */
async function bring(
  { files, driver }: ApplyContext,
  root: string,
  changes: readonly FileChange[],
  side: 'before' | 'after',
): Promise<void> {
  const kept = await writeSide(files, root, changes, side, driver.writtenConfigFiles);
  if (kept.length > 0) throw baseMoved();
}

/** Brings files to where they were; those of another branch that is checked out by now stay as they came with it. */
async function takeBack(
  context: ApplyContext,
  root: string,
  branch: OtherBranch,
  changes: readonly FileChange[],
): Promise<void> {
  await branch.came();
  await branch.putBack();
  await bring(context, root, branch.ours(changes), 'before');
}

/**
 * What is brought to a side before the install. A file that the side has not is removed after it: npm takes packages out
 * of node_modules only where a lockfile tells it that they were there. A manager that makes its trees anew knows that by
 * itself, and refuses a lockfile that does not fit.
 */
function beforeInstall(
  { keepsTrees }: ManagerDriver,
  changes: readonly FileChange[],
  side: 'before' | 'after',
): readonly FileChange[] {
  return keepsTrees ? changes.filter((change) => change[side] !== undefined) : changes;
}

function absent(changes: readonly FileChange[], side: 'before' | 'after'): readonly FileChange[] {
  return changes.filter((change) => change[side] === undefined);
}

const never = new AbortController().signal;
