import { t } from '@vscode/l10n';
import type { ApprovedVersion, Approver } from '../model/approval.ts';
import type { GateCheckName, GateReport } from '../model/gate.ts';

/** Checks whose question only a person can answer: a script that says yes to everything has not looked at the name. */
const onlyForPersons: ReadonlySet<GateCheckName> = new Set([
  'lookalike',
  'name-age',
  'version-age',
  'publisher',
  'signature',
  'source-kind',
]);

/** True where a script may not answer what the gate asks in this report. */
export function needsPerson({ checks }: Pick<GateReport, 'checks'>): boolean {
  return checks.some(({ check, result }) => result === 'ask' && onlyForPersons.has(check));
}

/** The questions of reports, as whoever approves them sees them. */
export function answersOf(reports: readonly GateReport[]): readonly ApprovedVersion[] {
  return reports.map(({ package: name, version, checks }) => ({
    package: name,
    version,
    checks: checks.flatMap(({ check, result }) => (result === 'ask' ? check : [])),
  }));
}

/**
 * True where an approval covers a report: it asks nothing that was not asked then, and is about a version that was looked at.
 * A package that nobody was asked about is covered as long as nothing is asked about it. Where one side knows no version yet,
 * the other counts.
 */
export function isApproved(report: GateReport, answers: readonly ApprovedVersion[]): boolean {
  const known = answers.filter((answer) => answer.package === report.package);
  const fitting = known.filter(
    ({ version }) => version === undefined || report.version === undefined || version === report.version,
  );
  if (fitting.length === 0 && known.length > 0) return false;
  const answered = new Set(fitting.flatMap(({ checks }) => checks));
  return report.checks.every(({ check, result }) => result !== 'ask' || answered.has(check));
}

/** Who it was, localized; as it is stored where a newer version knows others. */
export function approverWord(by: string): string {
  const words: Readonly<Record<Approver, string>> & Readonly<Partial<Record<string, string>>> = {
    'you (terminal)': t('you (terminal)'),
    'you (editor)': t('you (editor)'),
    'a command without a terminal': t('a command without a terminal'),
  };
  return words[by] ?? by;
}
