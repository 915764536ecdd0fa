import { t } from '@vscode/l10n';
import type { Approver } from '../../../model/approval.ts';
import { manifestPath } from '../../../model/manifest.ts';
import type { OperationFacts } from '../../../model/operation.ts';
import type { Session } from '../session.ts';
import { operationDocument, operationLine } from './operation-document.ts';
import { checkLine } from './operation-words.ts';
import type { Verb } from './verb.ts';

export const approvalsVerb: Verb = {
  name: 'approvals',
  usage: () => 'approvals',
  help: () => t('what automation left to you, and why'),
  flags: {},
  options: () => [],
  mostWords: 0,
  async run(session) {
    const rows = await session.engine.approvals.list(session.signal);
    // What cannot be read is not passed for nothing.
    if (session.engine.stateProblem !== undefined) throw session.engine.stateProblem;
    return {
      document: { approvals: rows.map((row) => operationDocument(session, row)) },
      lines:
        rows.length === 0 ? [t('Nothing waits for your approval.')] : rows.flatMap((row) => waitingLines(session, row)),
      problems: [],
      exitCode: rows.length === 0 ? 0 : 1,
    };
  },
};

function waitingLines(session: Session, row: OperationFacts): readonly string[] {
  const id = row.id.slice(0, 8);
  return [
    operationLine(row),
    ...planLines(session, row),
    ...questionLines(row),
    `  ${t('Waits until')}: ${row.audit.expiresAt ?? ''}`,
    `  quartermaster approve ${id}`,
    `  quartermaster reject ${id}`,
  ];
}

/** What would be written where. */
export function planLines(session: Session, { audit }: OperationFacts): readonly string[] {
  return (audit.plan?.packages ?? []).map(
    ({ package: name, range, field, manifest }) =>
      `  ${t('{0} {1} into {2} of {3}', name, range ?? '', field, session.fromCwd(manifestPath(manifest)))}`,
  );
}

/** What the gate asks. */
export function questionLines({ gate }: OperationFacts): readonly string[] {
  return gate.flatMap(({ package: name, checks }) =>
    checks.filter(({ result }) => result === 'ask').map((check) => `  ${name}  ${checkLine(check)}`),
  );
}

/** Who answers, as far as a command can tell. */
export function approverOf({ isTerminal }: Pick<Session, 'isTerminal'>): Approver {
  return isTerminal ? 'you (terminal)' : 'a command without a terminal';
}
