import { t } from '@vscode/l10n';
import { QmError } from '../../../base/errors.ts';
import type { Operation } from '../../../model/operation.ts';
import { sentence } from '../output.ts';
import type { Session } from '../session.ts';
import { operationDocument, operationLine } from './operation-document.ts';
import type { Verb } from './verb.ts';

const defaultLimit = 50;

export const historyVerb: Verb = {
  name: 'history',
  usage: () => 'history [--limit N]',
  help: () => t('what was done here, newest first'),
  flags: { limit: { type: 'string' } },
  async run(session, _words, flags) {
    const limit = Number(flags['limit'] ?? defaultLimit);
    if (!Number.isInteger(limit) || limit < 1) {
      throw new QmError('QM_USAGE', {
        message: t('--limit takes a whole number above 0.'),
        hint: t('For example: quartermaster history --limit 20'),
      });
    }
    const operations = await session.engine.history(limit);
    const lines = operations.map((operation) => `${operation.createdAt}  ${operationLine(operation)}`);
    return {
      document: { operations: operations.map(operationDocument) },
      lines: lines.length > 0 ? lines : [t('Nothing was done here yet.')],
      problems: [],
      exitCode: 0,
    };
  },
};

export const showVerb: Verb = {
  name: 'show',
  usage: () => 'show ID',
  help: () => t('everything recorded about one operation'),
  flags: {},
  async run(session, words) {
    const operation = await find(session, words[0]);
    return {
      document: { operation: operationDocument(operation) },
      lines: [
        operationLine(operation),
        `${t('When')}: ${operation.createdAt}`,
        `${t('Trigger')}: ${operation.trigger}`,
        `${t('Decided by')}: ${operation.decidedBy}`,
        ...(operation.command === undefined
          ? []
          : [`${t('Command')}: ${operation.manager ?? ''} ${operation.command.join(' ')}`]),
        ...operation.files.map((file) => `${t('File')}: ${file.path}`),
        ...operation.gate.flatMap((report) =>
          report.checks.map(
            (check) => `${report.package}  ${check.check}: ${check.result}. ${check.reason} (${check.source})`,
          ),
        ),
        ...(operation.error === undefined ? [] : [sentence(operation.error), operation.error.details ?? '']),
      ],
      problems: [],
      exitCode: 0,
    };
  },
};

export const rollbackVerb: Verb = {
  name: 'rollback',
  usage: () => 'rollback ID',
  help: () => t('take an operation back; what came later stays'),
  flags: {},
  async run(session, words) {
    const { id } = await find(session, words[0]);
    const operation = await session.engine.rollBack(id, 'manual', session.signal);
    return {
      document: { operation: operationDocument(operation) },
      lines: [operationLine(operation)],
      problems: operation.error === undefined ? [] : [sentence(operation.error)],
      exitCode: operation.status === 'succeeded' ? 0 : 2,
    };
  },
};

/** By the whole id, or by a beginning of it that fits one operation alone. */
async function find(session: Session, id: string | undefined): Promise<Operation> {
  if (id === undefined || id === '') {
    throw new QmError('QM_USAGE', {
      message: t('Give the id of an operation.'),
      hint: t('"quartermaster history" lists them.'),
    });
  }
  const exact = await session.engine.operation(id);
  if (exact !== undefined) return exact;
  const all = await session.engine.history(10_000);
  const [only, ...others] = all.filter((operation) => operation.id.startsWith(id));
  if (only !== undefined && others.length === 0) return only;
  throw new QmError('QM_NO_OPERATION', {
    message:
      only === undefined ? t('There is no operation {0}.', id) : t('More than one operation begins with {0}.', id),
    hint: t('"quartermaster history" lists them.'),
  });
}
