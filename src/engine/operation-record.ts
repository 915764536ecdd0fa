import { t } from '@vscode/l10n';
import type { Operation, OperationId } from '../model/operation.ts';
import type { Journal } from '../ports/journal.ts';
import type { LiveSteps } from './live-steps.ts';
import type { OperationNote } from './operation-note.ts';

/** How the work of an operation tells what it does. */
export interface Recorder {
  readonly id: OperationId;
  /** What the next start has to know, should this process die. */
  readonly note: OperationNote;
  /** Localized name of what is done now, and how far the whole is, 0 to 1. */
  step(name: string, progress: number): void;
  /** From here on what was changed is put back; `progress` as of {@link step}. */
  undoing(progress: number): void;
  /** What is done now within that step, localized, and how far it is with it, 0 to 1; shown while it runs, never stored. */
  within(sentence: string, share: number): void;
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

/** As much of the whole as the shortest step in which a manager works. */
const stepWidth = 0.1;

/** The record of one operation under way. */
export class Run implements Recorder {
  readonly #journal: Journal;
  readonly id: OperationId;
  readonly note: OperationNote;
  readonly #live: LiveSteps;
  #progress = 0;
  #isUndoing = false;
  touched = false;

  constructor(journal: Journal, id: OperationId, note: OperationNote, live: LiveSteps) {
    this.#journal = journal;
    this.id = id;
    this.note = note;
    this.#live = live;
  }

  step(name: string, progress: number): void {
    this.#progress = progress;
    this.#isUndoing = false;
    this.#live.forget(this.id);
    this.#journal.update(this.id, { step: name, progress });
  }

  undoing(progress: number): void {
    const step = t('Putting back what was there');
    this.#isUndoing = true;
    // Whoever shows one line only is told too: they wait for it.
    this.#live.tell(this.id, { step, progress });
    this.#journal.noteUndo(this.id, { step, progress });
  }

  within(sentence: string, share: number): void {
    // The manager makes the tree of before: its words would read as if the change went on.
    if (this.#isUndoing) return;
    this.#live.tell(this.id, { step: sentence, progress: this.#progress + share * stepWidth });
  }

  set(change: Parameters<Recorder['set']>[0]): void {
    this.#journal.update(this.id, change);
  }

  touching(): void {
    this.touched = true;
  }
}
