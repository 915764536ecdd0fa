import { installedRange, type Finding } from '../model/finding.ts';
import type { GateReport } from '../model/gate.ts';
import { manifestPath } from '../model/manifest.ts';
import type { PackageName } from '../model/package-name.ts';
import { decidingCheck, heldPackages, holdKey, verdictOf, type Obstacles } from './missing-rows.ts';
import type { MismatchedRow } from './protocol.ts';
import type { UnderWay } from './under-way.ts';

/** One row a package and manifest, in the order of the findings. */
export function mismatchedRows(
  findings: readonly Finding[],
  gate: ReadonlyMap<PackageName, GateReport>,
  operations: readonly UnderWay[],
  obstacles: Obstacles,
  canWrite: boolean,
): readonly MismatchedRow[] {
  const held = heldPackages(operations);
  return findings
    .filter((finding) => finding.kind === 'mismatched')
    .map((finding) => {
      const { id, package: name, manifest, field, range, version, place } = finding;
      const report = gate.get(name);
      const busy = held.get(holdKey(manifest, name));
      const obstacle = obstacles.get(manifest);
      const canInstall = canWrite && obstacle === undefined && busy === undefined && report?.verdict !== 'block';
      return {
        id,
        package: name,
        manifest,
        version,
        range,
        dev: field === 'devDependencies',
        place: { file: manifestPath(manifest), line: place.startLine },
        verdict: verdictOf(report),
        reason: report && decidingCheck(report)?.reason,
        busy,
        obstacle,
        canInstall,
        asks: report?.verdict === 'ask',
        declares: canInstall ? installedRange(finding) : undefined,
      };
    });
}
