import { t } from '@vscode/l10n';
import { oneLine } from '../../../base/one-line.ts';
import type { RuleRow } from '../../../model/rule.ts';
import type { OwnRuleFault, RuleFault, RulesInForce } from '../../../model/rules-in-force.ts';
import { sentence, type VerbResult } from '../output.ts';
import type { Session } from '../session.ts';

/** Letters of what the repository says that are shown: anybody may have written it who can push there. */
const mostShown = 200;

/** Which rules hold, which wait and why, and what of the files does not count. */
export async function listRules(session: Session): Promise<VerbResult> {
  const inForce = await session.engine.rules.inForce();
  const { rules, waiting, faults, ownFaults, ownProblem, notes, updatesBy, current, accepted } = inForce;
  return {
    document: {
      rules: rules.map((rule) => ({ ...ruleDocument(rule), holds: true })),
      waiting: waiting.map((rule) => ({ ...ruleDocument(rule), holds: false })),
      faults: faults.map((fault) => shownFault(session, fault)),
      ownFaults,
      ownProblem:
        ownProblem === undefined ? null : { code: ownProblem.code, message: ownProblem.message, hint: ownProblem.hint },
      notes: notes.map((note) => shownFault(session, note)),
      updatesBy: updatesBy.map(({ tool, file }) => ({ tool, file: session.fromCwd(file) })),
      hash: current.hash,
      accepted: accepted?.hash ?? null,
    },
    lines: [
      ...rules.map(ruleLine),
      ...waiting.map((rule) => t('{0}  waits: {1}', ruleLine(rule), whyWaiting(inForce))),
      ...updatesBy.map(({ tool, file }) =>
        t('{0} updates this repository ({1}): automatic updates are off.', tool, session.fromCwd(file)),
      ),
      ...ownFaults.map(ownFaultLine),
      ...[...faults, ...notes].map((fault) => faultLine(shownFault(session, fault))),
      ...(waiting.length === 0 ? [] : [t('"quartermaster rules accept" shows what waits, and asks.')]),
    ],
    problems: ownProblem === undefined ? [] : [sentence(ownProblem)],
    exitCode: faults.length + ownFaults.length > 0 || ownProblem !== undefined ? 1 : 0,
  };
}

/** With its file as seen from where the command runs. */
export function shownFault({ fromCwd }: Session, fault: RuleFault): RuleFault {
  return { ...fault, file: fromCwd(fault.file) };
}

/** Where something does not count, and why. */
export function faultLine({ file, line, column, message }: RuleFault): string {
  return `${file}:${line}:${column}  ${oneLine(message, mostShown)}`;
}

function whyWaiting({ accepted }: RulesInForce): string {
  return accepted === undefined ? t('nobody accepted it') : t('the rules changed since they were accepted');
}

/** A rule of the user's own that does not count, and why. */
export function ownFaultLine({ rule, message }: OwnRuleFault): string {
  return `${oneLine(rule, mostShown)}  ${oneLine(message, mostShown)}`;
}

/** A rule as documents have it. */
export function ruleDocument({ id, name, kind, priority, enabled, source, conditions }: RuleRow) {
  return { id, name, kind, priority, enabled, source, conditions };
}

/** One line for a reader. */
export function ruleLine({ id, name, kind, priority, enabled }: RuleRow): string {
  const off = enabled ? '' : `  ${t('switched off')}`;
  return `${id}  ${kind}  ${priority}  ${oneLine(name, mostShown)}${off}`;
}
