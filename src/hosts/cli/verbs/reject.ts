import { t } from '@vscode/l10n';
import { approverOf, planLines } from './approvals.ts';
import { findOperation } from './find-operation.ts';
import { operationDocument, operationLine } from './operation-document.ts';
import type { Verb } from './verb.ts';

export const rejectVerb: Verb = {
  name: 'reject',
  usage: () => 'reject ID [--dry-run]',
  help: () => t('say no to what waits: automation does not ask about that version again'),
  flags: { 'dry-run': { type: 'boolean' } },
  options: () => [['--dry-run', t('say what would be done, change nothing')]],
  mostWords: 1,
  async run(session, words, flags) {
    const { id } = await findOperation(session, words[0]);
    const { approvals } = session.engine;
    if (flags['dry-run'] === true) {
      const row = await approvals.waiting(id, session.signal);
      return {
        document: { operation: null, planned: operationDocument(session, row) },
        lines: [t('Would say no to this:'), ...planLines(session, row)],
        problems: [],
        exitCode: 0,
      };
    }
    const operation = await approvals.reject(id, approverOf(session));
    return {
      document: { operation: operationDocument(session, operation) },
      lines: [operationLine(operation)],
      problems: [],
      exitCode: 0,
    };
  },
};
