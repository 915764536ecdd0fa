import { t } from '@vscode/l10n';
import { CancelledError, errorText, isCancellation, QmError, UndoFailedError } from '../base/errors.ts';
import { Emitter, type Disposable } from '../base/lifecycle.ts';
import { absolute, type RelativePath } from '../base/path.ts';
import type { StepAside } from '../execute/lanes.ts';
import { release } from '../execute/reserve.ts';
import type { Approval } from '../model/approval.ts';
import type { Operation, OperationId, OperationStatus } from '../model/operation.ts';
import type { Journal } from '../ports/journal.ts';
import type { EngineContext } from './context.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import { LiveSteps } from './live-steps.ts';
import { notWaiting } from './approval-faults.ts';
import { queuedOperation, type OperationDraft, type WaitingRow } from './operation-draft.ts';
import { halfDone, toOperationError } from './operation-error.ts';
import { OperationNote } from './operation-note.ts';
import { Run, type Recorder } from './operation-record.ts';
import { readProject } from './project-work.ts';
import { lockAll, lockProject, recoverProject } from './recovery.ts';
import { removeShadow, snapshotFolder } from './snapshots.ts';
import { waitUntilFree } from './waiting.ts';

/** The work of an operation: rejects where it failed, after it put everything back. */
export type Work = (record: Recorder, signal: AbortSignal) => Promise<void>;

/** Runs work as recorded operations: one lane a lockfile root, under the folder's lock, with every end written down. */
export class OperationRunner implements Disposable {
  readonly #context: EngineContext;
  readonly #keeper: JournalKeeper;
  readonly live: LiveSteps;
  readonly #running = new Map<OperationId, { readonly controller: AbortController; readonly note: OperationNote }>();
  /** Were told to wait in a window that was closed, and are not asked for again yet. */
  readonly #heldBefore = new Set<OperationId>();
  readonly #runs = new Set<Promise<unknown>>();
  /** What is still tidied up behind operations that have ended. */
  readonly #tidying = new Set<Promise<void>>();
  readonly #held = new Map<RelativePath, number>();
  #isClosing = false;
  /** What is stopped goes on in the next window. */
  #endsLater = false;
  readonly #ended = new Emitter<Operation>();
  /** An operation ended, in whatever way; its project's files are to be looked at again. */
  readonly onDidEnd = this.#ended.event;

  constructor(context: EngineContext, keeper: JournalKeeper) {
    this.#context = context;
    this.#keeper = keeper;
    this.live = new LiveSteps(context.clock.schedule);
  }

  /**
   * Resolves with the ended operation, whatever its end; rejects only where nothing could be recorded. `onQueued` is told
   * as soon as its row is there.
   */
  async run(
    draft: OperationDraft,
    work: Work,
    signal: AbortSignal,
    onQueued: (record: Recorder) => void = () => undefined,
  ): Promise<Operation> {
    return this.#closedAfter(this.#run(draft, work, signal, onQueued));
  }

