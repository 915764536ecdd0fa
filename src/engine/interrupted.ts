import { t } from '@vscode/l10n';
import { isCancellation } from '../base/errors.ts';
import { absolute, baseNameOf, directoryOf, type RelativePath } from '../base/path.ts';
import { toChanges } from '../execute/file-records.ts';
import { findOthersWork, type OthersWork } from '../execute/others-work.ts';
import { recoverFiles, type Recovery } from '../execute/recover.ts';
import { restoreSnapshot } from '../execute/tree-snapshot.ts';
import {
  canSettle,
  type Operation,
  type OperationError,
  type OperationId,
  type OperationStatus,
} from '../model/operation.ts';
import { isLockfile } from '../model/lockfile.ts';
import { isDraftOf } from '../ports/files.ts';
import type { Journal } from '../ports/journal.ts';
import type { ManagerDriver } from '../ports/manager-driver.ts';
import type { WriteAhead } from '../ports/user-state.ts';
import type { EngineContext } from './context.ts';
import { gitHead } from './git-state.ts';
import { driverOf } from './guards.ts';
import { readProject } from './project-work.ts';
import { bothWays } from './settlement.ts';
import { removeShadow, snapshotFolder } from './snapshots.ts';
import { keepBuilt, makeTreeAnew, type TreeAnew } from './tree-anew.ts';
import { noteHalfBuilt } from './unbuilt.ts';

/** Ends the package manager that a dead process left running, by the note of who it is. */
export async function endChild({ user, run }: EngineContext, operation: OperationId): Promise<void> {
  const child = await user.runningChild(operation);
  if (child !== undefined) await run.endGroup(child);
}

/**
 * The files are put back, the row is closed, and the log says so. False for an operation that had reached its end: it
 * keeps it, and only its record was still open. Rejects with CancelledError where the signal fires while node_modules is
 * made anew; the next start does it again then.
 */
export async function recoverRecord(
  context: EngineContext,
  journal: Journal | undefined,
  project: RelativePath,
  record: WriteAhead,
  signal: AbortSignal,
): Promise<boolean> {
  if (record.shadow !== undefined) await removeShadow(context, record.shadow);
  await removeDrafts(context, record);
  const operation = journal?.operation(record.operation);
  const isOpen = operation === undefined || !ends.includes(operation.status);
  if (isOpen) {
    const headMoved = (await gitHead(context.files, record.root)) !== record.head;
    const keeper = await readProject(context, project, signal).then(driverOf, () => undefined);
    const others = headMoved ? undefined : await othersWork(context, keeper, record);
    const recovery = await recoverFiles(context.files, record, headMoved, { others, keeper });
    const say = (step: string): void => journal?.update(record.operation, { step });
    const mend = { joins: recovery === 'joined', say };
    // What may be built is a word in a file: no tree was touched for it.
    const hasTrees = recovery !== 'untouched' && operation?.kind !== 'share';
    const trees = !hasTrees ? 'back' : await recoverTrees(context, project, record, mend, signal);
    context.log.warn(`operation ${record.operation} was interrupted: ${recovery}`);
    const isBuild = operation?.kind === 'build' && operation.status === 'running';
    if (isBuild) await noteHalfBuilt(context, record.root, operation.packages);
    const itsOwn = trees === 'back' ? statuses[recovery] : 'needs-user';
    journal?.update(record.operation, {
      status: settles(journal, operation) ? settledStatus(recovery) : itsOwn,
      step: undefined,
      endedAt: context.clock.now().toISOString(),
      error: interrupted(isBuild ? 'half built' : recovery, trees),
    });
  }
  await context.files.remove(snapshotFolder(context, project, record.operation));
  await context.user.closeWriteAhead(record.operation);
  return isOpen;
}

/** What waits for approval was not begun: its process died before its row was taken up. */
const ends: readonly OperationStatus[] = ['succeeded', 'cancelled', 'failed', 'rolled-back', 'awaiting-approval'];

