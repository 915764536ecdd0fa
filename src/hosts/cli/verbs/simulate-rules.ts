import { t } from '@vscode/l10n';
import { oneLine } from '../../../base/one-line.ts';
import type { RuleSimulation } from '../../../engine/rule-simulation.ts';
import type { RuleDecision } from '../../../model/rule.ts';
import type { DecidedDifferently } from '../../../policy/simulate-rules.ts';
import type { VerbResult } from '../output.ts';
import type { Session } from '../session.ts';
import { decisionDocument } from './decision-words.ts';
import { faultLine, shownFault } from './list-rules.ts';
import { textOfFile } from './rule-input.ts';

/** Letters of a rule's name that are shown. */
const mostShown = 120;

/** What the rules of a file, or all that waits, would have decided otherwise. Changes nothing. */
export async function simulateRules(session: Session, file: string | undefined): Promise<VerbResult> {
  const text = file === undefined ? undefined : await textOfFile(session, file);
  const simulation = await session.engine.rules.simulate(text, session.signal);
  const { faults } = simulation;
  const shownFaults = faults.map((fault) => (file === undefined ? shownFault(session, fault) : { ...fault, file }));
  return {
    document: { ...differenceDocument(simulation), faults: shownFaults },
    lines: [...differenceLines(simulation), ...shownFaults.map(faultLine)],
    problems: [],
    exitCode: faults.length > 0 || !isKnown(simulation) ? 1 : 0,
  };
}

/** How many would be decided differently, and which. */
export function differenceDocument({ total, different, unanswered }: RuleSimulation) {
  return { total, different: different.map(rowOf), unanswered };
}

/** The same for a reader. */
export function differenceLines({ sentence, different, unanswered }: RuleSimulation): readonly string[] {
  return [
    sentence,
    ...different.map(lineOf),
    ...(unanswered.length === 0
      ? []
      : [t('Age and licence are not known, since no registry answered: {0}.', unanswered.join(', '))]),
  ];
}

/** False where the registry left something open. */
export function isKnown({ unanswered }: RuleSimulation): boolean {
  return unanswered.length === 0;
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
    before: decisionDocument(before),
    after: decisionDocument(after),
  };
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
