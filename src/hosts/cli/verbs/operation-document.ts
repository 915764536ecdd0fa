import { t } from '@vscode/l10n';
import { joinBeyond, type RelativePath } from '../../../base/path.ts';
import type { GateReport } from '../../../model/gate.ts';
import { manifestPath } from '../../../model/manifest.ts';
import { canSettle, movesTo, type OperationFacts, type PackageChange } from '../../../model/operation.ts';
import { sentence } from '../output.ts';
import type { Session } from '../session.ts';
import { decisionDocument } from './decision-words.ts';
import { kindWord, statusWord } from './operation-words.ts';

/** One operation, or one of a list. */
export type Recorded = OperationFacts & { readonly files: readonly { readonly path: RelativePath }[] };

/**
 * An operation as the command line prints it: headless contract, verb `install`. Paths are relative to where the command
 * stands. File bytes stay in the journal.
 */
export function operationDocument(session: Session, operation: Recorded): Readonly<Record<string, unknown>> {
  const { id, kind, status, trigger, claimedTrigger, project, manager, command, decidedBy, audit, gate, error } =
    operation;
  return {
    id,
    kind,
    status,
    triggeredBy: trigger,
    claimedTrigger,
    project: session.fromCwd(project),
    projectId: operation.projectId,
    packages: operation.packages.map((change) => changeDocument(session, change)),
    manager,
    managerVersion: operation.managerVersion,
    command,
    exitCode: operation.exitCode,
    decidedBy,
    rule: audit.rule,
    baseHash: audit.baseHash,
    ...(audit.evidence.length > 0 ? { evidence: audit.evidence } : {}),
    ...(audit.alternatives.length > 0 ? { alternatives: audit.alternatives } : {}),
    plan: audit.plan,
    expiresAt: audit.expiresAt,
    approvedBy: audit.approvedBy,
    approvedAt: audit.approvedAt,
    gate: gate.map(reportDocument),
    files: filesOf(session, operation),
    createdAt: operation.createdAt,
    startedAt: operation.startedAt,
    endedAt: operation.endedAt,
    durationMs: durationOf(operation),
    undoes: operation.undoes,
    undoneBy: operation.undoneBy,
    error,
  };
}

/** What the gate said of a package. */
export function reportDocument({ rules, ...report }: GateReport): Readonly<Record<string, unknown>> {
  if (rules === undefined) return report;
  const { trace, unlisted } = rules;
  return { ...report, rules: { ...decisionDocument(rules), trace, unlisted } };
}

export function changeDocument(session: Session, change: PackageChange): Readonly<Record<string, unknown>> {
  const { name, manifest, field, from, to, range } = change;
  return {
    name,
    from: from ?? null,
    to: to ?? null,
    manifest: session.fromCwd(manifestPath(manifest)),
    field,
    range,
  };
}

/** The files that an operation changed, from where the command stands. */
export function filesOf(session: Session, { project, files }: Pick<Recorded, 'project' | 'files'>): readonly string[] {
  return files.map(({ path }) => session.fromCwd(joinBeyond(project, path)));
}

export function durationOf({ startedAt, endedAt }: OperationFacts): number {
  return startedAt === undefined || endedAt === undefined ? 0 : Date.parse(endedAt) - Date.parse(startedAt);
}

/** What went wrong in an operation, with what the program that failed said. */
export function problemOf(operation: OperationFacts): readonly string[] {
  if (operation.error === undefined) return [];
  const details = operation.error.details ?? '';
  const ways = canSettle(operation) ? [t('"quartermaster recover" names both ways with their commands.')] : [];
  return [sentence(operation.error), ...(details === '' ? [] : [details]), ...ways];
}

/** One line for a reader. */
export function operationLine(operation: OperationFacts): string {
  const packages = operation.packages.map(changeText).join(', ');
  const field = movesTo(operation);
  const what = field === undefined ? packages : t('{0} to {1}', packages, field);
  return `${operation.id}  ${statusWord(operation)}  ${kindWord(operation)} ${what}`.trimEnd();
}

/** A package with its versions. */
export function changeText({ name, from, to }: PackageChange): string {
  return from === undefined || to === undefined || from === to
    ? `${name} ${to ?? from ?? ''}`.trim()
    : `${name} ${from} → ${to}`;
}