const statuses = {
  untouched: 'failed',
  restored: 'rolled-back',
  merged: 'rolled-back',
  joined: 'rolled-back',
  kept: 'needs-user',
} as const satisfies Record<Recovery, OperationStatus>;

/** True for what was to put back the files of an operation that is still left to the user. */
function settles(journal: Journal | undefined, operation: Operation | undefined): boolean {
  const undone = operation?.undoes === undefined ? undefined : journal?.operation(operation.undoes);
  return undone !== undefined && canSettle(undone);
}

/** There is one question to the user, and the operation that was to be settled asks it still. */
function settledStatus(recovery: Recovery): OperationStatus {
  return statuses[recovery] === 'rolled-back' ? 'rolled-back' : 'failed';
}

/**
 * What somebody installed since the operation began. Undefined also where the project cannot be read as it stands: no
 * package manager worked there after that.
 */
async function othersWork(
  context: EngineContext,
  driver: ManagerDriver | undefined,
  { root, files, begun }: WriteAhead,
): Promise<OthersWork | undefined> {
  const changes = toChanges(files);
  if (!begun || changes.length === 0 || driver === undefined) return undefined;
  const isFrozen = changes.every(({ path, after }) => !isLockfile(path) || after !== undefined);
  return findOthersWork({ files: context.files, driver, root, changes, wasSeen: false, isFrozen });
}

/** `back`: node_modules is whole again. `left`: it is for the user to bring it back. */
type Trees = 'back' | 'left';

/** By the snapshot where one was taken; else the package manager makes the tree anew from the lockfile that stands. */
async function recoverTrees(
  context: EngineContext,
  project: RelativePath,
  { operation, root, trees }: WriteAhead,
  { joins, say }: Pick<TreeAnew, 'joins' | 'say'>,
  signal: AbortSignal,
): Promise<Trees> {
  try {
    const kept = snapshotFolder(context, project, operation);
    // Before the tree of before comes back: what somebody built with an install of their own stays built.
    if (joins) await keepBuilt(context, project, operation, signal);
    if (trees !== undefined) await restoreSnapshot(context.files, root, trees, kept);
    if (trees !== undefined && !joins) return 'back';
    await makeTreeAnew(context, project, { operation, scratch: `${kept}/scratch`, joins, say }, signal);
    return 'back';
  } catch (error) {
    if (isCancellation(error)) throw error;
    context.log.error(`node_modules could not be brought back after operation ${operation}`, error);
    return 'left';
  }
}

/** What an atomic write leaves beside a file when its process dies in the middle. */
async function removeDrafts({ files }: EngineContext, { root, files: records }: WriteAhead): Promise<void> {
  for (const folder of new Set(records.map(({ path }) => directoryOf(path)))) {
    const names = records.filter(({ path }) => directoryOf(path) === folder).map(({ path }) => baseNameOf(path));
    const drafts = (await files.list(absolute(root, folder))).filter((found) =>
      names.some((name) => isDraftOf(name, found)),
    );
    for (const draft of drafts) await files.remove(absolute(absolute(root, folder), draft));
  }
}

function interrupted(recovery: Recovery | 'half built', trees: Trees): OperationError {
  const hints: Readonly<Record<typeof recovery, string>> = {
    untouched: t('Nothing was changed yet. Start it again.'),
    'half built': t('Its install scripts ran in part at most, so the package is still unbuilt. Build it again.'),
    restored: t('package.json, the lockfile and node_modules are as they were.'),
    merged: t('What you edited in package.json since was kept; what this operation had written there was taken out.'),
    joined: t('What somebody installed since was kept, and what this operation had written was taken out.'),
    kept: `${t('A file was edited since, so nothing was overwritten.')} ${bothWays()}`,
  };
  const left = t('node_modules could not be brought back: run an install. The log says why.');
  const files = recovery === 'restored' ? t('package.json and the lockfile are as they were.') : hints[recovery];
  return {
    code: 'QM_INTERRUPTED',
    message: t('Quartermaster was ended in the middle of this operation.'),
    hint: trees === 'back' ? hints[recovery] : `${files} ${left}`,
    details: undefined,
  };
}
