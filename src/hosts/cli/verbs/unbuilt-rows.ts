import { t } from '@vscode/l10n';
import { spelledOut } from '../../../base/one-line.ts';
import type { InstallScripts, ShownPackage } from '../../../model/build.ts';
import type { UnbuiltFinding } from '../../../model/finding.ts';
import { manifestPath } from '../../../model/manifest.ts';
import { hashOfBuild } from '../../../policy/build-hash.ts';
import type { Session } from '../session.ts';

/** A package with install scripts. */
export interface PackageRow {
  readonly package: string;
  readonly version: string;
  /** Folder of its project. */
  readonly project: string;
  readonly scripts: InstallScripts;
  /** The lockfile's hash of its bytes; null where that has none. */
  readonly integrity: string | null;
  /** Folders in which it stands. */
  readonly places: readonly string[];
  /** Files that the scripts name. */
  readonly files: readonly string[];
  /** Stands for all of that: a script that has it built says so what it saw. */
  readonly hash: string;
}

/** A package whose install scripts were not run: headless contract, verb `scan`. */
export interface UnbuiltRow extends PackageRow {
  /** Where it is imported; none where it only serves another package. */
  readonly uses: readonly { readonly file: string; readonly line: number; readonly column: number }[];
}

/** Of the projects at or below the folder that was asked about. */
export function unbuiltRows(session: Session): readonly UnbuiltRow[] {
  return unbuiltFindings(session).map((finding) => unbuiltRow(session, finding));
}

export function unbuiltFindings({ engine, shown }: Session): readonly UnbuiltFinding[] {
  return engine.findings
    .filter((finding) => finding.kind === 'unbuilt')
    .filter(({ project }) => shown(manifestPath(project)) !== undefined);
}

export function unbuiltRow(session: Session, finding: UnbuiltFinding): UnbuiltRow {
  const uses = finding.uses.flatMap(({ site }) => {
    const file = session.shown(site.file);
    return file === undefined ? [] : [{ file, line: site.range.startLine, column: site.range.startColumn }];
  });
  return { ...packageRow(session, finding), uses };
}

export function packageRow(session: Session, found: ShownPackage): PackageRow {
  const { name, version, project, scripts, integrity = null, places, files } = found;
  return {
    package: name,
    version,
    project: session.fromCwd(project),
    scripts,
    integrity,
    places: places.map(session.fromCwd),
    files: files.map(session.fromCwd),
    hash: hashOfBuild(found),
  };
}

export function unbuiltLine({ package: name, version, scripts, uses: [first] }: UnbuiltRow): string {
  const what = spelledOut(
    t('{0} {1} is not built: its install scripts were not run ({2})', name, version, scripts.join('; ')),
  );
  return first === undefined ? what : `${first.file}:${first.line}:${first.column}  ${what}`;
}
