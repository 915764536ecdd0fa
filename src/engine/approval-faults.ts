import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';

/** The row has its end, or somebody else has taken it up. `why`: what is recorded of that. */
export function notWaiting(why?: string): QmError {
  const message = t('This operation does not wait for approval.');
  return new QmError('QM_NOT_OPEN', {
    message: why === undefined ? message : `${message} ${why}`,
    hint: t('Nothing was changed. "quartermaster approvals" lists those that do.'),
  });
}
