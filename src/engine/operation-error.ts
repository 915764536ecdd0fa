import { t } from '@vscode/l10n';
import { errorText, isCancellation, QmError, type UndoFailedError } from '../base/errors.ts';
import { redact } from '../base/redact.ts';
import type { OperationError } from '../model/operation.ts';
import { bothWays } from './settlement.ts';

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
      hint: `${t('Your text was kept.')} ${bothWays()}`,
      details,
    };
  }
  if (undoError instanceof QmError && undoError.code === 'QM_NEEDS_YOU') {
    const { code, message, hint } = undoError;
    return { code, message, hint: `${hint} ${bothWays()}`, details };
  }
  return {
    code: 'QM_NEEDS_YOU',
    message: t('It failed, and node_modules could not be put back as it was.'),
    hint: `${t('package.json and the lockfile are as before. The next start tries to mend node_modules again.')} ${bothWays()}`,
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
