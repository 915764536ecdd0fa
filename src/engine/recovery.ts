import { t } from '@vscode/l10n';
import { isCancellation } from '../base/errors.ts';
import { absolute, baseNameOf, directoryOf, type RelativePath } from '../base/path.ts';
import { recoverFiles, type Recovery } from '../execute/recover.ts';
import { restoreSnapshot } from '../execute/tree-snapshot.ts';
import type { Operation, OperationError, OperationId, OperationStatus } from '../model/operation.ts';
import type { Journal } from '../ports/journal.ts';
import type { StoredRequest } from '../model/stored-request.ts';
import { isDraftOf } from '../ports/files.ts';
import type { WriteAhead } from '../ports/user-state.ts';
import { shadowPrefix } from '../trial/shadow-name.ts';
import type { EngineContext } from './context.ts';
import { gitHead } from './git-state.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import { makeTreeAnew } from './project-work.ts';
import { projectKey, snapshotFolder } from './snapshots.ts';

/**
 * Ends what dead processes left open in this folder, each project under its lock: whoever holds it may be in the middle
 * of the very files.
 */
export async function recoverAbandoned(context: EngineContext, keeper: JournalKeeper): Promise<Recovered> {
  const ended: OperationId[] = [];
  const waiting: Waiting[] = [];
  const roots = new Set((await context.user.abandoned(context.root)).map((record) => record.root));
  // The lock stands in the folder of the journal: without the journal's own marks the next start would take it for a foreign one.
  if (roots.size > 0) await keeper.write();
  for (const root of roots) {
    const project = root === context.root ? '' : root.slice(context.root.length + 1).replaceAll('\\', '/');
    const release = await lockProject(context, project, () => undefined, new AbortController().signal);
    try {
      const journal = await keeper.read();
      if (context.livesOn) waiting.push(...(await claimWaiting(context, journal, root)));
      ended.push(...(await recoverProject(context, journal, project)));
    } finally {
      await release();
    }
  }
  const journal = await keeper.read();
  return { ended: ended.flatMap((id) => journal?.operation(id) ?? []), waiting };
}

/** An operation that had not begun when its window was closed. */
export interface Waiting {
  readonly id: OperationId;
  readonly request: StoredRequest;
}

/** What dead processes left: what was put right, and what only waited. */
export interface Recovered {
  readonly ended: readonly Operation[];
  readonly waiting: readonly Waiting[];
}

/** Makes what waits this window's own, so that no other begins it too. */
async function claimWaiting(
  context: EngineContext,
  journal: Journal | undefined,
  root: string,
): Promise<readonly Waiting[]> {
  const records = (await context.user.abandoned(root)).filter((record) => record.root === root);
  return Promise.all(
    records.flatMap((record) => {
      const { operation: id, request } = record;
      if (!waits(journal, record) || request === undefined) return [];
      return [context.user.writeAhead(record).then(() => ({ id, request }))];
    }),
  );
}

function waits(journal: Journal | undefined, { operation, begun, request }: WriteAhead): boolean {
  return request !== undefined && !begun && journal?.operation(operation)?.status === 'queued';
}

/**
 * To be called with the project's lock held, before anything is begun in it. The package manager that was left behind
 * is ended, the files are put back, the row is closed, and the log says so. An operation that had reached its end keeps
 * it: only its record was still open. Returns the others.
 */
