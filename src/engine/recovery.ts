import { errorText, isCancellation, QmError } from '../base/errors.ts';
import { absolute, type RelativePath } from '../base/path.ts';
import type { Operation, OperationId } from '../model/operation.ts';
import type { Journal } from '../ports/journal.ts';
import type { StoredRequest } from '../model/stored-request.ts';
import type { WriteAhead } from '../ports/user-state.ts';
import type { EngineContext } from './context.ts';
import { endChild, recoverRecord } from './interrupted.ts';
import { JournalKeeper } from './journal-keeper.ts';
import { projectKey } from './snapshots.ts';
import { waitUntilFree } from './waiting.ts';

/**
 * Ends what dead processes left open in this folder, each project under its lock: whoever holds it may be in the middle
 * of the very files. What it could not end, since a merge is under way, somebody's package manager works there on and on
 * or the signal fired, is left as it was, for whoever comes next.
 */
export async function recoverAbandoned(
  context: EngineContext,
  keeper: JournalKeeper,
  signal: AbortSignal,
): Promise<Recovered> {
  const ended: OperationId[] = [];
  const waiting: Waiting[] = [];
  const left: Left[] = [];
  const roots = new Set((await context.user.abandoned(context.root)).map((record) => record.root));
  // The lock stands in the folder of the journal: without the journal's own marks the next start would take it for a foreign one.
  if (roots.size > 0) await keeper.write();
  for (const root of roots) {
    const project = belowWorkspace(context.root, root);
    try {
      const release = await lockProject(context, project, () => undefined, signal);
      try {
        const journal = await keeper.read();
        if (context.livesOn) waiting.push(...(await claimWaiting(context, journal, root)));
        // A start waits for no merge: it may take hours.
        ended.push(...(await recoverProject({ ...context, patienceMs: 0 }, journal, project, signal)));
      } finally {
        await release();
      }
    } catch (error) {
      if (!isLeft(error)) throw error;
      if (error instanceof QmError) left.push({ project, error });
      context.log.warn(`what was interrupted in ${root} is left for later: ${errorText(error)}`);
    }
  }
  const journal = await keeper.read();
  return { ended: ended.flatMap((id) => journal?.operation(id) ?? []), waiting, left };
}

function isLeft(error: unknown): boolean {
  return isCancellation(error) || (error instanceof QmError && /^QM_(?:MANAGER|GIT)_BUSY$/.test(error.code));
}

/** What stands in the way of ending something in a project. */
interface Left {
  readonly project: RelativePath;
  readonly error: QmError;
}

/** An operation that had not begun when its window was closed. */
export interface Waiting {
  readonly id: OperationId;
  readonly request: StoredRequest;
  /** Its user had told it to wait. */
  readonly held: boolean;
}

/** What dead processes left: what was put right, what only waited, and what could not be put right now. */
interface Recovered {
  readonly ended: readonly Operation[];
  readonly waiting: readonly Waiting[];
  readonly left: readonly Left[];
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
      const { operation: id, request, held } = record;
      if (record.workspace !== context.root || !waits(journal, record) || request === undefined) return [];
      return [context.user.writeAhead(record).then(() => ({ id, request, held }))];
    }),
  );
}

function waits(journal: Journal | undefined, { operation, begun, request }: WriteAhead): boolean {
  return request !== undefined && !begun && journal?.operation(operation)?.status === 'queued';
}

/**
 * To be called with the project's lock held, before anything is begun in it: ends what dead processes left open there,
 * whichever folder around it they had open. Returns the operations that got their end by it. Rejects with QM_GIT_BUSY or
 * QM_MANAGER_BUSY where a merge or somebody's package manager does not come to its end; nothing is touched then.
 */
export async function recoverProject(
  context: EngineContext,
  journal: Journal | undefined,
  project: RelativePath,
  signal: AbortSignal,
): Promise<readonly OperationId[]> {
  const root = absolute(context.root, project);
  const records = (await context.user.abandoned(root)).filter((record) => record.root === root);
  if (records.length === 0) return [];
  // Package managers of ours first, or they would be taken for somebody's.
  for (const { operation } of records) await endChild(context, operation);
  const open = records.map(({ operation }) => operation).filter((id) => journal?.operation(id)?.status === 'running');
  const say = (step: string): void => {
    context.log.info(`before what was interrupted is put right: ${step}`);
    for (const id of open) journal?.update(id, { step });
  };
  await waitUntilFree(context, { root: project, manifests: [] }, say, signal);
  const ended: OperationId[] = [];
  // The newest first: what it found there is what the one before it had left.
  for (const record of records.toSorted((one, other) => (one.at < other.at ? 1 : -1))) {
    const isEnded = await inItsWorkspace(context, journal, record, async (its, known) =>
      waits(known, record) ? false : recoverRecord(its, known, belowWorkspace(its.root, root), record, signal),
    );
    if (isEnded) ended.push(record.operation);
  }
  return ended;
}

/** Journal and snapshots of an operation stand in the folder that was open when it was begun: this one, or another around the project. */
async function inItsWorkspace<T>(
  context: EngineContext,
  journal: Journal | undefined,
  { workspace }: WriteAhead,
  work: (context: EngineContext, journal: Journal | undefined) => Promise<T>,
): Promise<T> {
  if (workspace === context.root) return work(context, journal);
  const its = { ...context, root: workspace };
  const keeper = new JournalKeeper(its);
  try {
    return await work(its, await keeper.read());
  } finally {
    keeper.dispose();
  }
}

function belowWorkspace(workspace: string, root: string): RelativePath {
  return root === workspace ? '' : root.slice(workspace.length + 1).replaceAll('\\', '/');
}

/**
 * The lock of a project, over all windows, containers and the command line. It is two: the one in the user's own folder is
 * the same whichever folder around the project is open, the one in the workspace is seen from other machines and
 * containers. Everybody takes them in this order.
 */
export async function lockProject(
  context: EngineContext,
  project: RelativePath,
  onWait: () => void,
  signal: AbortSignal,
): Promise<() => Promise<void>> {
  const { lock, user } = context;
  const own = await lock.acquire(user.lockFile(await realRoot(context, project)), onWait, signal);
  try {
    const path = `${absolute(context.root, '.quartermaster')}/locks/${projectKey(project)}.lock`;
    const shared = await lock.acquire(path, onWait, signal);
    return () => shared().finally(own);
  } catch (error) {
    await own();
    throw error;
  }
}

/** The path itself where the project is gone: what is locked then is its end. */
function realRoot({ files, root }: EngineContext, project: RelativePath): Promise<string> {
  const path = absolute(root, project);
  return files.realPath(path).catch(() => path);
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
