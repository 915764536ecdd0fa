import { config } from '@vscode/l10n';
import * as vscode from 'vscode';
import { DisposableStore } from '../../base/lifecycle.ts';
import { registerAutomaticNews } from './automatic-news.ts';
import { registerAutomaticWork } from './automatic-work.ts';
import { registerCommands } from './commands.ts';
import { registerDashboard } from './dashboard/dashboard-host.ts';
import { registerDiagnostics } from './editor/diagnostics.ts';
import { registerDocuments } from './editor/documents.ts';
import { registerMoveActions } from './editor/move-actions.ts';
import { registerHovers } from './editor/hovers.ts';
import { registerQuickFixes } from './editor/quick-fixes.ts';
import { registerStatusBar } from './editor/status-bar.ts';
import { Folders } from './folders.ts';
import { LanguageModels } from './language-models.ts';
import { vscodeLog } from './log.ts';
import { forgetAsked, registerNotifications } from './notifications.ts';
import { Progress } from './progress.ts';
import { registerTerminalCommand } from './terminal-command.ts';
import { registerOperationFiles } from './operation-diffs.ts';
import { registerRuleTexts } from './rule-review.ts';
import { nudgeTypeScript } from './typescript-nudge.ts';
import { Ui } from './ui.ts';
import { registerWatchers } from './watchers.ts';
import { Work } from './work.ts';

let running: Folders | undefined;

/** Registers what is cheap; the folders are opened after it returned. */
export function activate(context: vscode.ExtensionContext): void {
  if (vscode.l10n.bundle !== undefined) config({ contents: vscode.l10n.bundle });
  const channel = vscode.window.createOutputChannel('Quartermaster', { log: true });
  const log = vscodeLog(channel);
  const folders = new Folders(context, log);
  const progress = new Progress();
  const work = new Work(progress, channel, log);
  const models = new LanguageModels();
  const ui = new Ui(folders, work, models, (entry) => forgetAsked(context, entry));
  const store = new DisposableStore();
  store.add(channel);
  store.add(folders);
  store.add(models);
  store.add(registerDiagnostics(context, folders));
  store.add(registerQuickFixes(folders, models));
  store.add(registerHovers(folders));
  store.add(registerMoveActions(folders));
  store.add(progress);
  store.add(registerStatusBar(folders, progress));
  store.add(registerAutomaticWork(folders, work));
  store.add(registerDocuments(folders, log));
  store.add(registerWatchers(folders));
  store.add(registerDashboard(context, folders, ui, log));
  store.add(registerOperationFiles(folders));
  store.add(registerRuleTexts(folders));
  store.add(registerCommands(ui));
  store.add(registerNotifications(context, folders, ui));
  store.add(registerAutomaticNews(folders, ui));
  store.add(registerTerminalCommand(context, folders, log));
  store.add(folders.onDidEnd(() => void nudgeTypeScript()));
  context.subscriptions.push(store);
  running = folders;
  void vscode.commands.executeCommand('setContext', 'quartermaster.active', true);
  folders.open();
}

/** Cancels what runs and waits until every end is written down. */
export async function deactivate(): Promise<void> {
  await running?.close();
}
