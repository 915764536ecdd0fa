import type { Operation, OperationId } from '../model/operation.ts';
import type { Journal } from '../ports/journal.ts';
import type { OperationNote } from './operation-note.ts';

/** How the work of an operation tells what it does. */
export interface Recorder {
  readonly id: OperationId;
  /** What the next start has to know, should this process die. */
  readonly note: OperationNote;
  /** Localized name of what is done now, and how far the whole is, 0 to 1. */
  step(name: string, progress: number): void;
  set(
    change: Partial<
      Pick<
        Operation,
        'packages' | 'gate' | 'decidedBy' | 'files' | 'command' | 'exitCode' | 'output' | 'manager' | 'managerVersion'
      >
    >,
  ): void;
  /** From here on the project's files change: a failure is one that was rolled back. */
  touching(): void;
}

/** The record of one operation under way. */
export class Run implements Recorder {
  readonly #journal: Journal;
  readonly id: OperationId;
  readonly note: OperationNote;
  touched = false;

  constructor(journal: Journal, id: OperationId, note: OperationNote) {
    this.#journal = journal;
    this.id = id;
    this.note = note;
  }

  step(name: string, progress: number): void {
    this.#journal.update(this.id, { step: name, progress });
  }

  set(change: Parameters<Recorder['set']>[0]): void {
    this.#journal.update(this.id, change);
  }

  touching(): void {
    this.touched = true;
  }
}
