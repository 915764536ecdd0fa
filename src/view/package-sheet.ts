import type { MendableFinding } from '../model/finding.ts';
import type { GateReport, GateResult } from '../model/gate.ts';
import { manifestPath } from '../model/manifest.ts';
import type { PackageSheet } from './details-facts.ts';
import { verdictOf } from './missing-rows.ts';

const order: readonly GateResult[] = ['block', 'ask', 'unknown', 'allow'];

/** What is known beside the finding and the gate's report. */
export interface PackageSurroundings extends Pick<PackageSheet, 'id' | 'trusted' | 'asking' | 'obstacle'> {
  /** Something may be changed in the folder at all. */
  readonly canWrite: boolean;
}

/** The page of a package that is missing or mismatched: what the gate says of it, check by check. */
export function packageSheet(
  finding: MendableFinding,
  report: GateReport,
  { id, trusted, asking, obstacle, canWrite }: PackageSurroundings,
): PackageSheet {
  return {
    kind: 'package',
    id,
    name: finding.package,
    version: report.version,
    manifest: manifestPath(finding.manifest),
    verdict: verdictOf(report),
    trusted,
    asking,
    checks: report.checks.toSorted((a, b) => order.indexOf(a.result) - order.indexOf(b.result)),
    didYouMean: report.didYouMean,
    obstacle,
    canInstall: canWrite && obstacle === undefined && report.verdict !== 'block',
  };
}
