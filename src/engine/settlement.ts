import { t } from '@vscode/l10n';
import type { OperationError } from '../model/operation.ts';

/** The two ways out of an operation that could be neither made nor taken back. */
export function bothWays(): string {
  return t('Keep what stands there, or put back what was there before.');
}

/** The failure of an operation, with another thing to do about it. */
export function withHint(error: OperationError | undefined, hint: string): OperationError | undefined {
  return error === undefined ? undefined : { ...error, hint };
}
