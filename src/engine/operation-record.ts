import { t } from '@vscode/l10n';
import { QmError, errorText, isCancellation } from '../base/errors.ts';
import { redact } from '../base/redact.ts';
import type { UndoFailedError } from '../execute/steps.ts';
import type { Operation, OperationError, OperationId } from '../model/operation.ts';
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

/** What made it fail is the smaller news: what stands there now is neither the old nor the new. */
export function halfDone({ cause, undoError }: UndoFailedError): OperationError {
  const why = isCancellation(cause) ? t('It was cancelled.') : redact(errorText(cause));
  const details = [why, redact(errorText(undoError))].join('\n');
  if (undoError instanceof QmError && undoError.code === 'QM_BASE_MOVED') {
    return {
      code: 'QM_NEEDS_YOU',
      message: t(
        'It failed, and package.json was edited meanwhile in a way that could not be told from its own change.',
      ),
      hint: t('Your text was kept. Compare it with version control, then run an install.'),
      details,
    };
  }
  return {
    code: 'QM_NEEDS_YOU',
    message: t('It failed, and node_modules could not be put back as it was.'),
    hint: t(
      'package.json and the lockfile are as before. Run an install to mend node_modules; the next start tries it too.',
    ),
    details,
  };
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
