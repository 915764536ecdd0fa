import { t } from '@vscode/l10n';
import type { RelativePath } from '../base/path.ts';
import { isMissing, type Finding } from '../model/finding.ts';
import type { GateCheck, GateReport } from '../model/gate.ts';
import type { PackageName } from '../model/package-name.ts';
import { doubtWords } from './doubt-words.ts';
import type { BusyState, FaultRow, MissingRow, RestoreRow, RowVerdict } from './protocol.ts';
import type { UnderWay } from './under-way.ts';

/** Places that one row carries; the rest is a number. */
const shownUses = 8;

/** Why nothing can be installed for a manifest, by its folder; those that are not named can be. */
export type Obstacles = ReadonlyMap<RelativePath, string>;

type PackageFinding = Extract<Finding, { kind: 'undeclared' | 'uninstalled' | 'unsure' }>;

/** One row a package and manifest, in the order of the findings, unsure ones last. */
export function missingRows(
  findings: readonly Finding[],
  gate: ReadonlyMap<PackageName, GateReport>,
  operations: readonly UnderWay[],
  obstacles: Obstacles,
  canWrite: boolean,
): readonly MissingRow[] {
  const held = heldPackages(operations);
  const rows = findings
    .filter((finding): finding is PackageFinding => isMissing(finding) || finding.kind === 'unsure')
    .map((finding) => missingRow(finding, gate.get(finding.package), held, obstacles.get(finding.manifest), canWrite));
  return [...rows.filter((row) => row.kind !== 'unsure'), ...rows.filter((row) => row.kind === 'unsure')];
}

/** Projects whose dependencies are not installed at all. */
export function restoreRows(
  findings: readonly Finding[],
  operations: readonly UnderWay[],
  obstacles: Obstacles,
  canWrite: boolean,
): readonly RestoreRow[] {
  const restoring = new Map(
    operations
      .filter(({ operation }) => operation.kind === 'restore')
      .map(({ operation, state }) => [operation.project, state]),
  );
  return findings
    .filter((finding) => finding.kind === 'not-installed')
    .map(({ id, project, missing }) => {
      const busy = restoring.get(project);
      const obstacle = obstacles.get(project);
      const canRestore = canWrite && busy === undefined && obstacle === undefined;
      return { id, project, count: missing.length, busy, obstacle, canRestore };
    });
}

/** Manifests that cannot be read. */
export function faultRows(findings: readonly Finding[]): readonly FaultRow[] {
  return findings
    .filter((finding) => finding.kind === 'unreadable-manifest')
    .map(({ id, manifest, message, line, column }) => ({ id, manifest, message, line, column }));
}

function missingRow(
  finding: PackageFinding,
  report: GateReport | undefined,
  held: ReadonlyMap<string, BusyState>,
  obstacle: string | undefined,
  canWrite: boolean,
): MissingRow {
  const verdict = verdictOf(report);
  const busy = held.get(holdKey(finding.manifest, finding.package));
  return {
    id: finding.id,
    kind: finding.kind,
    package: finding.package,
    manifest: finding.manifest,
    version: finding.kind === 'uninstalled' ? finding.range : report?.version,
    verdict,
    reason: finding.kind === 'unsure' ? doubtSentence(finding) : report && decidingCheck(report)?.reason,
    didYouMean: report?.didYouMean,
    uses: finding.uses.slice(0, shownUses).map(({ site }) => ({ file: site.file, line: site.range.startLine })),
    useCount: finding.uses.length,
    dev: isDev(finding),
    busy,
    obstacle,
    canInstall:
      canWrite && obstacle === undefined && busy === undefined && finding.kind !== 'unsure' && verdict !== 'block',
    asks: report?.verdict === 'ask',
  };
}

/** Its places may each have another reason: the first is told. */
function doubtSentence({ uses: [first] }: PackageFinding): string | undefined {
  return first?.doubt === undefined ? undefined : t('Not sure: {0}.', doubtWords(first.doubt));
}

function isDev(finding: PackageFinding): boolean {
  if (finding.kind === 'undeclared') return finding.belongsIn === 'devDependencies';
  return finding.kind === 'uninstalled' && finding.field === 'devDependencies';
}

/** What nothing speaks against, but some source did not answer about, is unknown: neither doubtful nor clean. */
export function verdictOf(report: GateReport | undefined): RowVerdict {
  if (report === undefined) return 'unknown';
  const doubted = report.checks.some((check) => check.result === 'ask' || check.result === 'block');
  const unanswered = report.checks.some((check) => check.result === 'unknown');
  return unanswered && !doubted ? 'unknown' : report.verdict;
}

/** The check that says why a verdict is what it is. */
export function decidingCheck({ verdict, checks }: GateReport): GateCheck | undefined {
  const unanswered = checks.find((check) => check.result === 'unknown');
  if (verdict !== 'allow') return checks.find((check) => check.result === verdict) ?? unanswered;
  return unanswered ?? checks.find((check) => check.check === 'popularity') ?? checks.at(-1);
}

/** What operations under way hold, by {@link holdKey}. */
export function heldPackages(operations: readonly UnderWay[]): ReadonlyMap<string, BusyState> {
  return new Map(
    operations.flatMap(({ operation, state }) =>
      operation.packages.map(({ manifest, name }) => [holdKey(manifest, name), state] as const),
    ),
  );
}

export function holdKey(manifest: string, name: string): string {
  return `${manifest}\n${name}`;
}
