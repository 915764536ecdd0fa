import { t } from '@vscode/l10n';
import { approverOf, planLines, questionLines } from './approvals.ts';
import { findOperation } from './find-operation.ts';
import { operationDocument, operationLine, problemOf } from './operation-document.ts';
import type { Verb } from './verb.ts';

export const approveVerb: Verb = {
  name: 'approve',
  usage: () => 'approve ID [--dry-run]',
  help: () => t('do what waits for your approval, as "approvals" shows it'),
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
        lines: [
          t('Would do what waits, as long as the gate asks nothing else by then:'),
          ...planLines(session, row),
          ...questionLines(row),
        ],
        problems: [],
        exitCode: 0,
      };
    }
    const operation = await approvals.approve(id, approverOf(session), session.signal);
    return {
      document: { operation: operationDocument(session, operation) },
      lines: [operationLine(operation)],
      problems: problemOf(operation),
      exitCode: operation.status === 'succeeded' ? 0 : 2,
    };
  },
};
