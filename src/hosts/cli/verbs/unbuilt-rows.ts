import { t } from '@vscode/l10n';
import type { InstallScripts } from '../../../model/build.ts';
import { manifestPath } from '../../../model/manifest.ts';
import type { Session } from '../session.ts';

/** A package whose install scripts were not run: headless contract, verb `scan`. */
interface UnbuiltRow {
  readonly package: string;
  readonly version: string;
  /** Folder of its project. */
  readonly project: string;
  readonly scripts: InstallScripts;
  /** Where it is imported; none where it only serves another package. */
  readonly uses: readonly { readonly file: string; readonly line: number; readonly column: number }[];
}

/** Of the projects at or below the folder that was asked about. */
export function unbuiltRows(session: Session): readonly UnbuiltRow[] {
  return session.engine.findings.flatMap((finding) => {
    if (finding.kind !== 'unbuilt' || session.shown(manifestPath(finding.project)) === undefined) return [];
    const { name, version, project, scripts, uses } = finding;
    const places = uses.flatMap(({ site }) => {
      const file = session.shown(site.file);
      return file === undefined ? [] : [{ file, line: site.range.startLine, column: site.range.startColumn }];
    });
    return [{ package: name, version, project: session.fromCwd(project), scripts, uses: places }];
  });
}

export function unbuiltLine({ package: name, version, scripts, uses: [first] }: UnbuiltRow): string {
  const what = t('{0} {1} is not built: its install scripts were not run ({2})', name, version, scripts.join('; '));
  return first === undefined ? what : `${first.file}:${first.line}:${first.column}  ${what}`;
}
