import * as vscode from 'vscode';
import type { MendableFinding } from '../../../model/finding.ts';
import type { Proposal } from '../../../model/install.ts';
import type { FolderEntry } from '../folders.ts';
import { inTime } from './actions.ts';

/** What would be installed. Where nobody answered in time the gate says what it can by itself, and no version is named. */
export async function proposalFor(
  entry: FolderEntry,
  finding: MendableFinding,
  token: vscode.CancellationToken,
): Promise<Proposal> {
  const proposal = await proposalInTime(entry, finding, token);
  return proposal ?? { manifest: finding.manifest, range: '', report: entry.engine.judgeLocally(finding.package) };
}

async function proposalInTime(
  entry: FolderEntry,
  finding: MendableFinding,
  token: vscode.CancellationToken,
): Promise<Proposal | undefined> {
  const known = entry.engine.knownProposal(finding.package, finding.manifest);
  if (!vscode.workspace.isTrusted) return known;
  const asked = entry.engine.proposal(finding.package, finding.manifest, new AbortController().signal);
  return inTime(asked, token, () => known);
}
