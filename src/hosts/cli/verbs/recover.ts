import { t } from '@vscode/l10n';
import { QmError } from '../../../base/errors.ts';
import { joinBeyond } from '../../../base/path.ts';
import { canSettle, type Operation, type OperationFacts, type Settlement } from '../../../model/operation.ts';
import { sentence, type VerbResult } from '../output.ts';
import type { Session } from '../session.ts';
import { findOperation } from './find-operation.ts';
import { operationDocument, operationLine, problemOf, type Recorded } from './operation-document.ts';
import type { Flags, Verb } from './verb.ts';

export const recoverVerb: Verb = {
  name: 'recover',
  usage: () => 'recover [ID --keep|--restore]',
  help: () => t('put interrupted operations right, as every command does at its start; end what was left to you'),
  flags: { keep: { type: 'boolean' }, restore: { type: 'boolean' }, 'dry-run': { type: 'boolean' } },
  options: () => [
    ['--keep', t('what stands there is what you mean: nothing of it is written')],
    ['--restore', t('put back what was there before; a rollback of that brings back what stands there now')],
    ['--dry-run', t('say what would be done, change nothing')],
  ],
  mostWords: 1,
  async run(session, words, flags) {
    const how = settlementOf(flags);
    if (words[0] === undefined && how === undefined) return overview(session);
    const operation = await findOperation(session, words[0]);
    if (how === undefined) throw usage(t('Say which side counts: --keep or --restore.'));
    return flags['dry-run'] === true ? foreseen(session, operation, how) : settle(session, operation, how);
  },
};

function settlementOf(flags: Flags): Settlement | undefined {
  if (flags['keep'] === true && flags['restore'] === true) throw usage(t('--keep and --restore are two answers.'));
  if (flags['keep'] === true) return 'keep';
  return flags['restore'] === true ? 'restore' : undefined;
}

/** What this start has put right, and whatever is left to the user. */
async function overview(session: Session): Promise<VerbResult> {
  const { engine } = session;
  const open = await engine.history.unsettled();
  // What cannot be read is not passed for nothing.
  if (engine.stateProblem !== undefined) throw engine.stateProblem;
  const righted = engine.recovered.filter((operation) => !canSettle(operation));
  const all: readonly Recorded[] = [...open, ...righted];
  const left = engine.unrecovered;
  const ways = await Promise.all(open.map((operation) => waysOf(session, operation)));
  return {
    document: {
      operations: all.map((operation) => operationDocument(session, operation)),
      ...(left.length === 0 ? {} : { left: left.map(({ code, message, hint }) => ({ code, message, hint })) }),
    },
    lines:
      all.length + left.length === 0
        ? [t('Nothing was interrupted.')]
        : [
            ...open.flatMap((operation, index) => [operationLine(operation), ...(ways[index] ?? [])]),
            ...righted.map(operationLine),
            ...(left.length === 0 ? [] : [t('Something was interrupted, and cannot be put right now.')]),
          ],
    problems: [...all.flatMap(({ error }) => error ?? []), ...left].map(sentence),
    exitCode: open.length + left.length > 0 ? 1 : 0,
  };
}

/** The two commands that end it, each with what it does. */
async function waysOf(session: Session, { id }: OperationFacts): Promise<readonly string[]> {
  const command = (way: string): string => `  quartermaster recover ${id.slice(0, 8)} --${way}`;
  return [
    `${command('keep')}     ${t('keeps what stands there')}`,
    `${command('restore')}  ${await restoreWords(session, id)}`,
  ];
}

/** What stands in its way is said here, before anything is touched. */
async function restoreWords(session: Session, id: string): Promise<string> {
  try {
    const files = await filesToRestore(session, id);
    return files.length === 0 ? t('makes node_modules anew') : t('puts back {0}', files.join(', '));
  } catch (error) {
    if (!(error instanceof QmError)) throw error;
    return error.message;
  }
}

async function filesToRestore(session: Session, id: string): Promise<readonly string[]> {
  const { project, files } = await session.engine.planSettle(id);
  return files.map((path) => session.fromCwd(joinBeyond(project, path)));
}

async function foreseen(session: Session, operation: Operation, how: Settlement): Promise<VerbResult> {
  const { id } = operation;
  // What has its end already is refused either way.
  const files = how === 'keep' && canSettle(operation) ? [] : await filesToRestore(session, id);
  const line =
    files.length === 0
      ? t('Would change no file but node_modules.')
      : t('Would put back as they were: {0}.', files.join(', '));
  return {
    document: { operation: null, planned: { settles: id, how, files } },
    lines: [line],
    problems: [],
    exitCode: 0,
  };
}

async function settle(session: Session, { id }: Operation, how: Settlement): Promise<VerbResult> {
  const { operation, work, problem } = await session.engine.settle(id, how, session.signal);
  const isDone = work?.status === 'succeeded' && problem === undefined;
  return {
    document: {
      operation: work === undefined ? null : operationDocument(session, work),
      settled: operationDocument(session, operation),
      ...(problem === undefined
        ? {}
        : { problem: { code: problem.code, message: problem.message, hint: problem.hint } }),
    },
    lines: [operationLine(operation), ...(work === undefined ? [] : [operationLine(work)])],
    problems: [...(work === undefined ? [] : problemOf(work)), ...(problem === undefined ? [] : [sentence(problem)])],
    // What was kept is kept, whatever node_modules made of it.
    exitCode: isDone ? 0 : how === 'keep' ? 1 : 2,
  };
}

function usage(message: string): QmError {
  return new QmError('QM_USAGE', { message, hint: t('"quartermaster {0} --help" shows how.', 'recover') });
}
