import { t } from '@vscode/l10n';
import { QmError } from '../../../base/errors.ts';
import { joinBeyond } from '../../../base/path.ts';
import type { ListedOperation, PackageChange, RollbackPlan } from '../../../model/operation.ts';
import type { VerbResult } from '../output.ts';
import type { Session } from '../session.ts';
import { csv } from './csv.ts';
import { findOperation } from './find-operation.ts';
import {
  changeDocument,
  changeText,
  durationOf,
  operationDocument,
  operationLine,
  problemOf,
} from './operation-document.ts';
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
  const times = ['createdAt', 'startedAt', 'endedAt', 'durationMs', 'errorCode', 'error'];
  return [
    [...head, ...times],
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
    ]),
  ];
}

export const rollbackVerb: Verb = {
  name: 'rollback',
  usage: () => 'rollback ID [--dry-run]',
  help: () => t('take an operation back; what came later stays'),
  flags: { 'dry-run': { type: 'boolean' } },
  options: () => [['--dry-run', t('say what would be done, change nothing')]],
  mostWords: 1,
  async run(session, words, flags) {
    const { id } = await findOperation(session, words[0]);
    if (flags['dry-run'] === true) return foreseen(session, await session.engine.planRollback(id, session.signal));
    const operation = await session.engine.rollBack(id, 'manual', session.signal);
    return {
      document: { operation: operationDocument(session, operation) },
      lines: [operationLine(operation)],
      problems: problemOf(operation),
      exitCode: operation.status === 'succeeded' ? 0 : 2,
    };
  },
};

function foreseen(session: Session, plan: RollbackPlan): VerbResult {
  const files = plan.files.map((path) => session.fromCwd(joinBeyond(plan.project, path)));
  const packages = plan.packages.map((change) => changeDocument(session, change));
  const how =
    plan.how === 'bytes'
      ? t('Would put back as they were: {0}.', files.join(', '))
      : t('Would edit {0} and keep what came later.', files.join(', '));
  return {
    document: { operation: null, planned: { undoes: plan.undoes, how: plan.how, packages, files } },
    lines: [...plan.packages.map(foreseenLine), how],
    problems: [],
    exitCode: 0,
  };
}

function foreseenLine({ name, from, to }: PackageChange): string {
  if (to === undefined) return t('Would remove {0} {1}.', name, from ?? '');
  return from === undefined ? t('Would install {0} {1}.', name, to) : t('Would change {0} {1} to {2}.', name, from, to);
}

/** Rejects where there is a history that cannot be opened: unknown is not empty. */
async function historyOf(session: Session, limit: number): Promise<readonly ListedOperation[]> {
  const operations = await session.engine.history(limit);
  if (session.engine.stateProblem !== undefined) throw session.engine.stateProblem;
  return operations;
}
