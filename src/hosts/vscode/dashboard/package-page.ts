import { isMendable } from '../../../model/finding.ts';
import { allowsAutomatic } from '../../../policy/gate.ts';
import type { OperationDetails } from '../../../view/details-facts.ts';
import { packageSheet } from '../../../view/package-sheet.ts';
import type { DashboardModel } from './dashboard-model.ts';

/** Whether a row is of a finding: the id of an operation has no colon behind the key of its folder. */
export function isPackageRow(row: string): boolean {
  return row.split(':').length > 2;
}

/**
 * The page of a package by its row, as far as the gate was told anything: the dashboard asks as long as it is open, and draws the page
 * anew with the answer. Undefined where the folder was not looked at yet.
 */
export function packageDetails(model: DashboardModel, row: string): OperationDetails | undefined {
  const address = model.locate(row);
  const engine = address?.entry.engine;
  if (address !== undefined && engine?.snapshot === undefined) return undefined;
  const finding = engine?.findings.find(({ id }) => id === address?.id);
  if (address === undefined || engine === undefined || finding === undefined || !isMendable(finding)) {
    return { kind: 'mended', id: row };
  }
  const known = engine.knownProposal(finding.package, finding.manifest);
  const report = known?.report ?? engine.judgeLocally(finding.package);
  const obstacle = engine.obstacle(finding.manifest);
  return packageSheet(finding, report, {
    id: row,
    trusted: allowsAutomatic(report),
    asking: known === undefined && model.mayAsk,
    obstacle: obstacle && `${obstacle.message} ${obstacle.hint}`,
    canWrite: model.rights(address.entry, []).canWrite,
  });
}
