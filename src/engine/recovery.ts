import { isCancellation } from '../base/errors.ts';
import { absolute, type RelativePath } from '../base/path.ts';
import type { Operation, OperationId } from '../model/operation.ts';
import type { Journal } from '../ports/journal.ts';
import type { StoredRequest } from '../model/stored-request.ts';
import type { WriteAhead } from '../ports/user-state.ts';
import type { EngineContext } from './context.ts';
import { recoverRecord } from './interrupted.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import { projectKey } from './snapshots.ts';

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
 * To be called with the project's lock held, before anything is begun in it: ends what dead processes left open there.
 * Returns the operations that got their end by it.
 */
export async function recoverProject(
  context: EngineContext,
  journal: Journal | undefined,
  project: RelativePath,
): Promise<readonly OperationId[]> {
  const root = absolute(context.root, project);
  const records = (await context.user.abandoned(root)).filter((record) => record.root === root);
  const begun = records.filter((record) => !waits(journal, record));
  if (begun.length === 0) return [];
  const ended: OperationId[] = [];
  // The newest first: what it found there is what the one before it had left.
  for (const record of begun.toSorted((one, other) => (one.at < other.at ? 1 : -1))) {
    if (await recoverRecord(context, journal, project, record)) ended.push(record.operation);
  }
  return ended;
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
