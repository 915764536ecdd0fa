import type { RelativePath } from '../base/path.ts';
import type { Finding } from '../model/finding.ts';
import type { UnbuiltRow } from './protocol.ts';
import type { UnderWay } from './under-way.ts';

/** Places that one row carries; the rest is a number. */
const shownUses = 8;

/** `canBuild`: root folders of the projects in which a package can be built alone, where anything may be changed. */
export function unbuiltRows(
  findings: readonly Finding[],
  operations: readonly UnderWay[],
  canBuild: (project: RelativePath) => boolean,
): readonly UnbuiltRow[] {
  const building = operations.filter(({ operation }) => operation.kind === 'build');
  return findings
    .filter((finding) => finding.kind === 'unbuilt')
    .map(({ id, project, name, version, scripts, uses }) => {
      const busy = building.find(
        ({ operation }) =>
          operation.project === project && operation.packages.some((each) => each.name === name && each.to === version),
      )?.state;
      return {
        id,
        project,
        package: name,
        version,
        scripts,
        uses: uses.slice(0, shownUses).map(({ site }) => ({ file: site.file, line: site.range.startLine })),
        useCount: uses.length,
        busy,
        canBuild: busy === undefined && canBuild(project),
      };
    });
}
