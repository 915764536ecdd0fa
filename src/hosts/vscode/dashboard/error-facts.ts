import { t } from '@vscode/l10n';
import { QmError, errorText } from '../../../base/errors.ts';
import { redact } from '../../../base/redact.ts';
import type { ErrorFacts } from '../../../view/protocol.ts';

/** Whatever was thrown, as the dashboard shows it. */
export function toErrorFacts(problem: unknown): ErrorFacts {
  if (problem instanceof QmError) {
    const { code, message, hint, details } = problem;
    return { code, message, hint, details };
  }
  return {
    code: 'QM_INTERNAL',
    message: t('Something failed that was not foreseen: {0}', redact(errorText(problem))),
    hint: t('The log has the details.'),
    details: undefined,
  };
}
