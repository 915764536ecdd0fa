import { t } from '@vscode/l10n';
import type { GateReport } from '../../../model/gate.ts';
import type { Operation, OperationStatus } from '../../../model/operation.ts';
import { approverWord } from '../../../policy/approved.ts';
import type { TimelineEntry } from '../../../view/details-facts.ts';
import { timelineOf } from '../../../view/timeline.ts';
import { sentence } from '../output.ts';
import { decisionWords, traceLines } from './decision-words.ts';
import { findOperation } from './find-operation.ts';
import { checkLine, statusWord, triggerWord } from './operation-words.ts';
import { filesOf, operationDocument, operationLine } from './operation-document.ts';
import type { Verb } from './verb.ts';

export const showVerb: Verb = {
  name: 'show',
  usage: () => 'show ID',
  help: () => t('everything recorded about one operation'),
  flags: {},
  options: () => [],
  mostWords: 1,
  async run(session, words) {
    const operation = await findOperation(session, words[0]);
    const undoing =
      operation.undoneBy === undefined ? undefined : await session.engine.history.operation(operation.undoneBy);
    const timeline = timelineOf(operation, undoing?.endedAt);
    const { output } = operation;
    return {
      document: {
        operation: { ...operationDocument(session, operation), output, timeline: timeline.map(entryDocument) },
      },
      lines: [
        operationLine(operation),
        `${t('When')}: ${operation.createdAt}`,
        `${t('Trigger')}: ${triggerWord(operation.trigger)}`,
        `${t('Decided by')}: ${operation.decidedBy}`,
        ...approvalLines(operation),
        ...ranLines(operation),
        ...filesOf(session, operation).map((file) => `${t('File')}: ${file}`),
        ...operation.gate.flatMap(({ package: name, checks }) => checks.map((check) => `${name}  ${checkLine(check)}`)),
        ...operation.gate.flatMap(ruleLines),
        `${t('Timeline')}:`,
        ...timelineLines(operation, timeline),
        ...(operation.error === undefined ? [] : [sentence(operation.error), ...detailLines(operation)]),
        ...outputLines(output),
      ],
      problems: [],
      exitCode: 0,
    };
  },
};

function entryDocument({ kind, step, at, tookMs, mark }: TimelineEntry): Readonly<Record<string, unknown>> {
  return { kind, step, at, durationMs: tookMs, mark };
}

/** Which rule decided about a package, and what each that was looked at answered. */
function ruleLines({ package: name, rules }: GateReport): readonly string[] {
  if (rules === undefined) return [];
  return [`${name}  ${t('Rules')}: ${decisionWords(rules)}`, ...traceLines(rules).map((line) => `  ${line}`)];
}

function approvalLines({ status, audit }: Operation): readonly string[] {
  const { approvedBy, approvedAt, expiresAt } = audit;
  return [
    ...(approvedBy === undefined ? [] : [`${t('Approved by')}: ${approverWord(approvedBy)}, ${approvedAt ?? ''}`]),
    ...(status === 'awaiting-approval' ? [`${t('Waits until')}: ${expiresAt ?? ''}`] : []),
  ];
}

function ranLines({ manager, managerVersion, command }: Operation): readonly string[] {
  return [
    ...(manager === undefined ? [] : [`${t('Package manager')}: ${[manager, managerVersion ?? ''].join(' ').trim()}`]),
    ...(command === undefined ? [] : [`${t('Command')}: ${manager ?? ''} ${command.join(' ')}`]),
  ];
}

/** A line an entry: when, what, how long, and where it failed. */
function timelineLines(operation: Operation, timeline: readonly TimelineEntry[]): readonly string[] {
  const names = timeline.map((entry) => nameOf(operation, entry));
  const width = Math.max(...names.map((name) => name.length));
  return timeline.map(({ at, tookMs, mark }, index) => {
    const took = tookMs === undefined ? '' : t('{0} s', (tookMs / 1000).toFixed(1));
    const end = mark === 'failed' ? t('failed here') : mark === 'stopped' ? t('cancelled here') : '';
    return `  ${at}  ${(names[index] ?? '').padEnd(width)}  ${took.padStart(8)}  ${end}`.trimEnd();
  });
}

function nameOf(operation: Operation, { kind, step }: TimelineEntry): string {
  switch (kind) {
    case 'queued':
      return t('queued');
    case 'started':
      return t('started');
    case 'step':
      return step ?? '';
    case 'ended':
      return statusWord({ status: endOf(operation) });
    case 'undone':
      return t('rolled back');
  }
}

/** What was taken back later had ended well; what its user had to put back had not. */
function endOf({ status, undoneBy, error }: Operation): OperationStatus {
  if (undoneBy === undefined) return status;
  return error === undefined ? 'succeeded' : 'needs-user';
}

/** What the failing program said, where the output below does not say it. */
function detailLines({ error, output }: Operation): readonly string[] {
  const details = error?.details ?? '';
  return details === '' || details === output ? [] : [details];
}

function outputLines(output: string | undefined): readonly string[] {
  const text = output?.trimEnd() ?? '';
  return text === '' ? [] : [`${t('Output of the package manager')}:`, text];
}
