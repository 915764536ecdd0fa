import { resolve } from 'node:path';
import { t } from '@vscode/l10n';
import { QmError } from '../../../base/errors.ts';
import { oneLine } from '../../../base/one-line.ts';
import type { RuleDecision } from '../../../model/rule.ts';
import { diskFiles } from '../../../node/disk-files.ts';
import type { DecidedDifferently } from '../../../policy/simulate-rules.ts';
import type { VerbResult } from '../output.ts';
import type { Session } from '../session.ts';
import { faultLine, shownFault } from './list-rules.ts';

/** Letters of a rule's name that are shown. */
const mostShown = 120;

/** What the rules of a file, or all that waits, would have decided otherwise. Changes nothing. */
export async function simulateRules(session: Session, file: string | undefined): Promise<VerbResult> {
  const text = file === undefined ? undefined : await textOf(session, file);
  const { sentence, total, different, unanswered, faults } = await session.engine.simulateRules(text, session.signal);
  const shownFaults = faults.map((fault) => (file === undefined ? shownFault(session, fault) : { ...fault, file }));
  return {
    document: { total, different: different.map(rowOf), unanswered, faults: shownFaults },
    lines: [
      sentence,
      ...different.map(lineOf),
      ...(unanswered.length === 0
        ? []
        : [t('Age and licence are not known, since no registry answered: {0}.', unanswered.join(', '))]),
      ...shownFaults.map(faultLine),
    ],
    problems: [],
    exitCode: faults.length > 0 || unanswered.length > 0 ? 1 : 0,
  };
}

async function textOf({ cwd }: Session, file: string): Promise<string> {
  const bytes = await diskFiles.read(resolve(cwd, file)).catch(() => undefined);
  if (bytes !== undefined) return new TextDecoder().decode(bytes);
  throw new QmError('QM_USAGE', {
    message: t('There is no file {0} that can be read.', file),
    hint: t('"quartermaster rules simulate" takes a file with rules, relative to where you are.'),
  });
}

function rowOf({ subject, before, after }: DecidedDifferently): Readonly<Record<string, unknown>> {
  const { action, package: name, from, to, project, trigger, at } = subject;
  return {
    package: name,
    action,
    from: from ?? null,
    to: to ?? null,
    project: project ?? null,
    trigger: trigger ?? null,
    at: at ?? null,
    before: decisionOf(before),
    after: decisionOf(after),
  };
}

function decisionOf({ kind, rule, doubtful }: RuleDecision): Readonly<Record<string, unknown>> {
  return { kind: kind ?? null, rule: rule?.id ?? null, doubtful };
}

function lineOf({ subject, before, after }: DecidedDifferently): string {
  const { at, action, package: name, to } = subject;
  const what = [at ?? '', action, name, to ?? ''].filter((part) => part !== '').join('  ');
  return t('{0}  was {1}, would be {2}', what, sayDecision(before), sayDecision(after));
}

function sayDecision({ kind, rule }: RuleDecision): string {
  if (kind === undefined) return t('undecided');
  return rule === undefined ? kind : `${kind} (${oneLine(rule.name, mostShown)})`;
}
