import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { installedRange, isMendable, standsIn, type Finding, type MendableFinding } from '../../model/finding.ts';
import { questionsOf, type GateReport } from '../../model/gate.ts';
import type { InstallOptions, InstallOutcome } from '../../model/install.ts';
import type { DependencyType } from '../../model/manifest.ts';
import type { Mode } from '../../model/mode.ts';
import type { InstallRequest } from '../../model/plan.ts';
import type { Operation } from '../../model/operation.ts';
import { Approving } from './approving.ts';
import { Building } from './building.ts';
import { consentDetail, consentTitle } from './consent-words.ts';
import { explainDecision } from './explaining.ts';
import { removeUnused } from './unused.ts';
import type { FolderEntry, Folders } from './folders.ts';
import type { LanguageModels } from './language-models.ts';
import { Moving } from './moving.ts';
import { reviewRules } from './rule-review.ts';
import { Suggesting } from './suggesting.ts';
import { TakingBack } from './taking-back.ts';
import { modeChoices, modeName } from './words.ts';
import { byHand, type Work } from './work.ts';

/** What a user's click does, in one place: commands, fixes, notifications and the dashboard all end here. */
export class Ui {
  readonly folders: Folders;
  readonly takingBack: TakingBack;
  readonly approving: Approving;
  readonly building: Building;
  readonly moving: Moving;
  readonly suggesting: Suggesting;
  readonly #work: Work;
  readonly #forgetAsked: (entry: FolderEntry) => Promise<void>;

  /** `forgetAsked`: lets everything be asked again that a folder was asked about once. */
  constructor(
    folders: Folders,
    work: Work,
    models: LanguageModels,
    forgetAsked: (entry: FolderEntry) => Promise<void>,
  ) {
    this.folders = folders;
    this.takingBack = new TakingBack(folders, work);
    this.approving = new Approving(folders, work);
    this.building = new Building(folders, work);
    this.moving = new Moving(work);
    this.suggesting = new Suggesting(work, models, (entry, request) => this.installRequest(entry, request));
    this.#work = work;
    this.#forgetAsked = forgetAsked;
  }