export async function recoverProject(
  context: EngineContext,
  journal: Journal | undefined,
  project: RelativePath,
): Promise<readonly OperationId[]> {
  const ended: OperationId[] = [];
  const root = absolute(context.root, project);
  const records = (await context.user.abandoned(root)).filter((record) => record.root === root);
  for (const record of records.filter((each) => !waits(journal, each))) {
    const child = await context.user.runningChild(record.operation);
    if (child !== undefined) await context.run.endGroup(child);
    if (record.shadow !== undefined) await removeShadow(context, record.shadow);
    await removeDrafts(context, record);
    const status = journal?.operation(record.operation)?.status;
    if (status !== 'succeeded' && status !== 'cancelled' && status !== 'failed' && status !== 'rolled-back') {
      const headMoved = (await gitHead(context.files, root)) !== record.head;
      const recovery = await recoverFiles(context.files, record, headMoved);
      const trees = recovery === 'untouched' ? 'back' : await recoverTrees(context, project, record);
      context.log.warn(`operation ${record.operation} was interrupted: ${recovery}`);
      journal?.update(record.operation, {
        status: trees === 'back' ? statuses[recovery] : 'needs-user',
        step: undefined,
        endedAt: context.clock.now().toISOString(),
        error: interrupted(recovery, trees),
      });
      ended.push(record.operation);
    }
    await context.files.remove(snapshotFolder(context, project, record.operation));
    await context.user.closeWriteAhead(record.operation);
  }
  return ended;
}

const statuses = {
  untouched: 'failed',
  restored: 'rolled-back',
  merged: 'rolled-back',
  kept: 'needs-user',
} as const satisfies Record<Recovery, OperationStatus>;

/** `back`: node_modules is whole again. `left`: it is for the user to bring it back. */
type Trees = 'back' | 'left';

/** By the snapshot where one was taken; else the package manager makes the tree anew from the lockfile that stands. */
async function recoverTrees(context: EngineContext, project: RelativePath, record: WriteAhead): Promise<Trees> {
  try {
    const kept = snapshotFolder(context, project, record.operation);
    if (record.trees !== undefined) {
      await restoreSnapshot(context.files, record.root, record.trees, kept);
    } else await makeTreeAnew(context, project, { operation: record.operation, scratch: `${kept}/scratch` }, never);
    return 'back';
  } catch (error) {
    context.log.error(`node_modules could not be brought back after operation ${record.operation}`, error);
    return 'left';
  }
}

const never = new AbortController().signal;

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

/** Only what is one by its name: the record is a file, and files can be edited. */
export async function removeShadow({ files, log }: EngineContext, folder: string): Promise<void> {
  if (!baseNameOf(folder).startsWith(shadowPrefix)) return log.warn(`not a shadow folder, left alone: ${folder}`);
  await files.remove(folder);
}

/** The lock of a project, over all windows, containers and the command line. */
export function lockProject(
  context: EngineContext,
  project: RelativePath,
  onWait: () => void,
  signal: AbortSignal,
): Promise<() => Promise<void>> {
  const path = `${absolute(context.root, '.quartermaster')}/locks/${projectKey(project)}`;
  return context.lock.acquire(path, onWait, signal);
}

/**
 * The locks of projects, without waiting: undefined where somebody works in one of them. The returned function gives all
 * back.
 */
export async function lockAll(
  context: EngineContext,
  projects: readonly RelativePath[],
): Promise<(() => Promise<void>) | undefined> {
  const releases: (() => Promise<void>)[] = [];
  const release = async (): Promise<void> => {
    for (const each of releases.splice(0)) await each();
  };
  for (const project of projects) {
    const impatient = new AbortController();
    try {
      releases.push(await lockProject(context, project, () => impatient.abort(), impatient.signal));
    } catch (error) {
      await release();
      if (isCancellation(error)) return undefined;
      throw error;
    }
  }
  return release;
}

function interrupted(recovery: Recovery, trees: Trees): OperationError {
  const hints: Readonly<Record<Recovery, string>> = {
    untouched: t('Nothing was changed yet. Start it again.'),
    restored: t('package.json, the lockfile and node_modules are as they were.'),
    merged: t('What you edited in package.json since was kept; what this operation had written there was taken out.'),
    kept: t('A file was edited since, so nothing was overwritten. Compare it with version control.'),
  };
  const left = t('node_modules could not be brought back: run an install. The log says why.');
  return {
    code: 'QM_INTERRUPTED',
    message: t('Quartermaster was ended in the middle of this operation.'),
    hint: trees === 'back' ? hints[recovery] : `${hints[recovery]} ${left}`,
    details: undefined,
  };
}
