import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle.ts';
import { isMissing } from '../../model/finding.ts';
import type { GateReport } from '../../model/gate.ts';
import type { InstallOutcome } from '../../model/install.ts';
import type { Operation, OperationId } from '../../model/operation.ts';
import { decidingCheck } from '../../policy/gate.ts';
import { rowId } from './dashboard/dashboard-model.ts';
import type { FolderEntry, Folders } from './folders.ts';
import type { Ui } from './ui.ts';
import { doneSentence, operationTitle } from './words.ts';

/** Rows that are looked at for what waits. */
const mostWaiting = 500;

/** Tells what autopilot did, with its undo, and what it left, with the way to an answer. */
export function registerAutomaticNews(folders: Folders, ui: Ui): Disposable {
  const store = new DisposableStore();
  store.add(folders.onDidEnd(({ entry, value }) => void tellDone(ui, entry, value)));
  store.add(folders.onDidAsk(({ entry, value }) => void tellLeft(ui, entry, value)));
  return store;
}

/** What a click did is seen where it was clicked. */
async function tellDone(ui: Ui, entry: FolderEntry, operation: Operation): Promise<void> {
  if (operation.trigger !== 'ai_auto') return;
  const undo = t('Undo');
  const dashboard = t('Open Dashboard');
  const answer =
    operation.status === 'succeeded'
      ? await vscode.window.showInformationMessage(doneSentence(operation), undo, dashboard)
      : operation.error === undefined
        ? undefined
        : await vscode.window.showErrorMessage(
            `${operationTitle(operation)}: ${operation.error.message} ${operation.error.hint}`,
            dashboard,
          );
  if (answer === undo) await ui.takingBack.rollBackNow(entry, operation.id);
  if (answer === dashboard) {
    await vscode.commands.executeCommand('quartermaster.openDashboard', rowId(entry, operation.id));
  }
}

/**
 * One message for the whole batch. What waits for an answer is looked at and answered; what only a service was silent about
 * waits for nobody, and can be installed by hand.
 */
async function tellLeft(ui: Ui, entry: FolderEntry, outcome: InstallOutcome): Promise<void> {
  const reports = [...outcome.blocked, ...outcome.asked];
  const [first] = reports;
  if (first === undefined) return;
  const reason = decidingCheck(first)?.reason ?? '';
  const text =
    reports.length === 1
      ? t('Autopilot left {0} to you. {1}', first.package, reason)
      : t('Autopilot left {0} packages to you. {1}: {2}', reports.length, first.package, reason);
  const review = t('Review…');
  const install = t('Install…');
  const dashboard = t('Open Dashboard');
  const waiting = waitingFor(entry, outcome.asked);
  // The first choice is drawn as the advised one: looking, not installing.
  const more = waiting.length > 0 ? [review] : outcome.asked.length > 0 ? [install] : [];
  const answer = await vscode.window.showWarningMessage(text, dashboard, ...more);
  if (answer === dashboard) await vscode.commands.executeCommand('quartermaster.openDashboard');
  if (answer === review) await ui.approving.review(entry, waiting);
  if (answer === install) {
    const names = new Set(outcome.asked.map((report) => report.package));
    await ui.install(
      entry,
      entry.engine.findings.filter((finding) => isMissing(finding) && names.has(finding.package)),
    );
  }
}

/** The rows in which these questions wait. A history that cannot be read is told where it is shown. */
function waitingFor({ engine }: FolderEntry, asked: readonly GateReport[]): readonly OperationId[] {
  const isAsked = (name: string): boolean => asked.some((report) => report.package === name);
  try {
    return (engine.journal?.operations({ limit: mostWaiting, status: 'awaiting-approval' }) ?? [])
      .filter(({ packages, gate }) =>
        [...packages.map(({ name }) => name), ...gate.map((one) => one.package)].some(isAsked),
      )
      .map(({ id }) => id);
  } catch {
    return [];
  }
}
