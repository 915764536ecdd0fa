import { t } from '@vscode/l10n';
import { joinBeyond } from '../../../base/path.ts';
import type { ReturningChange, RollbackConcern, RollbackPlan } from '../../../model/operation.ts';
import { sentence, type VerbResult } from '../output.ts';
import type { Session } from '../session.ts';
import { findOperation } from './find-operation.ts';
import { changeDocument, operationDocument, operationLine, problemOf } from './operation-document.ts';
import type { Verb } from './verb.ts';

export const rollbackVerb: Verb = {
  name: 'rollback',
  usage: () => 'rollback ID [--yes] [--dry-run]',
  help: () => t('take an operation back; what came later stays'),
  flags: { yes: { type: 'boolean' }, 'dry-run': { type: 'boolean' } },
  options: () => [
    ['--yes', t('whatever speaks against it, but for a version that is not published any more')],
    ['--dry-run', t('say what would be done, change nothing')],
  ],
  mostWords: 1,
  async run(session, words, flags) {
    const { id } = await findOperation(session, words[0]);
    const plan = await session.engine.planRollback(id, session.signal);
    const concerns = await session.engine.rollbackConcerns(id, session.signal);
    if (flags['dry-run'] === true) return foreseen(session, plan, concerns);
    for (const { message } of concerns) session.tell(message);
    if (!(await isWanted(session, concerns, flags['yes'] === true))) return unanswered(concerns);
    const operation = await session.engine.rollBack(id, 'manual', session.signal);
    return {
      document: { operation: operationDocument(session, operation), ...concernsDocument(concerns) },
      lines: [operationLine(operation)],
      problems: problemOf(operation),
      exitCode: operation.status === 'succeeded' ? 0 : 2,
    };
  },
};

/** Nobody but a person at a terminal answers for what may be impossible. */
async function isWanted(
  { confirm }: Session,
  concerns: readonly RollbackConcern[],
  isConfirmed: boolean,
): Promise<boolean> {
  const open = concerns.filter(({ decision, kind }) => decision === 'ask' && !(isConfirmed && kind !== 'unpublished'));
  return open.length === 0 || (confirm !== undefined && (await confirm(t('Roll back all the same?'))));
}

function unanswered(concerns: readonly RollbackConcern[]): VerbResult {
  const isGone = concerns.some(({ kind }) => kind === 'unpublished');
  const problem = {
    code: 'QM_ROLLBACK_ASK',
    message: t('This rollback waits for your answer. Nothing was changed.'),
    hint: isGone
      ? t('Answer at a terminal: --yes does not answer for a version that is not published any more.')
      : t('Answer at a terminal, or with --yes.'),
  };
  return {
    document: { operation: null, decision: 'ask', ...concernsDocument(concerns) },
    lines: [],
    problems: [sentence(problem)],
    exitCode: 1,
  };
}

function foreseen(session: Session, plan: RollbackPlan, concerns: readonly RollbackConcern[]): VerbResult {
  const files = plan.files.map((path) => session.fromCwd(joinBeyond(plan.project, path)));
  const packages = plan.packages.map((change) => changeDocument(session, change));
  const how =
    plan.how === 'bytes'
      ? t('Would put back as they were: {0}.', files.join(', '))
      : t('Would edit {0} and keep what came later.', files.join(', '));
  return {
    document: {
      operation: null,
      planned: { undoes: plan.undoes, how: plan.how, packages, files },
      ...concernsDocument(concerns),
    },
    lines: [...(plan.installs ? plan.packages.map(foreseenLine) : []), how, ...concerns.map(({ message }) => message)],
    problems: [],
    exitCode: 0,
  };
}

function concernsDocument(concerns: readonly RollbackConcern[]): Readonly<Record<string, unknown>> {
  return concerns.length === 0 ? {} : { concerns };
}

function foreseenLine({ name, from, to, field, moves }: ReturningChange): string {
  if (moves) return t('Would move {0} back to {1}.', name, field ?? '');
  if (to === undefined) return t('Would remove {0} {1}.', name, from ?? '');
  return from === undefined ? t('Would install {0} {1}.', name, to) : t('Would change {0} {1} to {2}.', name, from, to);
}
