import { t } from '@vscode/l10n';
import { assertNever } from '../../../base/errors.ts';
import type { DependencyField } from '../../../model/manifest.ts';
import { absentPackages, type Finding } from '../../../model/finding.ts';
import { manifestPath } from '../../../model/manifest.ts';
import type { PackageUse, Snapshot } from '../../../model/snapshot.ts';
import type { VerbResult } from '../output.ts';
import type { Session } from '../session.ts';
import { cleanSentence, ignoredLines, isIncomplete, skippedBelow, unreadLines } from './coverage.ts';
import { manifestProblem } from './manifest-problem.ts';
import { unbuiltLine, unbuiltRows } from './unbuilt-rows.ts';
import type { Verb } from './verb.ts';

/** One row of the document: headless contract, verb `scan`. */
interface ScanRow {
  readonly kind: 'undeclared' | 'uninstalled' | 'unsure';
  readonly package: string;
  readonly specifier: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly manifest: string;
  readonly dependencyType: string;
  readonly installed: boolean;
  readonly typeOnly: boolean;
}

export const scanVerb: Verb = {
  name: 'scan',
  usage: () => 'scan',
  help: () => t('find imports of packages that are missing'),
  flags: {},
  options: () => [],
  mostWords: 0,
  async run(session) {
    const snapshot = await session.engine.scan(session.signal);
    const rows = session.engine.findings.flatMap((finding) => rowsOf(session, snapshot, finding)).toSorted(byPlace);
    const unbuilt = unbuiltRows(session);
    const problems = session.engine.findings.flatMap((finding) => manifestProblem(session, finding));
    const isUnknown = problems.length > 0 || isIncomplete(session, snapshot);
    return {
      document: {
        findings: rows,
        ...(unbuilt.length > 0 ? { unbuilt } : {}),
        skipped: skippedBelow(session, snapshot),
        ...(session.ignorePackages.length > 0 ? { ignorePackages: session.ignorePackages } : {}),
        stats: snapshot.stats,
      },
      lines: [
        ...rows.map(lineOf),
        ...unbuilt.map(unbuiltLine),
        ...unreadLines(session, snapshot),
        ...ignoredLines(session),
        summary(session, snapshot, rows),
      ],
      problems,
      exitCode: isUnknown || rows.length + unbuilt.length > 0 ? 1 : 0,
    } satisfies VerbResult;
  },
};

function rowsOf(session: Session, snapshot: Snapshot, finding: Finding): readonly ScanRow[] {
  switch (finding.kind) {
    case 'undeclared':
    case 'unsure':
      return finding.uses.flatMap((use) => rowOf(session, finding.kind, use, use.belongsIn));
    case 'uninstalled':
      return finding.uses.flatMap((use) => rowOf(session, finding.kind, use, finding.field));
    case 'not-installed':
      // One install mends all of it: a row for each package says enough.
      return absentPackages(snapshot, finding).flatMap(({ places, declaration }) => {
        const first = places.find(({ site }) => session.shown(site.file) !== undefined);
        return first === undefined ? [] : rowOf(session, 'uninstalled', first, declaration.field);
      });
    case 'unreadable-manifest':
    case 'unbuilt':
      return [];
    default:
      return assertNever(finding);
  }
}

/** None where the file is not below the folder that was asked about. */
function rowOf(
  session: Session,
  kind: ScanRow['kind'],
  use: PackageUse,
  dependencyType: DependencyField,
): readonly ScanRow[] {
  const file = session.shown(use.site.file);
  if (file === undefined) return [];
  return [
    {
      kind,
      package: use.package,
      specifier: use.site.specifier,
      file,
      line: use.site.range.startLine,
      column: use.site.range.startColumn,
      manifest: session.fromCwd(manifestPath(use.manifest)),
      dependencyType,
      installed: use.installed !== undefined,
      typeOnly: use.site.typeOnly,
    },
  ];
}

function byPlace(left: ScanRow, right: ScanRow): number {
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return left.line - right.line || left.column - right.column;
}

function lineOf(row: ScanRow): string {
  const what =
    row.kind === 'undeclared'
      ? t('{0} is imported, but not declared in {1}', row.package, row.manifest)
      : row.kind === 'uninstalled'
        ? t('{0} is declared in {1}, but not installed', row.package, row.manifest)
        : t('{0} may be missing, which is not sure', row.package);
  return `${row.file}:${row.line}:${row.column}  ${what}`;
}

function summary(session: Session, snapshot: Snapshot, rows: readonly ScanRow[]): string {
  const { files } = snapshot.stats;
  const looked = files === 1 ? t('1 file looked at.') : t('{0} files looked at.', files);
  if (rows.length === 0) return `${cleanSentence(session, snapshot)} ${looked}`;
  const missing = countPackages(rows.filter((row) => row.kind !== 'unsure'));
  const unsure = countPackages(rows.filter((row) => row.kind === 'unsure'));
  return [...missingWords(missing), ...unsureWords(unsure), looked, ...remedyWords(missing)].join(' ');
}

function countPackages(rows: readonly ScanRow[]): number {
  return new Set(rows.map((row) => `${row.manifest} ${row.package}`)).size;
}

function missingWords(count: number): readonly string[] {
  if (count === 0) return [];
  return [count === 1 ? t('1 package is missing.') : t('{0} packages are missing.', count)];
}

/** Nothing is installed on a guess: these are told apart from what can be mended. */
function unsureWords(count: number): readonly string[] {
  if (count === 0) return [];
  return [
    count === 1
      ? t('1 package may be missing, which is not sure.')
      : t('{0} packages may be missing, which is not sure.', count),
  ];
}

function remedyWords(count: number): readonly string[] {
  if (count === 0) return [];
  return [
    count === 1
      ? t('"quartermaster install --missing" installs it.')
      : t('"quartermaster install --missing" installs them.'),
  ];
}