  /** Installs what mends the findings; asks where the gate asks. */
  async install(entry: FolderEntry, findings: readonly Finding[], field?: DependencyType): Promise<void> {
    const wanted = installable(entry, findings.filter(isMendable));
    if (wanted.length === 0) return;
    const title =
      wanted.length === 1 ? t('Installing {0}', wanted[0]?.package ?? '') : t('Installing {0} packages', wanted.length);
    await this.#work.guarded(async () => {
      const outcome = await this.#work.run(title, (signal) => this.#install(entry, wanted, field, byHand, signal));
      await this.#finish(entry, outcome, (asked, shown) => {
        const names = new Set(asked.flatMap((report) => [report.package, ...report.broughtBy]));
        const rest = wanted.filter((finding) => names.has(finding.package));
        const options = { ...byHand, confirmed: true, shown };
        return this.#work.run(title, (signal) => this.#install(entry, rest, field, options, signal));
      });
    }, entry);
  }

  /**
   * Tells what did not come to a good end, and where the gate asks does the rest if its user says so. What is asked only then
   * is asked then: what would come along is not known before. `shown`: all that was asked so far.
   */
  async #finish(
    entry: FolderEntry,
    outcome: InstallOutcome,
    again: Again,
    shown: readonly string[] = [],
  ): Promise<void> {
    const { operations, asked, blocked } = outcome;
    // What the gate asked in the middle of an operation ended it, and is no failure to tell.
    const told = asked.length > 0 ? operations.filter(({ error }) => error?.code !== 'QM_GATE_ASK') : operations;
    this.#work.tellFailures(entry, told);
    if (blocked.length > 0) void this.#tellBlocked(blocked);
    if (asked.length === 0 || !(await this.#confirm(asked))) return;
    const all = [...shown, ...asked.flatMap(questionsOf)];
    return this.#finish(entry, await again(asked, all), again, all);
  }

  /** Declares the version that is installed, and has the lockfile say so too. */
  async declareInstalled(entry: FolderEntry, finding: MendableFinding): Promise<void> {
    const range = installedRange(finding);
    if (range === undefined) return;
    const { package: name, manifest } = finding;
    const request = { package: name, range, manifest, field: 'field' in finding ? finding.field : finding.belongsIn };
    await this.installRequest(entry, request, t('Declaring {0} {1}', name, range));
  }

  /** Installs what was named, through the gate as everything; asks where that asks. */
  async installRequest(
    entry: FolderEntry,
    request: InstallRequest,
    title = t('Installing {0}', request.package),
  ): Promise<void> {
    const run = (options: InstallOptions): Promise<InstallOutcome> =>
      this.#work.run(title, (signal) => entry.engine.install([request], options, signal));
    await this.#work.guarded(async () => {
      const again: Again = (_asked, shown) => run({ ...byHand, confirmed: true, shown });
      await this.#finish(entry, await run(byHand), again);
    }, entry);
  }

  /**
   * What is missing and what is there in another version, in every folder of the window but those in which the user turned
   * everything off.
   */
  async installAllMissing(): Promise<void> {
    const active = this.#active();
    if (active.length === 0) return this.#tellOff();
    const lacking = active.filter((entry) => this.folders.findingsOf(entry).some(isMendable));
    if (lacking.length === 0) void vscode.window.showInformationMessage(t('Nothing is missing.'));
    await Promise.all(lacking.map((entry) => this.install(entry, this.folders.findingsOf(entry))));
  }

  async installMissingInFile(): Promise<void> {
    const uri = vscode.window.activeTextEditor?.document.uri;
    const place = uri === undefined ? undefined : this.folders.locate(uri);
    if (place?.entry.engine.mode === 'off') return this.#tellOff();
    const findings = place?.entry.engine.findings.filter(
      (finding) => isMendable(finding) && standsIn(finding, place.file),
    );
    if (place === undefined || findings === undefined || findings.length === 0) {
      void vscode.window.showInformationMessage(t('Nothing is missing in this file.'));
      return;
    }
    await this.install(place.entry, findings);
  }

  /** Installs what the manifests and lockfiles of bare projects say. */
  async restore(entry: FolderEntry, project: string): Promise<void> {
    const run = (confirmed: boolean): Promise<Operation> =>
      this.#work.run(t('Installing dependencies'), (signal) =>
        entry.engine.restore(project, { ...byHand, confirmed }, signal),
      );
    await this.#work.guarded(async () => {
      const operation = await run(false);
      const { error } = operation;
      if (error?.code !== 'QM_GATE_ASK') return this.#work.tellFailures(entry, [operation]);
      if (await askAnyway(t('Install the dependencies?'), error.message)) {
        this.#work.tellFailures(entry, [await run(true)]);
      }
    });
  }

  async restoreAll(): Promise<void> {
    const active = this.#active();
    if (active.length === 0) return this.#tellOff();
    const bare = active.flatMap((entry) =>
      this.folders
        .findingsOf(entry)
        .flatMap((finding) => (finding.kind === 'not-installed' ? [{ entry, project: finding.project }] : [])),
    );
    if (bare.length === 0) void vscode.window.showInformationMessage(t('All dependencies are installed.'));
    await Promise.all(bare.map(({ entry, project }) => this.restore(entry, project)));
  }

  /** Shows what the repository has the package manager of a project run and send, and keeps the user's consent to it. */
  async consent(entry: FolderEntry, project: string): Promise<void> {
    await this.#work.guarded(async () => {
      const { signal } = new AbortController();
      const question = await entry.engine.hookQuestion(project, signal);
      if (question === undefined) {
        return void vscode.window.showInformationMessage(
          t('What stands in the way there is nothing that can be allowed.'),
        );
      }
      const { files, settings, digest } = question;
      const [look, yes] = [files.length === 0 ? t('Show the Setting') : t('Show the Code'), t('Allow')];
      // The first choice is drawn as the advised one, and Enter takes it: looking, not allowing.
      const [title, detail] = [consentTitle(question), consentDetail(question)];
      const answer = await vscode.window.showWarningMessage(title, { modal: true, detail }, look, yes);
      if (answer === look) {
        for (const path of new Set([...files.map((file) => file.path), ...settings]))
          await vscode.window.showTextDocument(this.folders.uriOf(entry, path), { preview: false });
      }
      if (answer !== yes) return;
      await entry.engine.consentTo(project, digest, signal);
      void vscode.window.showInformationMessage(t('Allowed. Ask again for what was refused.'));
    });
  }

  async chooseMode(): Promise<void> {
    const entry = await this.#pickFolder();
    if (entry === undefined) return;
    const items = modeChoices().map((choice) => ({ ...choice, picked: choice.mode === entry.engine.mode }));
    const picked = await vscode.window.showQuickPick(items, {
      placeHolder: t(
        'What may Quartermaster do in {0} by itself? Now: {1}',
        entry.folder.name,
        modeName(entry.engine.mode),
      ),
    });
    if (picked !== undefined) await this.setMode(entry, picked.mode);
  }

  async setMode(entry: FolderEntry, mode: Mode): Promise<void> {
    await this.#work.guarded(() => entry.engine.setMode(mode));
  }

  async turnOff(): Promise<void> {
    await Promise.all(this.folders.all.map((entry) => this.setMode(entry, 'off')));
    void vscode.window.showInformationMessage(t('All automation is off in this window.'));
  }

  /** Says what goes, asks, and removes what is kept of a folder. */
  async forget(): Promise<void> {
    const entry = await this.#pickFolder();
    if (entry === undefined) return;
    // Refused, and so not asked about.
    if (!vscode.workspace.isTrusted) return this.#work.guarded(() => entry.engine.forget());
    const yes = t('Forget');
    const answer = await vscode.window.showWarningMessage(
      t('Forget {0}?', entry.folder.name),
      {
        modal: true,
        detail: t(
          'Its history, the rules that you have made for it, its mode, its caches and what you allowed in it are removed; nothing can be rolled back then. The project itself stays as it is.',
        ),
      },
      yes,
    );
    if (answer !== yes) return;
    await this.#work.guarded(async () => {
      // First: the engine tells at its end that everything is new, and what was asked once may be asked again.
      await this.#forgetAsked(entry);
      await entry.engine.forget();
    });
  }

  async scan(): Promise<void> {
    await this.#work.guarded(async () => {
      await this.#work.run(t('Looking for missing packages'), (signal) =>
        Promise.all(this.folders.all.map((entry) => entry.engine.lookAgain(signal))),
      );
    });
  }

  async removeUnused(): Promise<void> {
    const active = this.#active();
    if (active.length === 0) return this.#tellOff();
    await removeUnused(this.#work, active);
  }

  async explainDecision(): Promise<void> {
    await this.#work.guarded(() => explainDecision(this.folders));
  }

  /** Of the folder that is asked for where none is given. */
  async reviewRules(given?: FolderEntry): Promise<void> {
    const entry = given ?? (await this.#pickFolder());
    if (entry !== undefined) await reviewRules(entry, this.#work);
  }

  showLog(): void {
    this.#work.showLog();
  }

  #active(): readonly FolderEntry[] {
    return this.folders.all.filter((entry) => entry.engine.mode !== 'off');
  }

  #tellOff(): void {
    void vscode.window.showInformationMessage(t('Quartermaster is off here. Choose a mode first.'));
  }

  async #install(
    entry: FolderEntry,
    findings: readonly MendableFinding[],
    field: DependencyType | undefined,
    options: InstallOptions,
    signal: AbortSignal,
  ): Promise<InstallOutcome> {
    const requests = entry.engine.requestsFor(findings);
    const placed = field === undefined ? requests : requests.map((request) => ({ ...request, field }));
    return entry.engine.install(placed, options, signal);
  }

  async #confirm(asked: readonly GateReport[]): Promise<boolean> {
    const reasons = asked.map((report) => {
      const check = report.checks.find((candidate) => candidate.result === 'ask');
      return `${nameOf(report)}: ${check?.reason ?? ''}`;
    });
    const wanted = [
      ...new Set(asked.flatMap(({ package: name, broughtBy }) => (broughtBy.length > 0 ? broughtBy : name))),
    ];
    const question =
      wanted.length === 1 ? t('Install {0}?', wanted[0] ?? '') : t('Install {0} packages?', wanted.length);
    return askAnyway(question, reasons.join('\n'));
  }

  async #tellBlocked(blocked: readonly GateReport[]): Promise<void> {
    const [first] = blocked;
    const check = first?.checks.find((candidate) => candidate.result === 'block');
    const meant = first?.didYouMean === undefined ? '' : ` ${t('Did you mean {0}?', first.didYouMean)}`;
    await vscode.window.showErrorMessage(
      t('{0} was not installed. {1}', blocked.map((report) => report.package).join(', '), check?.reason ?? '') + meant,
    );
  }

  async #pickFolder(): Promise<FolderEntry | undefined> {
    const { all } = this.folders;
    if (all.length < 2) return all[0];
    const items = all.map((entry) => ({ label: entry.folder.name, description: modeName(entry.engine.mode), entry }));
    return (await vscode.window.showQuickPick(items, { placeHolder: t('For which folder?') }))?.entry;
  }
}

/** As the question names it. */
function nameOf({ package: name, version, broughtBy }: GateReport): string {
  return broughtBy.length === 0 ? name : t('{0} {1}, which comes along', name, version ?? '');
}

/** Installs what was asked about, with all the questions that its user has said yes to. */
type Again = (asked: readonly GateReport[], shown: readonly string[]) => Promise<InstallOutcome>;

/** Without what its project's package manager keeps out; where that is all, all of it, so that the reason is told. */
function installable(entry: FolderEntry, wanted: readonly MendableFinding[]): readonly MendableFinding[] {
  const free = wanted.filter((finding) => entry.engine.obstacle(finding.manifest) === undefined);
  return free.length > 0 ? free : wanted;
}

async function askAnyway(question: string, detail: string): Promise<boolean> {
  const yes = t('Install Anyway');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
}
