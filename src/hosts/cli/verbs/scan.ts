import { t } from '@vscode/l10n';
import { assertNever } from '../../../base/errors.ts';
import type { Finding } from '../../../model/finding.ts';
import { manifestPath } from '../../../model/manifest.ts';
import type { VerbResult } from '../output.ts';
import type { Session } from '../session.ts';
import { manifestProblem } from './manifest-problem.ts';
import type { Verb } from './verb.ts';

/** One row of the document: headless contract, verb `scan`. */
interface ScanRow {
  readonly kind: string;
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
  async run(session) {
    const snapshot = await session.engine.scan(session.signal);
    const rows = session.engine.findings.flatMap((finding) => rowsOf(session, finding)).toSorted(byPlace);
    const problems = session.engine.findings.flatMap((finding) => manifestProblem(session, finding));
    const skipped = snapshot.skipped.flatMap(({ file, reason }) => {
      const shown = session.shown(file);
      return shown === undefined ? [] : [{ file: shown, reason }];
    });
    return {
      document: { findings: rows, skipped, stats: snapshot.stats },
      lines: [...rows.map(lineOf), summary(rows, snapshot.stats.files)],
      problems,
      exitCode: problems.length > 0 || rows.length > 0 ? 1 : 0,
    } satisfies VerbResult;
  },
};

function rowsOf(session: Session, finding: Finding): readonly ScanRow[] {
  switch (finding.kind) {
    case 'undeclared':
    case 'uninstalled':
    case 'unsure':
      return finding.uses.flatMap((use) => {
        const file = session.shown(use.site.file);
        if (file === undefined) return [];
        return {
          kind: finding.kind,
          package: finding.package,
          specifier: use.site.specifier,
          file,
          line: use.site.range.startLine,
          column: use.site.range.startColumn,
          manifest: session.shown(manifestPath(finding.manifest)) ?? manifestPath(finding.manifest),
          dependencyType: finding.kind === 'uninstalled' ? finding.field : use.belongsIn,
          installed: use.installed !== undefined,
          typeOnly: use.site.typeOnly,
        };
      });
    case 'not-installed':
      return finding.missing.map((name) => ({
        kind: 'uninstalled',
        package: name,
        specifier: name,
        file: session.shown(manifestPath(finding.project)) ?? manifestPath(finding.project),
        line: 1,
        column: 1,
        manifest: session.shown(manifestPath(finding.project)) ?? manifestPath(finding.project),
        dependencyType: 'dependencies',
        installed: false,
        typeOnly: false,
      }));
    case 'unreadable-manifest':
      return [];
    default:
      return assertNever(finding);
  }
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
        : t('{0} may be missing: the file cannot be parsed', row.package);
  return `${row.file}:${row.line}:${row.column}  ${what}`;
}

function summary(rows: readonly ScanRow[], files: number): string {
  const packages = new Set(rows.map((row) => `${row.manifest} ${row.package}`)).size;
  const looked = files === 1 ? t('1 file looked at.') : t('{0} files looked at.', files);
  if (packages === 0) return `${t('Nothing is missing.')} ${looked}`;
  return packages === 1
    ? `${t('1 package is missing.')} ${looked} ${t('"quartermaster install --missing" installs it.')}`
    : `${t('{0} packages are missing.', packages)} ${looked} ${t('"quartermaster install --missing" installs them.')}`;
}
