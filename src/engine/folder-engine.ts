import { t } from '@vscode/l10n';
import { quiet, type Quiet } from '../base/async.ts';
import { QmError, isCancellation } from '../base/errors.ts';
import { DisposableStore, Emitter, type Event } from '../base/lifecycle.ts';
import type { RelativePath } from '../base/path.ts';
import type { Finding, MissingFinding } from '../model/finding.ts';
import { isMissing } from '../model/finding.ts';
import type { GateReport } from '../model/gate.ts';
import type { InstallOptions, InstallOutcome, Proposal } from '../model/install.ts';
import type { Mode } from '../model/mode.ts';
import type {
  ListedOperation,
  Operation,
  OperationId,
  RollbackConcern,
  RollbackPlan,
  Trigger,
} from '../model/operation.ts';
import type { PackageName } from '../model/package-name.ts';
import type { InstallRequest, RemoveRequest } from '../model/plan.ts';
import { projectOfManifest, type Project, type ProjectMap } from '../model/project.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Journal } from '../ports/journal.ts';
import { parseInstallPayload, projectOf, requestsFor, requestsOf } from './auto-installer.ts';
import type { EngineContext } from './context.ts';
import { busy, forgetFolder } from './forgetting.ts';
import { FindingsKeeper } from './findings-keeper.ts';
import { obstacleOf } from './guards.ts';
import { Installer } from './installer.ts';
import { JournalKeeper } from './journal-keeper.ts';
import { OperationRunner } from './operation-runner.ts';
import { isOwnChange } from './own-changes.ts';
import { ProposalDesk } from './proposal-desk.ts';
import { judge } from './proposals.ts';
import { goOn } from './going-on.ts';
import { recoverAbandoned } from './recovery.ts';
import { Remover } from './remover.ts';
import { Rollback } from './rollback.ts';
import { Typing } from './typing.ts';
import { isTypeScript } from '../scan/source-kind.ts';
import type { AutoInstallOptions, EditKind, Engine } from './engine.ts';

/** Quiet time before the folder is looked at again after its files changed outside the editor. */
const rescanMs = 400;

/** See {@link Engine}: the stages in their order. */
export class FolderEngine implements Engine {
  readonly #context: EngineContext;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new Emitter<void>());
  readonly #asked = this.#store.add(new Emitter<InstallOutcome>());
  readonly #keeper: JournalKeeper;
  readonly #runner: OperationRunner;
  readonly #findings: FindingsKeeper;
  readonly #installer: Installer;
  readonly #remover: Remover;
  readonly #rollback: Rollback;
  readonly #typing: Typing;
  readonly #desk: ProposalDesk;
  readonly #rescan: Quiet;
  readonly #closing = new AbortController();
  #follows = false;
  #defaultMode: Mode = 'off';
  #mode: Mode = 'off';
  #recovered: readonly Operation[] = [];

  readonly onDidChange = this.#changed.event;
  readonly onDidAsk = this.#asked.event;
  readonly onDidEnd: Event<Operation>;

