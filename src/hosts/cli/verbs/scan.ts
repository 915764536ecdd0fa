import { t } from '@vscode/l10n';
import { assertNever } from '../../../base/errors.ts';
import type { DependencyField } from '../../../model/manifest.ts';
import { absentPackages, type Finding } from '../../../model/finding.ts';
import { manifestPath } from '../../../model/manifest.ts';
import type { Doubt, MismatchedPackage, PackageUse, Snapshot } from '../../../model/snapshot.ts';
import type { UnknownProject, UnusedPackage } from '../../../model/unused.ts';
import { doubtWords } from '../../../view/doubt-words.ts';
import type { VerbResult } from '../output.ts';
import type { Session } from '../session.ts';
import { cleanSentence, ignoredLines, isIncomplete, skippedBelow, unreadLines } from './coverage.ts';
import { manifestProblem } from './manifest-problem.ts';
import { unsureWords } from './words.ts';
import { unbuiltLine, unbuiltRows } from './unbuilt-rows.ts';
import type { Verb } from './verb.ts';

/** One row of the document: headless contract, verb `scan`. */
interface ScanRow {
  readonly kind: 'undeclared' | 'uninstalled' | 'mismatched' | 'unused' | 'unsure';
  readonly package: string;
  readonly specifier: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly manifest: string;
  readonly dependencyType: string;
  readonly installed: boolean;
  readonly typeOnly: boolean;
  /** Of a `mismatched` one: what package.json declares, and what is installed. */
  readonly range?: string;
  readonly version?: string;
  /** Why it is not sure. */
  readonly doubt?: Doubt;
}

export const scanVerb: Verb = {
  name: 'scan',
  usage: () => 'scan',
  help: () => t('find imports of packages that are missing'),
  flags: { unused: { type: 'boolean' } },
  options: () => [['--unused', t('find packages too that are declared and that nothing uses')]],
  mostWords: 0,
  async run(session, _words, flags) {
    const snapshot = await session.engine.scan(session.signal);
    const unused = flags['unused'] === true ? await unusedRows(session) : undefined;
    const found = session.engine.findings.flatMap((finding) => rowsOf(session, snapshot, finding));
    const rows = [...found, ...(unused?.rows ?? [])].toSorted(byPlace);
    const unbuilt = unbuiltRows(session);
    const problems = session.engine.findings.flatMap((finding) => manifestProblem(session, finding));
    const isUnknown = problems.length > 0 || isIncomplete(session, snapshot) || (unused?.unknown ?? []).length > 0;
    return {
      document: {
        findings: rows,
        ...(unbuilt.length > 0 ? { unbuilt } : {}),
        skipped: skippedBelow(session, snapshot),
        ...(unused === undefined ? {} : { unusedUnknown: unused.unknown }),
        ...(session.ignorePackages.length > 0 ? { ignorePackages: session.ignorePackages } : {}),
        stats: snapshot.stats,
      },
      lines: [
        ...rows.map(lineOf),
        ...unbuilt.map(unbuiltLine),
        ...unreadLines(session, snapshot),
        ...ignoredLines(session),
        ...(unused?.unknown ?? []).map(({ manifest, because }) => `${manifest}  ${unknownWords(because)}`),
        summary(session, snapshot, rows),
      ],
      problems,
      exitCode: isUnknown || rows.length + unbuilt.length > 0 ? 1 : 0,
    } satisfies VerbResult;
  },
};

/** `unknown`: by the path of a package.json. */
async function unusedRows(session: Session): Promise<{
  readonly rows: readonly ScanRow[];
  readonly unknown: readonly { readonly manifest: string; readonly because: UnknownProject['because'] }[];
}> {
  const { found, unknown } = await session.engine.findUnused(session.signal);
  return {
    rows: found.flatMap((one) => declaredRow(session, one, { kind: 'unused', installed: true })),
    unknown: unknown
      .filter(({ project }) => session.concerns(project))
      .map(({ project, because }) => ({ manifest: session.fromCwd(manifestPath(project)), because })),
  };
}

