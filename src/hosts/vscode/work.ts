import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { CancelledError, QmError, isCancellation } from '../../base/errors.ts';
import type { InstallOptions } from '../../model/install.ts';
import { canSettle, type Operation } from '../../model/operation.ts';
import type { Log } from '../../ports/log.ts';
import { rowId } from './dashboard/dashboard-model.ts';
import type { FolderEntry } from './folders.ts';
import type { Progress } from './progress.ts';
import { operationTitle } from './words.ts';

/** Work that takes longer than this gets a notification with a Cancel button; shorter work shows in the status bar. */
const slowMs = 2_000;

/** What somebody who clicks asks with. */
export const byHand: InstallOptions = { trigger: 'manual', confirmed: false, automatic: false };

/** The project of a folder, as a command's argument. */
export interface ProjectPlace {
  /** The uri of the workspace folder. */
  readonly folder: string;
  /** Root folder of the project, relative to it. */
  readonly project: string;
}

/** Work as the user sees it: what runs, how to stop it, and why it failed. */
export class Work {
  readonly #progress: Progress;
  readonly #channel: vscode.LogOutputChannel;
  readonly #log: Log;

  constructor(progress: Progress, channel: vscode.LogOutputChannel, log: Log) {
    this.#progress = progress;
    this.#channel = channel;
    this.#log = log;
  }

  /** Runs something that the user set in motion, and shows it. */
  async run<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const running = work(controller.signal);
    this.show(title, running, () => controller.abort(new CancelledError()));
    return running;
  }

  /** Shows what runs already: in our item of the status bar at first; what lasts gets a notification that can be cancelled. */
  show(title: string, running: Promise<unknown>, cancel: () => void): void {
    const shown = this.#progress.show(title);
    const ended = running.then(
      () => undefined,
      () => undefined,
    );
    const timer = setTimeout(() => {
      void vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title, cancellable: true },
        (told, token) => {
          token.onCancellationRequested(cancel);
          const tell = (): void => told.report({ message: this.#progress.detail ?? '' });
          const subscription = this.#progress.onDidChange(tell);
          return ended.finally(() => subscription.dispose());
        },
      );
    }, slowMs);
    void ended.then(() => {
      clearTimeout(timer);
      shown.dispose();
    });
  }

  /** What that is at, where it is known. */
  tell(detail: string | undefined): void {
    this.#progress.tell(detail);
  }

  /**
   * A foreseen failure is told once, short; anything else goes to the log with its stack. `entry`: where the way out of
   * what fails is known.
   */
  async guarded(work: () => Promise<void>, entry?: FolderEntry): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (isCancellation(error)) return;
      this.#log.error('a command failed', error);
      const text =
        error instanceof QmError
          ? `${error.message} ${error.hint} (${error.code})`
          : t('Something failed that was not foreseen. The log has the details.');
      const log = t('Show Log');
      const folder =
        error instanceof QmError && error.code === 'QM_WORKSPACE_ABOVE' ? workspaceAbove(entry) : undefined;
      const open = t('Open the Workspace');
      const choices = folder === undefined ? [log] : [open, log];
      void vscode.window.showErrorMessage(text, ...choices).then((answer) => {
        if (answer === log) this.showLog();
        if (answer === open) void vscode.commands.executeCommand('quartermaster.internal.openWorkspace', folder);
      });
    }
  }

  tellFailures(entry: FolderEntry, operations: readonly Operation[]): void {
    for (const operation of operations) {
      if (operation.error === undefined) continue;
      const { code, message, hint } = operation.error;
      const log = t('Show Log');
      const again = canSettle(operation) ? t('Review') : t('Open Dashboard');
      const allow = code === 'QM_PROJECT_HOOKS' ? [t('Allow…')] : [];
      void vscode.window
        .showErrorMessage(`${operationTitle(operation)}: ${message} ${hint} (${code})`, again, ...allow, log)
        .then((answer) => {
          if (answer !== undefined && allow.includes(answer)) {
            const place: ProjectPlace = { folder: entry.folder.uri.toString(), project: operation.project };
            void vscode.commands.executeCommand('quartermaster.internal.consent', place);
          }
          if (answer === log) this.showLog();
          if (answer === again) {
            void vscode.commands.executeCommand('quartermaster.openDashboard', rowId(entry, operation.id));
          }
        });
    }
    if (operations.some(canSettle)) {
      this.#log.error(`${entry.folder.name} needs you: an operation could not be taken back`);
    }
  }

  showLog(): void {
    this.#channel.show();
  }
}

/** Absolute folder of the workspace around an open member of it. */
function workspaceAbove(entry: FolderEntry | undefined): string | undefined {
  const managers = entry?.engine.map?.projects.map(({ manager }) => manager) ?? [];
  return managers.find((manager) => manager.kind === 'above')?.folder;
}