  constructor(context: EngineContext) {
    this.#context = context;
    this.#keeper = this.#store.add(new JournalKeeper(context));
    this.#runner = this.#store.add(new OperationRunner(context, this.#keeper));
    this.#findings = this.#store.add(new FindingsKeeper(context));
    this.#installer = new Installer(context, this.#runner, (manifest) => this.#hasTypeScript(manifest));
    this.#remover = new Remover(context, this.#runner);
    this.#rollback = new Rollback(context, this.#keeper, this.#runner);
    const changed = (): void => this.#changed.fire();
    this.#desk = new ProposalDesk(context, changed);
    this.#typing = this.#store.add(
      new Typing(context, this.#findings, {
        mode: () => this.#readMode(),
        install: (findings, signal) => this.install(requestsFor(findings), automatic, signal),
        asked: (outcome) => this.#asked.fire(outcome),
        settled: changed,
      }),
    );
    this.#rescan = quiet(() => void this.#scanQuietly(), rescanMs, context.clock.schedule);
    this.onDidEnd = this.#runner.onDidEnd;
    this.#store.add(this.#keeper.onDidChange(changed));
    this.#store.add(this.#findings.onDidChange(changed));
    this.#store.add(this.#runner.onDidEnd((operation) => this.#afterOperation(operation)));
  }

  get root(): string {
    return this.#context.root;
  }
  get findings(): readonly Finding[] {
    return this.#findings.findings;
  }
  get snapshot(): Snapshot | undefined {
    return this.#findings.snapshot;
  }
  get map(): ProjectMap | undefined {
    return this.#findings.map;
  }
  get scannedAt(): string | undefined {
    return this.#findings.scannedAt;
  }
  get scanning(): boolean {
    return this.#findings.scanning;
  }
  get busy(): boolean {
    return this.#runner.busy;
  }
  get journal(): Journal | undefined {
    return this.#keeper.current;
  }
  get stateProblem(): QmError | undefined {
    return this.#keeper.problem;
  }
  get mode(): Mode {
    return this.#mode;
  }

  async start(defaultMode: Mode): Promise<void> {
    this.#defaultMode = defaultMode;
    if (!this.#follows) this.#store.add(this.#context.user.watch(this.root, () => void this.#follow()));
    this.#follows = true;
    await this.#readMode();
    // Opening a database writes beside it: an untrusted folder is left as it is.
    if (this.#context.trust.isTrusted()) {
      await this.#keeper.read();
      const { ended, waiting } = await recoverAbandoned(this.#context, this.#keeper);
      this.#recovered = ended;
      for (const each of waiting)
        void goOn(this, this.#runner, each, this.#closing.signal, (left) => this.#asked.fire(left));
    }
    this.#changed.fire();
  }

  get recovered(): readonly Operation[] {
    return this.#recovered;
  }

  async forget(): Promise<void> {
    if (!this.#context.trust.isTrusted()) throw nothingForgotten();
    if (this.busy) throw busy();
    const map = await this.projects(this.#closing.signal);
    await forgetFolder(this.#context, this.#keeper, map);
    await this.#follow();
  }

  async scan(signal: AbortSignal): Promise<Snapshot> {
    const snapshot = await this.#findings.scan(signal);
    this.#typing.scanned(snapshot.map);
    return snapshot;
  }

  async lookAgain(signal: AbortSignal): Promise<void> {
    this.#desk.forget();
    await this.#read();
    await this.scan(signal);
  }

  projects(signal: AbortSignal): Promise<ProjectMap> {
    return this.#context.scanner.readProjects(this.root, signal);
  }

  documentChanged(file: RelativePath, text: string, kind: EditKind, signal: AbortSignal): Promise<void> {
    return this.#typing.changed(file, text, kind, signal);
  }

  standsStill(finding: MissingFinding): boolean {
    return this.#typing.standsStill(finding);
  }

  documentSaved(file: RelativePath): void {
    this.#typing.saved(file);
  }

  documentClosed(file: RelativePath): void {
    this.#typing.closed(file);
  }

  filesChanged(paths: readonly RelativePath[]): void {
    const foreign = paths.filter((path) => !isOwnChange(path, this.map, (root) => this.#runner.isHeld(root)));
    if (foreign.length === 0) return;
    this.#context.scanner.invalidate(this.root, foreign);
    this.#rescan.poke();
  }

  headMoved(): void {
    this.#typing.headMoved();
  }

  async setMode(mode: Mode): Promise<void> {
    await this.#context.user.setMode(this.root, mode);
    this.#mode = mode;
    this.#changed.fire();
  }

  async setDefaultMode(mode: Mode): Promise<void> {
    this.#defaultMode = mode;
    await this.#readMode();
    this.#changed.fire();
  }

  judgeLocally(name: PackageName): GateReport {
    return judge(this.#context, name, undefined, undefined);
  }

  async proposal(name: PackageName, manifest: RelativePath, signal: AbortSignal): Promise<Proposal | undefined> {
    const map = this.map ?? (await this.projects(signal));
    return this.#desk.propose(map, name, manifest, signal);
  }

  knownProposal(name: PackageName, manifest: RelativePath): Proposal | undefined {
    return this.#desk.known(name, manifest);
  }

  async install(
    requests: readonly InstallRequest[],
    options: InstallOptions,
    signal: AbortSignal,
  ): Promise<InstallOutcome> {
    return this.#installer.install(await this.projects(signal), requests, options, signal);
  }

  async autoInstall(payload: unknown, asked: AutoInstallOptions, signal: AbortSignal): Promise<InstallOutcome> {
    const parsed = parseInstallPayload(payload);
    const map = await this.projects(signal);
    const project = projectOf(parsed, map, parsed.projectId === undefined ? undefined : await this.#read());
    const options = { ...automatic, ...asked, claimedTrigger: parsed.triggeredBy };
    return this.#installer.install(map, requestsOf(parsed, project), options, signal);
  }

  async remove(
    requests: readonly RemoveRequest[],
    options: InstallOptions,
    signal: AbortSignal,
  ): Promise<readonly Operation[]> {
    return this.#remover.remove(await this.projects(signal), requests, options, signal);
  }

  obstacle(manifest: RelativePath): QmError | undefined {
    const project = this.map === undefined ? undefined : projectOfManifest(this.map, manifest);
    return project === undefined ? undefined : obstacleOf(project);
  }

  requestsFor(findings: readonly Finding[]): readonly InstallRequest[] {
    return requestsFor(findings.filter(isMissing));
  }

  async restore(project: RelativePath, options: InstallOptions, signal: AbortSignal): Promise<Operation> {
    return this.#installer.restore(await this.#project(project, signal), options, signal);
  }

  async planRollback(id: OperationId, signal: AbortSignal): Promise<RollbackPlan> {
    return this.#rollback.plan(await this.projects(signal), id);
  }

  async rollbackConcerns(id: OperationId, signal: AbortSignal): Promise<readonly RollbackConcern[]> {
    return this.#rollback.concerns(await this.projects(signal), id, signal);
  }

  async rollBack(id: OperationId, trigger: Trigger, signal: AbortSignal, adopts?: OperationId): Promise<Operation> {
    return this.#rollback.run(await this.projects(signal), id, { trigger, adopts }, signal);
  }

  canCancel(id: OperationId): boolean {
    return this.#runner.canCancel(id);
  }

  cancel(id: OperationId): boolean {
    return this.#runner.cancel(id);
  }

  canHold(id: OperationId): boolean {
    return this.#runner.canHold(id);
  }

  hold(id: OperationId): boolean {
    const found = this.#runner.hold(id);
    this.#changed.fire();
    return found;
  }

  release(id: OperationId): boolean {
    const found = this.#runner.release(id);
    this.#changed.fire();
    return found;
  }

  isHeld(id: OperationId): boolean {
    return this.#runner.isPaused(id);
  }

  async history(limit: number): Promise<readonly ListedOperation[]> {
    return (await this.#read())?.operations({ limit }) ?? [];
  }

  async operationCount(): Promise<number> {
    return (await this.#read())?.count() ?? 0;
  }

  async idsBeginningWith(beginning: string, limit: number): Promise<readonly OperationId[]> {
    return (await this.#read())?.idsBeginningWith(beginning, limit) ?? [];
  }

  async operation(id: OperationId): Promise<Operation | undefined> {
    return (await this.#read())?.operation(id);
  }

  /** Another window or the command line chose a mode, or made the journal. */
  async #follow(): Promise<void> {
    await this.#readMode();
    await this.#read();
    this.#changed.fire();
  }

  async #readMode(): Promise<Mode> {
    this.#mode = (await this.#context.user.mode(this.root)) ?? this.#defaultMode;
    return this.#mode;
  }

  async #read(): Promise<Journal | undefined> {
    return this.#context.trust.isTrusted() ? this.#keeper.read() : undefined;
  }

  async close(later = false): Promise<void> {
    this.#closing.abort();
    this.#rescan.cancel();
    await this.#runner.close(later && this.#context.livesOn);
    this.dispose();
  }

  dispose(): void {
    this.#closing.abort();
    this.#rescan.cancel();
    this.#store.dispose();
  }

  async #project(root: RelativePath, signal: AbortSignal): Promise<Project> {
    const map = await this.projects(signal);
    const project = map.projects.find((candidate) => candidate.root === root);
    if (project === undefined) throw new TypeError(`no project at "${root}"`);
    return project;
  }

  #hasTypeScript(manifest: RelativePath): boolean {
    return (this.snapshot?.uses ?? []).some((use) => use.manifest === manifest && isTypeScript(use.site.file));
  }

  #afterOperation(operation: Operation): void {
    this.#desk.forget();
    this.#context.scanner.invalidate(this.root, [
      operation.project === '' ? 'package.json' : `${operation.project}/package.json`,
      operation.project === '' ? 'node_modules' : `${operation.project}/node_modules`,
    ]);
    void this.#scanQuietly();
  }

  async #scanQuietly(): Promise<void> {
    try {
      await this.scan(this.#closing.signal);
    } catch (error) {
      if (!isCancellation(error)) this.#context.log.error('the folder could not be scanned', error);
    }
  }
}

const automatic: InstallOptions = { trigger: 'ai_auto', confirmed: false, automatic: true };

function nothingForgotten(): QmError {
  return new QmError('QM_UNTRUSTED', {
    message: t('This workspace is not trusted, so nothing of it is removed.'),
    hint: t('Trust the workspace first, if you know where it comes from.'),
  });
}
