import { t } from '@vscode/l10n';
import type { RuleFault } from '../../../model/rules-in-force.ts';
import { changesBetween, sayChanges } from '../../../policy/rule-changes.ts';
import type { VerbResult } from '../output.ts';
import type { Session } from '../session.ts';
import { faultLine, ruleDocument } from './list-rules.ts';
import { typedRules } from './rule-input.ts';
import { differenceDocument, differenceLines, isKnown } from './simulate-rules.ts';
import type { Flags } from './verb.ts';

/** Saves rules of the user's own, after a word on what they would have decided. `file`: '' where flags say the rule. */
export async function addRules(session: Session, file: string, flags: Flags): Promise<VerbResult> {
  const { rules: wanted, faults } = await typedRules(session, file, flags);
  if (faults.length > 0) return nothingSaved(faults);
  const { engine, signal, confirm } = session;
  const simulation = await engine.rules.simulateOwn(wanted, signal);
  const ids = new Set(simulation.rules.map(({ id }) => id));
  const before = (await engine.rules.inForce()).rules.filter(({ id }) => ids.has(id));
  const changes = sayChanges(changesBetween(before, simulation.rules));
  const lines = [...changes, ...differenceLines(simulation)];
  const document = { ...differenceDocument(simulation), changes, faults };
  const rules = simulation.rules.map(ruleDocument);
  if (flags['dry-run'] === true) {
    const exitCode = isKnown(simulation) ? 0 : 1;
    return { document: { ...document, rules, saved: false }, lines, problems: [], exitCode };
  }
  if (flags['yes'] !== true) {
    if (confirm === undefined) {
      const how = t('Nothing was saved. To save it, run it again with --yes.');
      const asking = { ...document, rules, saved: false, decision: 'ask' };
      return { document: asking, lines: [...lines, how], problems: [], exitCode: 1 };
    }
    for (const line of lines) session.tell(line);
    if (!(await confirm(t('Save it?')))) {
      const no = { ...document, rules, saved: false };
      return { document: no, lines: [t('Nothing was saved.')], problems: [], exitCode: 1 };
    }
  }
  const saved = await engine.rules.saveAll(wanted);
  return {
    document: { ...document, rules: saved.map(ruleDocument), saved: true },
    lines: [...(flags['yes'] === true ? lines : []), t('Saved: {0}', saved.map(({ id }) => id).join(', '))],
    problems: [],
    exitCode: 0,
  };
}

/** All or none: what was left out might have narrowed what is there. */
function nothingSaved(faults: readonly RuleFault[]): VerbResult {
  return {
    document: { rules: [], saved: false, faults },
    lines: [...faults.map(faultLine), t('Nothing was saved.')],
    problems: [],
    exitCode: 1,
  };
}
