import { t } from '@vscode/l10n';
import { QmError } from '../../../base/errors.ts';
import type { ListedOperation } from '../../../model/operation.ts';
import type { Session } from '../session.ts';
import { csv } from './csv.ts';
import { changeText, durationOf, operationDocument, operationLine } from './operation-document.ts';
import type { Flags, Verb } from './verb.ts';

const defaultLimit = 50;

export const historyVerb: Verb = {
  name: 'history',
  usage: () => 'history [--limit N] [--format json|csv]',
  help: () => t('what was done here, newest first'),
  flags: { limit: { type: 'string' }, format: { type: 'string' } },
  options: () => [
    ['--limit N', t('show the newest N; default: {0}', defaultLimit)],
    ['--format json|csv', t('for programs and for spreadsheets')],
  ],
  mostWords: 0,
  async run(session, _words, flags) {
    assertFormat(flags);
    const limit = Number(flags['limit'] ?? defaultLimit);
    if (!Number.isInteger(limit) || limit < 1) {
      throw new QmError('QM_USAGE', {
        message: t('--limit takes a whole number above 0.'),
        hint: t('For example: quartermaster history --limit 20'),
      });
    }
    const operations = await historyOf(session, limit);
    const lines = operations.map((operation) => `${operation.createdAt}  ${operationLine(operation)}`);
    const text = lines.length > 0 ? lines : [t('Nothing was done here yet.')];
    return {
      document: { operations: operations.map((operation) => operationDocument(session, operation)) },
      lines: flags['format'] === 'csv' ? csv(table(session, operations)) : text,
      problems: [],
      exitCode: 0,
    };
  },
};

function assertFormat(flags: Flags): void {
  const { format } = flags;
  const isKnown = format === undefined || format === 'json' || format === 'csv';
  if (isKnown && !(format === 'csv' && flags['json'] === true)) return;
  throw new QmError('QM_USAGE', {
    message: isKnown
      ? t('--json and --format csv are two formats at once.')
      : t('--format takes json or csv, not "{0}".', String(format)),
    hint: t('"quartermaster history --help" shows how.'),
  });
}

/** The audit trail, a row an operation. The names of the columns are for programs: not localized. */
function table(session: Session, operations: readonly ListedOperation[]): Parameters<typeof csv>[0] {
  const head = ['id', 'kind', 'status', 'triggeredBy', 'project', 'packages', 'decidedBy', 'rule', 'command'];
  const answered = ['approvedBy', 'approvedAt'];
  const times = ['createdAt', 'startedAt', 'endedAt', 'durationMs', 'errorCode', 'error'];
  return [
    [...head, ...times, ...answered],
    ...operations.map((operation) => [
      operation.id,
      operation.kind,
      operation.status,
      operation.trigger,
      session.fromCwd(operation.project),
      operation.packages.map(changeText).join('; '),
      operation.decidedBy,
      operation.audit.rule,
      operation.command === undefined ? '' : [operation.manager ?? '', ...operation.command].join(' ').trim(),
      operation.createdAt,
      operation.startedAt,
      operation.endedAt,
      durationOf(operation),
      operation.error?.code,
      operation.error?.message,
      operation.audit.approvedBy,
      operation.audit.approvedAt,
    ]),
  ];
}

/** Rejects where there is a history that cannot be opened: unknown is not empty. */
async function historyOf(session: Session, limit: number): Promise<readonly ListedOperation[]> {
  const operations = await session.engine.history.newest(limit);
  if (session.engine.stateProblem !== undefined) throw session.engine.stateProblem;
  return operations;
}