function unknownWords(because: UnknownProject['because']): string {
  return because === 'packages'
    ? t('what is unused is not known: packages of it are not in node_modules')
    : t('what is unused is not known: not everything around it can be read');
}

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
    case 'mismatched':
      return declaredRow(session, finding, {
        kind: 'mismatched',
        installed: true,
        range: finding.range,
        version: finding.version,
      });
    case 'unreadable-manifest':
    case 'unbuilt':
      return [];
    default:
      return assertNever(finding);
  }
}

/** At the range in package.json; none where that is not below the folder that was asked about. */
function declaredRow(
  session: Session,
  { package: name, manifest, field, place }: MismatchedPackage | UnusedPackage,
  rest: Pick<ScanRow, 'kind' | 'installed' | 'range' | 'version'>,
): readonly ScanRow[] {
  const file = session.shown(manifestPath(manifest));
  if (file === undefined) return [];
  const [line, column] = [place.startLine, place.startColumn];
  const row = {
    package: name,
    specifier: name,
    file,
    line,
    column,
    manifest: file,
    dependencyType: field,
    typeOnly: false,
  };
  return [{ ...row, ...rest }];
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
      ...(use.doubt === undefined ? {} : { doubt: use.doubt }),
    },
  ];
}

function byPlace(left: ScanRow, right: ScanRow): number {
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return left.line - right.line || left.column - right.column;
}

function lineOf(row: ScanRow): string {
  return `${row.file}:${row.line}:${row.column}  ${sentenceOf(row)}`;
}

function sentenceOf({
  kind,
  package: name,
  manifest,
  range = '',
  version = '',
  doubt = 'half-typed',
}: ScanRow): string {
  switch (kind) {
    case 'undeclared':
      return t('{0} is imported, but not declared in {1}', name, manifest);
    case 'uninstalled':
      return t('{0} is declared in {1}, but not installed', name, manifest);
    case 'mismatched':
      return t('{0} {1} is installed, but {2} is declared', name, version, range);
    case 'unused':
      return t('{0} is declared, but nothing uses it', name);
    case 'unsure':
      return t('{0} may be missing, which is not sure: {1}', name, doubtWords(doubt));
    default:
      return assertNever(kind);
  }
}

function summary(session: Session, snapshot: Snapshot, rows: readonly ScanRow[]): string {
  const { files } = snapshot.stats;
  const looked = files === 1 ? t('1 file looked at.') : t('{0} files looked at.', files);
  if (rows.length === 0) return `${cleanSentence(session, snapshot)} ${looked}`;
  const missing = countPackages(rows.filter((row) => row.kind === 'undeclared' || row.kind === 'uninstalled'));
  const mismatched = countPackages(rows.filter((row) => row.kind === 'mismatched'));
  const unsure = countPackages(rows.filter((row) => row.kind === 'unsure'));
  const unused = countPackages(rows.filter((row) => row.kind === 'unused'));
  const found = [
    ...missingWords(missing),
    ...mismatchedWords(mismatched),
    ...unusedWords(unused),
    ...unsureWords(unsure),
  ];
  return [...found, looked, ...remedyWords(missing + mismatched)].join(' ');
}

function countPackages(rows: readonly ScanRow[]): number {
  return new Set(rows.map((row) => `${row.manifest} ${row.package}`)).size;
}

function missingWords(count: number): readonly string[] {
  if (count === 0) return [];
  return [count === 1 ? t('1 package is missing.') : t('{0} packages are missing.', count)];
}

function mismatchedWords(count: number): readonly string[] {
  if (count === 0) return [];
  return [
    count === 1
      ? t('1 package is installed in another version than is declared.')
      : t('{0} packages are installed in other versions than are declared.', count),
  ];
}

function unusedWords(count: number): readonly string[] {
  if (count === 0) return [];
  return [
    count === 1
      ? t('1 package is unused: "quartermaster remove" takes it out.')
      : t('{0} packages are unused: "quartermaster remove" takes them out.', count),
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
