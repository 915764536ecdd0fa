import { t } from '@vscode/l10n';
import { CancelledError, QmError, errorText, isCancellation } from '../base/errors.ts';
import { Emitter, type Disposable } from '../base/lifecycle.ts';
import { absolute, type RelativePath } from '../base/path.ts';
import { redact } from '../base/redact.ts';
import { Lanes } from '../execute/lanes.ts';
import { UndoFailedError } from '../execute/steps.ts';
import { decidedAtOnce, type BuiltInRule } from '../model/audit.ts';
import type { Operation, OperationError, OperationId, OperationStatus } from '../model/operation.ts';
import type { Journal } from '../ports/journal.ts';
import type { EngineContext } from './context.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import { OperationNote } from './operation-note.ts';
import { lockProject, recoverProject } from './recovery.ts';
import { snapshotFolder } from './snapshots.ts';

/** What an operation is when it is queued. */
export type OperationDraft = Pick<
  Operation,
  'kind' | 'trigger' | 'claimedTrigger' | 'project' | 'packages' | 'decidedBy' | 'gate' | 'undoes'
> & { readonly rule?: BuiltInRule };

/** How the work of an operation tells what it does. */
export interface Recorder {
  readonly id: OperationId;
  /** What the next start has to know, should this process die. */
  readonly note: OperationNote;
  /** Localized name of what is done now, and how far the whole is, 0 to 1. */
  step(name: string, progress: number): void;
  set(change: Partial<Pick<Operation, 'packages' | 'files' | 'command' | 'exitCode' | 'manager'>>): void;
  /** From here on the project's files change: a failure is one that was rolled back. */
  touching(): void;
}

/** The work of an operation: rejects where it failed, after it put everything back. */
export type Work = (record: Recorder, signal: AbortSignal) => Promise<void>;

/** Runs work as recorded operations: one lane a lockfile root, under the folder's lock, with every end written down. */
export class OperationRunner implements Disposable {
  readonly #context: EngineContext;
  readonly #keeper: JournalKeeper;
  readonly #lanes: Lanes;
  readonly #running = new Map<OperationId, AbortController>();
  /** What is still tidied up behind operations that have ended. */
  readonly #tidying = new Set<Promise<void>>();
  readonly #held = new Map<RelativePath, number>();
  readonly #ended = new Emitter<Operation>();
  /** An operation ended, in whatever way; its project's files are to be looked at again. */
  readonly onDidEnd = this.#ended.event;

  constructor(context: EngineContext, keeper: JournalKeeper) {
    this.#context = context;
    this.#keeper = keeper;
    this.#lanes = new Lanes(context.cores);
  }

  /** Resolves with the ended operation, whatever its end; rejects only where nothing could be recorded. */
  async run(draft: OperationDraft, work: Work, signal: AbortSignal): Promise<Operation> {
    const journal = await this.#keeper.write();
    const operation = this.#queued(draft, journal);
    const note = await OperationNote.open(this.#context, operation.id, absolute(this.#context.root, draft.project));
    journal.add(operation);
    const controller = new AbortController();
    const abort = (): void => controller.abort(new CancelledError());
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    this.#running.set(operation.id, controller);
    try {
      await this.#lanes.run(draft.project, () => this.#work(journal, operation, note, work, controller.signal));
    } finally {
      signal.removeEventListener('abort', abort);
      this.#running.delete(operation.id);
    }
    const ended = journal.operation(operation.id) ?? operation;
    // What could not be taken back is left for the next start to try again.
    if (ended.status !== 'needs-user') this.#tidy(operation, note);
    this.#ended.fire(ended);
    return ended;
  }

  /** False where it is not running in this process. */
  cancel(id: OperationId): boolean {
    const controller = this.#running.get(id);
    controller?.abort(new CancelledError());
    return controller !== undefined;
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

  /** Cancels what runs and waits until every end is written. */
  async close(): Promise<void> {
    for (const controller of this.#running.values()) controller.abort(new CancelledError());
    await this.#lanes.idle();
    await Promise.all(this.#tidying);
  }

  dispose(): void {
    this.#ended.dispose();
  }

  async #work(
    journal: Journal,
    operation: Operation,
    note: OperationNote,
    work: Work,
    signal: AbortSignal,
  ): Promise<void> {
    const { id, project } = operation;
    let touched = false;
    const record: Recorder = {
      id,
      note,
      step: (name, progress) => journal.update(id, { step: name, progress }),
      set: (change) => journal.update(id, change),
      touching: () => (touched = true),
    };
    this.#held.set(project, (this.#held.get(project) ?? 0) + 1);
    try {
      const wait = (): void => record.step(t('Waiting for another window or the command line'), 0);
      const release = await lockProject(this.#context, project, wait, signal);
      try {
        await recoverProject(this.#context, journal, project);
        journal.update(id, { status: 'running', startedAt: this.#now() });
        await work(record, signal);
        this.#end(journal, id, 'succeeded', { progress: 1 });
      } finally {
        await release();
      }
    } catch (error) {
      this.#fail(journal, id, error, touched);
    } finally {
      this.#held.set(project, (this.#held.get(project) ?? 1) - 1);
    }
  }

  /** Removing a large snapshot takes seconds, which nobody has to wait for. The record names it until it is gone. */
  #tidy({ id, project }: Operation, note: OperationNote): void {
    const work = this.#context.files
      .remove(snapshotFolder(this.#context, project, id))
      .then(() => note.close())
      .catch((error: unknown) => this.#context.log.warn(`operation ${id} left something behind: ${errorText(error)}`))
      .finally(() => this.#tidying.delete(work));
    this.#tidying.add(work);
  }

  #fail(journal: Journal, id: OperationId, error: unknown, touched: boolean): void {
    if (isCancellation(error)) return this.#end(journal, id, 'cancelled', {});
    if (error instanceof UndoFailedError) {
      this.#context.log.error(`operation ${id} could not be taken back`, error.undoError);
      return this.#end(journal, id, 'needs-user', { error: toOperationError(error.cause) });
    }
    this.#context.log.error(`operation ${id} failed`, error);
    this.#end(journal, id, touched ? 'rolled-back' : 'failed', { error: toOperationError(error) });
  }

  #end(journal: Journal, id: OperationId, status: OperationStatus, change: Partial<Operation>): void {
    journal.update(id, { ...change, status, step: undefined, endedAt: this.#now() });
  }

  #queued({ rule, ...draft }: OperationDraft, journal: Journal): Operation {
    return {
      ...draft,
      // A person's act unless the draft says otherwise, or nobody was there.
      audit: decidedAtOnce(rule ?? (draft.trigger === 'manual' ? 'you' : 'gate')),
      id: crypto.randomUUID(),
      status: 'queued',
      projectId: journal.projectId(draft.project),
      manager: undefined,
      command: undefined,
      exitCode: undefined,
      progress: 0,
      step: undefined,
      score: undefined,
      files: [],
      error: undefined,
      undoneBy: undefined,
      createdAt: this.#now(),
      startedAt: undefined,
      endedAt: undefined,
    };
  }

  #now(): string {
    return this.#context.clock.now().toISOString();
  }
}

/** What the journal keeps of a failure. */
export function toOperationError(error: unknown): OperationError {
  if (error instanceof QmError) {
    return { code: error.code, message: error.message, hint: error.hint, details: error.details };
  }
  return {
    code: 'QM_INTERNAL',
    message: t('Something failed that was not foreseen: {0}', redact(errorText(error))),
    hint: t('The log has the details. Everything was put back.'),
    details: undefined,
  };
}
