import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { assertNever } from '../../../base/errors.ts';
import { joinBeyond } from '../../../base/path.ts';
import { isMendable, type Finding } from '../../../model/finding.ts';
import { manifestPath } from '../../../model/manifest.ts';
import { canSettle } from '../../../model/operation.ts';
import type { WebviewMessage } from '../../../view/protocol.ts';
import type { RuleMessage } from '../../../view/rule-messages.ts';
import { toRange } from '../editor/diagnostics.ts';
import type { FolderEntry, Folders } from '../folders.ts';
import { showOperationDiff, showStandingDiff } from '../operation-diffs.ts';
import type { Ui } from '../ui.ts';
import type { DashboardModel } from './dashboard-model.ts';

/** Does what a click in the dashboard asked. A row that is not there any more is passed over: the page was a moment old. */
export async function answerMessage(
  message: Exclude<WebviewMessage, RuleMessage>,
  model: DashboardModel,
  folders: Folders,
  ui: Ui,
  showOperation: (row: string | undefined) => void,
): Promise<void> {
  switch (message.type) {
    case 'ready':
      return;
    case 'setMode':
      await Promise.all(model.shownFolders().map((entry) => ui.setMode(entry, message.mode)));
      return;
    case 'install':
      return installRows(message.rows, model, ui);
    case 'declareInstalled':
    case 'restoreDependencies':
    case 'build': {
      const row = model.locate(message.row);
      const finding = row?.entry.engine.findings.find((candidate) => candidate.id === row.id);
      if (row !== undefined && finding !== undefined) await answerFinding(message.type, row.entry, finding, ui);
      return;
    }
    case 'rollBack': {
      const row = model.locate(message.operation);
      if (row !== undefined) await ui.takingBack.rollBack(row.entry, row.id);
      return;
    }
    case 'settle': {
      const row = model.locate(message.operation);
      if (row !== undefined) await ui.takingBack.settle(row.entry, row.id, message.how);
      return;
    }
    case 'approve':
    case 'reject': {
      const row = model.locate(message.operation);
      if (row === undefined) return;
      if (message.type === 'approve') await ui.approving.answer(row.entry, row.id);
      else await ui.approving.reject(row.entry, row.id);
      return;
    }
    case 'cancel': {
      const row = model.locate(message.operation);
      row?.entry.engine.queue.cancel(row.id);
      return;
    }
    case 'pause':
    case 'resume': {
      const row = model.locate(message.operation);
      if (message.type === 'pause') row?.entry.engine.queue.hold(row.id);
      else row?.entry.engine.queue.release(row.id);
      return;
    }
    case 'openOperation':
      return showOperation(message.operation);
    case 'closeOperation':
      return showOperation(undefined);
    case 'showOlder':
      model.showOlder();
      return;
    case 'openFile':
      return openFile(folders, model, message.operation, message.index);
    case 'openUse': {
      const row = model.locate(message.row);
      if (row !== undefined) await openUse(folders, row.entry, row.id, message.index);
      return;
    }
    case 'openLog':
      return ui.showLog();
    case 'openDashboard':
      await vscode.commands.executeCommand('quartermaster.openDashboard');
      return;
    case 'openSettings':
      await vscode.commands.executeCommand('workbench.action.openSettings', '@ext:quartermaster.quartermaster');
      return;
    case 'manageTrust':
      await vscode.commands.executeCommand('workbench.trust.manage');
      return;
    case 'openFolder':
      await vscode.commands.executeCommand('vscode.openFolder');
      return;
    case 'selectProject':
      model.select(message.project ?? undefined);
      return;
    case 'retry':
      return ui.scan();
    case 'removeUnused':
      await vscode.commands.executeCommand('quartermaster.removeUnused');
      return;
    default:
      return assertNever(message);
  }
}

async function answerFinding(
  asked: 'declareInstalled' | 'restoreDependencies' | 'build',
  entry: FolderEntry,
  finding: Finding,
  ui: Ui,
): Promise<void> {
  if (asked === 'declareInstalled' && isMendable(finding)) await ui.declareInstalled(entry, finding);
  if (asked === 'restoreDependencies' && finding.kind === 'not-installed') await ui.restore(entry, finding.project);
  if (asked === 'build' && finding.kind === 'unbuilt') await ui.building.build(entry, finding);
}

async function installRows(rows: readonly string[], model: DashboardModel, ui: Ui): Promise<void> {
  const byEntry = new Map<FolderEntry, string[]>();
  for (const row of rows) {
    const address = model.locate(row);
    if (address !== undefined) byEntry.set(address.entry, [...(byEntry.get(address.entry) ?? []), address.id]);
  }
  const named = ({ engine }: FolderEntry, ids: readonly string[]): readonly Finding[] =>
    engine.findings.filter((finding) => isMendable(finding) && ids.includes(finding.id));
  await Promise.all([...byEntry].map(([entry, ids]) => ui.install(entry, named(entry, ids))));
}

/** A page that is a moment old may name an operation that the history has let go of. */
async function openFile(folders: Folders, model: DashboardModel, row: string, index: number): Promise<void> {
  const address = model.locate(row);
  const operation = address === undefined ? undefined : model.recorded(address);
  const file = operation?.files[index];
  if (address === undefined || operation === undefined || file === undefined) {
    void vscode.window.showInformationMessage(t('This operation is not in the history any more.'));
    return;
  }
  const path = joinBeyond(operation.project, file.path);
  if (canSettle(operation)) await showStandingDiff(address.entry, operation, path, folders.uriOf(address.entry, path));
  else await showOperationDiff(address.entry, operation, path);
}

async function openUse(folders: Folders, entry: FolderEntry, id: string, index: number): Promise<void> {
  const finding = entry.engine.findings.find((candidate) => candidate.id === id);
  if (finding === undefined) return;
  if (finding.kind === 'unreadable-manifest') {
    const at = new vscode.Position(finding.line - 1, finding.column - 1);
    await showPlace(folders.uriOf(entry, manifestPath(finding.manifest)), new vscode.Range(at, at));
    return;
  }
  if (finding.kind === 'mismatched') {
    await showPlace(folders.uriOf(entry, manifestPath(finding.manifest)), toRange(finding.place));
    return;
  }
  const use = 'uses' in finding ? finding.uses[index] : undefined;
  if (use !== undefined) await showPlace(folders.uriOf(entry, use.site.file), toRange(use.site.range));
}

/** Opens a file at a place of it. */
export async function showPlace(uri: vscode.Uri, selection: vscode.Range): Promise<void> {
  await vscode.window.showTextDocument(uri, { selection });
}
