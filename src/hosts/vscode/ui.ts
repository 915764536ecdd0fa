import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { CancelledError, QmError, isCancellation } from '../../base/errors.ts';
import { isMissing, type Finding, type MissingFinding } from '../../model/finding.ts';
import type { GateReport } from '../../model/gate.ts';
import type { InstallOptions, InstallOutcome } from '../../model/install.ts';
import type { DependencyType } from '../../model/manifest.ts';
import type { Mode } from '../../model/mode.ts';
import { canRollBack, type Operation, type OperationId } from '../../model/operation.ts';
import type { Log } from '../../ports/log.ts';
import type { IgnorePackage } from './editor/quick-fixes.ts';
import type { FolderEntry, Folders } from './folders.ts';
import type { Progress } from './progress.ts';
import { modeChoices, operationTitle } from './words.ts';

/** Work that takes longer than this gets a notification with a Cancel button; shorter work shows in the status bar. */
const slowMs = 2_000;

/** What a user's click does, in one place: commands, fixes, notifications and the dashboard all end here. */
export class Ui {
  readonly folders: Folders;
  readonly #progress: Progress;
  readonly #channel: vscode.LogOutputChannel;
  readonly #log: Log;

  constructor(folders: Folders, progress: Progress, channel: vscode.LogOutputChannel, log: Log) {
    this.folders = folders;
    this.#progress = progress;
    this.#channel = channel;
    this.#log = log;
  }