  /** Does what is no operation of its own in a project's lane and under its lock. */
  async alone<T>(project: RelativePath, work: (journal: Journal) => Promise<T>, signal: AbortSignal): Promise<T> {
    const journal = await this.#keeper.write();
    const underLock = async (): Promise<T> => {
      const release = await lockProject(this.#context, project, () => undefined, signal);
      return work(journal).finally(release);
    };
    const root = absolute(this.#context.root, project);
    const ticket = { id: crypto.randomUUID(), root, priority: 1 };
    return this.#closedAfter(this.#context.lanes.run(ticket, underLock, signal));
  }

  async #closedAfter<T>(run: Promise<T>): Promise<T> {
    this.#runs.add(run);
    try {
      return await run;
    } finally {
      this.#runs.delete(run);
    }
  }

  async #run(
    draft: OperationDraft,
    work: Work,
    signal: AbortSignal,
    onQueued: (record: Recorder) => void,
  ): Promise<Operation> {
    const journal = await this.#keeper.write();
    const operation = queuedOperation(draft, journal, this.#now());
    const root = absolute(this.#context.root, draft.project);
    const request = this.#context.livesOn ? draft.request : undefined;
    const held = this.#heldBefore.delete(operation.id);
    const open = async (): Promise<OperationNote> => {
      const opened = await OperationNote.open(this.#context, operation.id, root, request, held);
      if (draft.adopts === operation.id) journal.update(operation.id, operation);
      else journal.add(operation);
      return opened;
    };
    const note = await (draft.approval === undefined
      ? open()
      : this.#once(draft.approval, operation.id, journal, open, signal));
    const run = new Run(journal, operation.id, note, this.live);
    onQueued(run);
    const controller = new AbortController();
    const abort = (): void => controller.abort(new CancelledError());
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted || this.#isClosing) abort();
    this.#running.set(operation.id, { controller, note });
    try {
      const ticket = { id: operation.id, root, priority: draft.trigger === 'manual' ? 1 : 0, held };
      await this.#context.lanes.run(
        ticket,
        (aside) => this.#work(journal, operation, draft, run, aside, work, controller.signal),
        controller.signal,
      );
    } catch (error) {
      await this.#fail(journal, operation, error, run.touched, draft.waiting?.(error));
    } finally {
      signal.removeEventListener('abort', abort);
      this.#running.delete(operation.id);
      this.live.forget(operation.id);
    }
    const ended = journal.operation(operation.id) ?? operation;
    if (ended.status === 'queued') {
      await note.reset();
      return ended;
    }
    // What could not be taken back is left for the next start to try again.
    if (ended.status !== 'needs-user') this.#tidy(operation, note);
    this.#ended.fire(ended);
    return ended;
  }

  /** A row that is approved twice at once, in two windows, is made once. Rejects with QM_NOT_OPEN for the second. */
  async #once<T>(
    { at }: Pick<Approval, 'at'>,
    id: OperationId,
    journal: Journal,
    open: () => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const path = `${absolute(this.#context.root, '.quartermaster')}/locks/approval.lock`;
    const letGo = await this.#context.lock.acquire(path, () => undefined, signal);
    try {
      const row = journal.operation(id);
      // The same approval goes on in the next window.
      const goesOn = row?.status === 'queued' && row.audit.approvedAt === at;
      if (row?.status !== 'awaiting-approval' && !goesOn) throw notWaiting();
      return await open();
    } finally {
      await letGo();
    }
  }

  /** False where it is not running in this process. */
  cancel(id: OperationId): boolean {
    const running = this.#running.get(id);
    running?.controller.abort(new CancelledError());
    return running !== undefined;
  }

  /**
   * Ends a row that waited for what cannot be begun any more; one that runs or has ended is left alone. `error`: why;
   * undefined where the gate stopped it, which was told apart.
   */
  async giveUp(id: OperationId, error: unknown): Promise<void> {
    this.#heldBefore.delete(id);
    const journal = await this.#keeper.write();
    if (this.#endsLater || this.#running.has(id) || journal.operation(id)?.status !== 'queued') return;
    if (error === undefined) journal.update(id, this.#endOf('cancelled', {}));
    else journal.update(id, this.#endOf('failed', { error: toOperationError(error) }));
    await this.#context.user.closeWriteAhead(id);
  }

  /** True where {@link hold} would find it. */
  canHold(id: OperationId): boolean {
    return this.#context.lanes.isWaiting(id);
  }

  /** Lets others pass until it is released, in the next window too; false where it does not wait in this process. */
  hold(id: OperationId): boolean {
    return this.#context.lanes.hold(id) && this.#noteHeld(id, true);
  }

  release(id: OperationId): boolean {
    if (this.#heldBefore.delete(id)) return true;
    return this.#context.lanes.release(id) && this.#noteHeld(id, false);
  }

  isPaused(id: OperationId): boolean {
    return this.#heldBefore.has(id) || this.#context.lanes.isHeld(id);
  }

  /** It was told to wait in a window that was closed, and is about to be asked for again. */
  keepHeld(id: OperationId): void {
    this.#heldBefore.add(id);
  }

  #noteHeld(id: OperationId, held: boolean): true {
    const warn = (error: unknown): void =>
      this.#context.log.warn(`whether operation ${id} waits could not be noted: ${errorText(error)}`);
    this.#running.get(id)?.note.held(held).catch(warn);
    return true;
  }

  /** True where {@link cancel} can end it: it runs or waits in this process. */
  canCancel(id: OperationId): boolean {
    return this.#running.has(id);
  }

  /** True while an operation of ours works in the project: its file events are our own doing. */
  isHeld(project: RelativePath): boolean {
    return (this.#held.get(project) ?? 0) > 0;
  }

  get busy(): boolean {
    return this.#running.size > 0;
  }

  /** Stops what runs, puts the project back, and waits until that is written down. */
  async close(later: boolean): Promise<void> {
    this.#isClosing = true;
    this.#endsLater = later;
    for (const { controller } of this.#running.values()) controller.abort(new CancelledError());
    // An operation that is out of its lane has its last words still to write.
    await Promise.allSettled(this.#runs);
    await Promise.all(this.#tidying);
  }

  dispose(): void {
    this.live.dispose();
    this.#ended.dispose();
  }

  async #work(
    journal: Journal,
    operation: Operation,
    { place: known, onSuccess }: OperationDraft,
    run: Run,
    aside: StepAside,
    work: Work,
    signal: AbortSignal,
  ): Promise<void> {
    const { id, project } = operation;
    // Before the lock: a merge may take hours, and others need not wait for it with us.
    const say = (step: string): void => run.step(step, 0);
    const place = known ?? (await readProject(this.#context, project, signal));
    await waitUntilFree(this.#context, place, say, signal, aside);
    const wait = (): void => run.step(t('Waiting for another window or the command line'), 0);
    let release = await lockAll(this.#context, [project]);
    try {
      if (release === undefined) {
        await aside(async (stop) => {
          release = await lockProject(this.#context, project, wait, stop);
        });
      }
      this.#held.set(project, (this.#held.get(project) ?? 0) + 1);
      try {
        await recoverProject(this.#context, journal, project, signal);
        journal.update(id, { status: 'running', startedAt: this.#now() });
        await work(run, signal);
        await this.#end(journal, operation, 'succeeded', { progress: 1 }, onSuccess);
      } finally {
        this.#held.set(project, (this.#held.get(project) ?? 1) - 1);
      }
    } finally {
      await release?.();
    }
  }

  /** Removing a large snapshot takes seconds, which nobody has to wait for. The record names it until it is gone. */
  #tidy({ id, project }: Operation, note: OperationNote): void {
    const { leftShadow } = note;
    const work = this.#context.files
      .remove(snapshotFolder(this.#context, project, id))
      .then(() => (leftShadow === undefined ? undefined : removeShadow(this.#context, leftShadow)))
      .then(() => note.close())
      .catch((error: unknown) => this.#context.log.warn(`operation ${id} left something behind: ${errorText(error)}`))
      .finally(() => this.#tidying.delete(work));
    this.#tidying.add(work);
  }

  async #fail(
    journal: Journal,
    operation: Operation,
    error: unknown,
    touched: boolean,
    waiting: WaitingRow | undefined,
  ): Promise<void> {
    const { id } = operation;
    // Nobody asked for its end: it goes on in the next window.
    if (isCancellation(error) && this.#endsLater) {
      return journal.update(id, { status: 'queued', step: undefined, progress: 0, startedAt: undefined });
    }
    if (isCancellation(error)) return this.#end(journal, operation, 'cancelled', {});
    if (error instanceof UndoFailedError) {
      this.#context.log.error(`operation ${id} could not be taken back`, error.undoError);
      return this.#end(journal, operation, 'needs-user', { error: halfDone(error) });
    }
    if (waiting !== undefined) return journal.update(id, { ...waiting, ...asWaiting });
    this.#context.log.error(`operation ${id} failed`, error);
    return this.#end(journal, operation, touched ? 'rolled-back' : 'failed', { error: toOperationError(error) });
  }

  /** Where the disk is full, the room that was kept for it is given back for this last word. */
  async #end(
    journal: Journal,
    { id, project }: Operation,
    status: OperationStatus,
    change: Partial<Operation>,
    more?: OperationDraft['onSuccess'],
  ): Promise<void> {
    const end = this.#endOf(status, change);
    const write = (): void =>
      journal.together(() => {
        journal.update(id, end);
        more?.(journal, id);
      });
    try {
      write();
    } catch (error) {
      if (!(error instanceof QmError) || error.code !== 'QM_DISK_FULL') throw error;
      await release(this.#context.files, snapshotFolder(this.#context, project, id));
      write();
    }
  }

  #endOf(status: OperationStatus, change: Partial<Operation>): Partial<Operation> {
    return { ...change, status, step: undefined, endedAt: this.#now() };
  }

  #now(): string {
    return this.#context.clock.now().toISOString();
  }
}

/** Nothing of it is under way any more. */
const asWaiting: Partial<Operation> = {
  status: 'awaiting-approval',
  step: undefined,
  progress: 0,
  startedAt: undefined,
  error: undefined,
};