  /** Installs what mends the findings; asks where the gate asks. */
  async install(entry: FolderEntry, findings: readonly Finding[], field?: DependencyType): Promise<void> {
    const missing = mendable(entry, findings.filter(isMissing));
    if (missing.length === 0) return;
    const title =
      missing.length === 1
        ? t('Installing {0}', missing[0]?.package ?? '')
        : t('Installing {0} packages', missing.length);
    await this.#guarded(async () => {
      const outcome = await this.#withProgress(title, (signal) => this.#install(entry, missing, field, false, signal));
      this.#tellFailures(entry, outcome.operations);
      if (outcome.blocked.length > 0) void this.#tellBlocked(outcome.blocked);
      if (outcome.asked.length > 0 && (await this.#confirm(outcome.asked))) {
        const names = new Set(outcome.asked.map((report) => report.package));
        const rest = missing.filter((finding) => names.has(finding.package));
        const second = await this.#withProgress(title, (signal) => this.#install(entry, rest, field, true, signal));
        this.#tellFailures(entry, second.operations);
      }
    });
  }

  async installAllMissing(): Promise<void> {
    const lacking = this.folders.all.filter((entry) => entry.engine.findings.some(isMissing));
    if (lacking.length === 0) void vscode.window.showInformationMessage(t('Nothing is missing.'));
    await Promise.all(lacking.map((entry) => this.install(entry, entry.engine.findings)));
  }

  async installMissingInFile(): Promise<void> {
    const uri = vscode.window.activeTextEditor?.document.uri;
    const place = uri === undefined ? undefined : this.folders.locate(uri);
    const findings = place?.entry.engine.findings.filter(
      (finding) => isMissing(finding) && finding.uses.some((use) => use.site.file === place.file),
    );
    if (place === undefined || findings === undefined || findings.length === 0) {
      void vscode.window.showInformationMessage(t('Nothing is missing in this file.'));
      return;
    }
    await this.install(place.entry, findings);
  }

  /** Installs what the manifests and lockfiles of bare projects say. */
  async restore(entry: FolderEntry, project: string): Promise<void> {
    await this.#guarded(async () => {
      const operation = await this.#withProgress(t('Installing dependencies'), (signal) =>
        entry.engine.restore(project, byHand, signal),
      );
      this.#tellFailures(entry, [operation]);
    });
  }

  async restoreAll(): Promise<void> {
    const bare = this.folders.all.flatMap((entry) =>
      entry.engine.findings.flatMap((finding) =>
        finding.kind === 'not-installed' ? [{ entry, project: finding.project }] : [],
      ),
    );
    if (bare.length === 0) void vscode.window.showInformationMessage(t('All dependencies are installed.'));
    for (const { entry, project } of bare) await this.restore(entry, project);
  }

  /** Says what will happen, asks, and takes the operation back. */
  async rollBack(entry: FolderEntry, id: OperationId): Promise<void> {
    await this.#guarded(async () => {
      const operation = await entry.engine.operation(id);
      if (operation === undefined) return;
      const yes = t('Roll Back');
      const answer = await vscode.window.showWarningMessage(
        t('Roll back: {0}?', operationTitle(operation)),
        { modal: true, detail: t('package.json, the lockfile and node_modules go back. What came later stays.') },
        yes,
      );
      if (answer === yes) await this.rollBackNow(entry, id);
    });
  }

  /** Without asking: the Undo of a notification is itself the answer. */
  async rollBackNow(entry: FolderEntry, id: OperationId): Promise<void> {
    await this.#guarded(async () => {
      const ended = await this.#withProgress(t('Rolling back'), (signal) =>
        entry.engine.rollBack(id, 'manual', signal),
      );
      this.#tellFailures(entry, [ended]);
    });
  }

  async pickRollBack(): Promise<void> {
    const lists = await Promise.all(
      this.folders.all.map(async (entry) =>
        (await entry.engine.history(100)).map((operation) => ({ entry, operation })),
      ),
    );
    const items = lists
      .flat()
      .filter(({ operation }) => canRollBack(operation))
      .map(({ entry, operation }) => ({
        label: operationTitle(operation),
        description: new Date(operation.createdAt).toLocaleString(vscode.env.language),
        entry,
        operation,
      }));
    if (items.length === 0) {
      void vscode.window.showInformationMessage(t('There is nothing to roll back.'));
      return;
    }
    const picked = await vscode.window.showQuickPick(items, { placeHolder: t('Which operation is to be taken back?') });
    if (picked !== undefined) await this.rollBack(picked.entry, picked.operation.id);
  }

  async chooseMode(): Promise<void> {
    const entry = await this.#pickFolder();
    if (entry === undefined) return;
    const items = modeChoices().map((choice) => ({ ...choice, picked: choice.mode === entry.engine.mode }));
    const picked = await vscode.window.showQuickPick(items, {
      placeHolder: t('What may Quartermaster do in {0} by itself? Now: {1}', entry.folder.name, entry.engine.mode),
    });
    if (picked !== undefined) await this.setMode(entry, picked.mode);
  }

  async setMode(entry: FolderEntry, mode: Mode): Promise<void> {
    await this.#guarded(() => entry.engine.setMode(mode));
  }

  async turnOff(): Promise<void> {
    await Promise.all(this.folders.all.map((entry) => this.setMode(entry, 'off')));
    void vscode.window.showInformationMessage(t('All automation is off in this window.'));
  }

  /** Says what goes, asks, and removes what is kept of a folder. */
  async forget(): Promise<void> {
    const entry = await this.#pickFolder();
    if (entry === undefined) return;
    const yes = t('Forget');
    const answer = await vscode.window.showWarningMessage(
      t('Forget {0}?', entry.folder.name),
      {
        modal: true,
        detail: t(
          'Its history, its mode and its caches are removed; nothing can be rolled back then. The project itself stays as it is.',
        ),
      },
      yes,
    );
    if (answer === yes) await this.#guarded(() => entry.engine.forget());
  }

  async scan(): Promise<void> {
    await this.#guarded(async () => {
      await this.#withProgress(t('Looking for missing packages'), (signal) =>
        Promise.all(this.folders.all.map((entry) => entry.engine.lookAgain(signal))),
      );
    });
  }

  /** Where the list that counts for the folder is kept: its own settings win over those of the workspace. */
  async ignoreAlways({ name, folder }: IgnorePackage): Promise<void> {
    const settings = vscode.workspace.getConfiguration('quartermaster', vscode.Uri.parse(folder));
    const { workspaceFolderValue, workspaceValue } = settings.inspect<string[]>('ignorePackages') ?? {};
    const { Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
    const value = new Set([...(workspaceFolderValue ?? workspaceValue ?? []), name]);
    await settings.update(
      'ignorePackages',
      [...value],
      workspaceFolderValue === undefined ? Workspace : WorkspaceFolder,
    );
  }

  showLog(): void {
    this.#channel.show();
  }

  async #install(
    entry: FolderEntry,
    findings: readonly MissingFinding[],
    field: DependencyType | undefined,
    confirmed: boolean,
    signal: AbortSignal,
  ): Promise<InstallOutcome> {
    const requests = entry.engine.requestsFor(findings);
    const placed = field === undefined ? requests : requests.map((request) => ({ ...request, field }));
    return entry.engine.install(placed, { ...byHand, confirmed }, signal);
  }

  async #confirm(asked: readonly GateReport[]): Promise<boolean> {
    const yes = t('Install Anyway');
    const reasons = asked.map((report) => {
      const check = report.checks.find((candidate) => candidate.result === 'ask');
      return `${report.package}: ${check?.reason ?? ''}`;
    });
    const question =
      asked.length === 1 ? t('Install {0}?', asked[0]?.package ?? '') : t('Install {0} packages?', asked.length);
    return (await vscode.window.showWarningMessage(question, { modal: true, detail: reasons.join('\n') }, yes)) === yes;
  }

  async #tellBlocked(blocked: readonly GateReport[]): Promise<void> {
    const [first] = blocked;
    const check = first?.checks.find((candidate) => candidate.result === 'block');
    const meant = first?.didYouMean === undefined ? '' : ` ${t('Did you mean {0}?', first.didYouMean)}`;
    await vscode.window.showErrorMessage(
      t('{0} was not installed. {1}', blocked.map((report) => report.package).join(', '), check?.reason ?? '') + meant,
    );
  }

  #tellFailures(entry: FolderEntry, operations: readonly Operation[]): void {
    for (const operation of operations) {
      if (operation.error === undefined) continue;
      const { code, message, hint } = operation.error;
      const log = t('Show Log');
      const again = t('Open Dashboard');
      void vscode.window
        .showErrorMessage(`${operationTitle(operation)}: ${message} ${hint} (${code})`, again, log)
        .then((answer) => {
          if (answer === log) this.showLog();
          if (answer === again) void vscode.commands.executeCommand('quartermaster.openDashboard');
        });
    }
    if (operations.some((operation) => operation.status === 'needs-user')) {
      this.#log.error(`${entry.folder.name} needs you: an operation could not be taken back`);
    }
  }

  /** In our item of the status bar at first; what lasts gets a notification that can be cancelled. */
  async #withProgress<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const running = work(controller.signal);
    const shown = this.#progress.show(title);
    const timer = setTimeout(() => {
      void vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title, cancellable: true },
        (_progress, token) => {
          token.onCancellationRequested(() => controller.abort(new CancelledError()));
          return settled(running);
        },
      );
    }, slowMs);
    try {
      return await running;
    } finally {
      clearTimeout(timer);
      shown.dispose();
    }
  }

  /** A foreseen failure is told once, short; anything else goes to the log with its stack. */
  async #guarded(work: () => Promise<void>): Promise<void> {
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
      void vscode.window.showErrorMessage(text, log).then((answer) => (answer === log ? this.showLog() : undefined));
    }
  }

  async #pickFolder(): Promise<FolderEntry | undefined> {
    const { all } = this.folders;
    if (all.length < 2) return all[0];
    const items = all.map((entry) => ({ label: entry.folder.name, description: entry.engine.mode, entry }));
    return (await vscode.window.showQuickPick(items, { placeHolder: t('For which folder?') }))?.entry;
  }
}

const byHand: InstallOptions = { trigger: 'manual', confirmed: false, automatic: false };

/** Without what its project's package manager keeps out; where that is all, all of it, so that the reason is told. */
function mendable(entry: FolderEntry, missing: readonly MissingFinding[]): readonly MissingFinding[] {
  const free = missing.filter((finding) => entry.engine.obstacle(finding.manifest) === undefined);
  return free.length > 0 ? free : missing;
}

function settled(work: Promise<unknown>): Promise<void> {
  return work.then(
    () => undefined,
    () => undefined,
  );
}
