import { t } from '@vscode/l10n';
import { quiet, type Quiet } from '../base/async.ts';
import { CancelledError, QmError, isCancellation } from '../base/errors.ts';
import { DisposableStore, Emitter } from '../base/lifecycle.ts';
import type { RelativePath } from '../base/path.ts';
import { isMendable, type Finding } from '../model/finding.ts';
import type { GateReport } from '../model/gate.ts';
import type { HookQuestion } from '../model/hook-question.ts';
import type { InstallOptions, InstallOutcome, MoveOutcome, Proposal } from '../model/install.ts';
import type { Mode } from '../model/mode.ts';
import type {
  Operation,
  OperationId,
  RollbackConcern,
  RollbackPlan,
  Settled,
  Settlement,
  SettlePlan,
  Trigger,
} from '../model/operation.ts';
import type { PackageName } from '../model/package-name.ts';
import type { InstallRequest, MoveRequest, RemoveRequest } from '../model/plan.ts';
import { projectOfManifest, type ProjectMap } from '../model/project.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Journal } from '../ports/journal.ts';
import { Approvals } from './approvals.ts';
import { parseInstallPayload, projectOf, requestsFor, requestsOf } from './auto-installer.ts';
import type { EngineContext } from './context.ts';
import { FindingsKeeper } from './findings-keeper.ts';
import { FolderBuilds } from './folder-builds.ts';
import { FolderRules } from './folder-rules.ts';
import { FolderSuggestions } from './folder-suggestions.ts';
import { obstacleOf, projectAt } from './guards.ts';
import { JournalKeeper } from './journal-keeper.ts';
import type { Operations, Righted } from './operations.ts';
import { isOwnChange } from './own-changes.ts';
import { History } from './history.ts';
import { ProposalDesk } from './proposal-desk.ts';
import { judge } from './proposals.ts';
import { Queue } from './queue.ts';
import { ruleBooks, type AskRuleBook } from './rule-books.ts';
import { Typing } from './typing.ts';
import { isTypeScript } from '../scan/source-kind.ts';
import type { UnusedReport } from '../model/unused.ts';
import type { Documents } from './documents.ts';
import type { AutoInstallOptions, Engine } from './engine.ts';

/** Quiet time before the folder is looked at again after its files changed outside the editor. */
const rescanMs = 400;

/** See {@link Engine}: the stages in their order. */
export class FolderEngine implements Engine {
  readonly #context: EngineContext;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new Emitter<void>());
  readonly #asked = this.#store.add(new Emitter<InstallOutcome>());
  readonly #keeper: JournalKeeper;
  readonly #ended = this.#store.add(new Emitter<Operation>());
  readonly #findings: FindingsKeeper;
  readonly #typing: Typing;
  readonly #desk: ProposalDesk;
  readonly #ruleBook: AskRuleBook;
  readonly #rescan: Quiet;
  readonly #closing = new AbortController();
  #loading: Promise<Operations> | undefined;
  /** Undefined before the first change: nothing waits or runs then. */
  #operations: Operations | undefined;
  #follows = false;
  #defaultMode: Mode = 'off';
  #mode: Mode = 'off';
  #righted: Righted = nothingRighted;

  readonly history = new History(() => this.#read());
  readonly approvals: Approvals;
  readonly rules: FolderRules;
  readonly suggesting: FolderSuggestions;
  readonly builds: FolderBuilds;
  readonly queue = new Queue(
    () => this.#operations?.runner,
    () => this.#changed.fire(),
  );
  readonly onDidChange = this.#changed.event;
  readonly onDidAsk = this.#asked.event;
  readonly onDidEnd = this.#ended.event;

  constructor(context: EngineContext) {
    this.#context = context;
    this.#keeper = this.#store.add(new JournalKeeper(context));
    this.#findings = this.#store.add(new FindingsKeeper(context));
    this.approvals = new Approvals(context, {
      journal: () => this.#read(),
      look: async (signal) => (await this.scan(signal)).map,
      isMissing: this.#findings.isMissing,
      install: (requests, options, signal) => this.install(requests, options, signal),
    });
    const changed = (): void => this.#changed.fire();
    this.#ruleBook = ruleBooks(context, this.#keeper);
    this.#desk = new ProposalDesk(context, this.#ruleBook, changed);
    this.rules = new FolderRules(context, this.#ruleBook, {
      projects: () => this.projects(this.#closing.signal),
      scan: (signal) => this.scan(signal),
      history: this.history,
      findings: () => this.findings,
      accepted: () => {
        this.#desk.forget();
        changed();
      },
    });
    this.suggesting = new FolderSuggestions(context, {
      projects: (signal) => this.projects(signal),
      map: () => this.map,
      proposal: (name, manifest, signal) => this.proposal(name, manifest, signal),
      knownProposal: (name, manifest) => this.knownProposal(name, manifest),
    });
    this.builds = new FolderBuilds({
      projects: (signal) => this.projects(signal),
      map: () => this.map,
      operations: () => this.#load(),
    });
    this.#typing = this.#store.add(
      new Typing(context, this.#findings, {
        mode: () => this.#readMode(),
        install: (findings, signal) => this.install(requestsFor(findings), automatic, signal),
        asked: (outcome) => void this.#tell(outcome),
        settled: changed,
      }),
    );
    this.#rescan = quiet(() => void this.#scanQuietly(), rescanMs, context.clock.schedule);
    this.#store.add(
      this.#keeper.onDidChange(() => {
        this.#desk.follow(this.#keeper.current);
        changed();
      }),
    );
    this.#store.add(this.#findings.onDidChange(changed));
  }

  get root(): string {
    return this.#context.root;
  }
  get documents(): Documents {
    return this.#typing;
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
      const isAbandoned = (await this.#context.user.abandoned(this.root)).length > 0;
      this.#righted = isAbandoned ? await this.#recover() : nothingRighted;
    }
    this.#changed.fire();
  }

  get recovered(): readonly Operation[] {
    return this.#righted.ended;
  }

  get unrecovered(): readonly QmError[] {
    return this.#righted.left;
  }

  async forget(): Promise<void> {
    if (!this.#context.trust.isTrusted()) throw nothingForgotten();
    const operations = await this.#load();
    await operations.forget(await this.projects(this.#closing.signal));
    await this.#follow();
  }

  async scan(signal: AbortSignal): Promise<Snapshot> {
    const snapshot = await this.#findings.scan(signal);
    this.#typing.scanned(snapshot.map);
    this.approvals.refresh(this.#keeper.current, snapshot.map);
    return snapshot;
  }

  findUnused(signal: AbortSignal): Promise<UnusedReport> {
    return this.#context.scanner.findUnused(this.root, signal);
  }

  async lookAgain(signal: AbortSignal): Promise<void> {
    this.#desk.forget();
    await this.#read();
    await this.scan(signal);
  }

  projects(signal: AbortSignal): Promise<ProjectMap> {
    return this.#context.scanner.readProjects(this.root, signal);
  }

  filesChanged(paths: readonly RelativePath[]): void {
    const foreign = paths.filter(
      (path) => !isOwnChange(path, this.map, (root) => this.#operations?.runner.isHeld(root) === true),
    );
    if (foreign.length === 0) return;
    this.#context.scanner.invalidate(this.root, foreign);
    this.#rescan.poke();
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
    return judge(this.#context, name, undefined);
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
    const { installer } = await this.#load();
    return installer.install(await this.projects(signal), requests, options, signal);
  }

  async autoInstall(payload: unknown, asked: AutoInstallOptions, signal: AbortSignal): Promise<InstallOutcome> {
    const parsed = parseInstallPayload(payload);
    const map = await this.projects(signal);
    const project = projectOf(parsed, map, parsed.projectId === undefined ? undefined : await this.#read());
    const options = { ...automatic, ...asked, claimedTrigger: parsed.triggeredBy };
    const { installer } = await this.#load();
    return installer.install(map, requestsOf(parsed, project), options, signal);
  }

  async remove(
    requests: readonly RemoveRequest[],
    options: InstallOptions,
    signal: AbortSignal,
  ): Promise<readonly Operation[]> {
    const { remover } = await this.#load();
    return remover.remove(await this.projects(signal), requests, options, signal);
  }

  async move(requests: readonly MoveRequest[], options: InstallOptions, signal: AbortSignal): Promise<MoveOutcome> {
    const { mover } = await this.#load();
    return mover.move(await this.projects(signal), requests, options, signal);
  }

  async hookQuestion(project: RelativePath, signal: AbortSignal): Promise<HookQuestion | undefined> {
    return (await this.#load()).hookQuestion(project, signal);
  }

  async consentTo(project: RelativePath, digest: string, signal: AbortSignal): Promise<void> {
    await (await this.#load()).consentTo(project, digest, signal);
  }

  obstacle(manifest: RelativePath): QmError | undefined {
    const project = this.map === undefined ? undefined : projectOfManifest(this.map, manifest);
    return project === undefined ? undefined : obstacleOf(project);
  }

  requestsFor(findings: readonly Finding[]): readonly InstallRequest[] {
    return requestsFor(findings.filter(isMendable));
  }

  async restore(project: RelativePath, options: InstallOptions, signal: AbortSignal): Promise<Operation> {
    const { restorer } = await this.#load();
    return restorer.restore(projectAt(await this.projects(signal), project), options, signal);
  }

  async planRollback(id: OperationId, signal: AbortSignal): Promise<RollbackPlan> {
    const { rollback } = await this.#load();
    return rollback.plan(await this.projects(signal), id);
  }

  async rollbackConcerns(id: OperationId, signal: AbortSignal): Promise<readonly RollbackConcern[]> {
    const { rollback } = await this.#load();
    return rollback.concerns(await this.projects(signal), id, signal);
  }

  async rollBack(id: OperationId, trigger: Trigger, signal: AbortSignal, adopts?: OperationId): Promise<Operation> {
    const { rollback } = await this.#load();
    return rollback.run(await this.projects(signal), id, { trigger, adopts }, signal);
  }

  async planSettle(id: OperationId): Promise<SettlePlan> {
    const { settling } = await this.#load();
    return settling.plan(id);
  }

  async settle(id: OperationId, how: Settlement, signal: AbortSignal, adopts?: OperationId): Promise<Settled> {
    const { settling } = await this.#load();
    return settling.settle(id, how, adopts, signal);
  }

  /** Rejects with CancelledError once the folder is closed. */
  #load(): Promise<Operations> {
    this.#loading ??= this.#open();
    return this.#loading;
  }

  async #open(): Promise<Operations> {
    const { Operations } = await import('./operations.ts');
    if (this.#closing.signal.aborted) throw new CancelledError();
    const operations = new Operations(this.#context, this.#keeper, this.#ruleBook, {
      hasTypeScript: (manifest) => this.#hasTypeScript(manifest),
      isMissing: this.#findings.isMissing,
    });
    this.#operations = this.#store.add(operations);
    this.#store.add(operations.runner.live.onDidChange(() => this.#changed.fire()));
    operations.runner.onDidEnd((operation) => {
      this.#afterOperation(operation);
      this.#ended.fire(operation);
    });
    return operations;
  }

  /** What automation left is told, but for what its user has said no to. */
  async #tell(outcome: InstallOutcome): Promise<void> {
    const open = await this.approvals.unanswered(outcome);
    if (open.asked.length + open.blocked.length > 0) this.#asked.fire(open);
  }

  async #recover(): Promise<Righted> {
    const operations = await this.#load();
    return operations.recover(this, this.#closing.signal, (left) => this.#asked.fire(left));
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
    const operations = await this.#loading?.catch(() => undefined);
    await operations?.runner.close(later && this.#context.livesOn);
    this.dispose();
  }

  dispose(): void {
    this.#closing.abort();
    this.#rescan.cancel();
    this.#store.dispose();
  }

  #hasTypeScript(manifest: RelativePath): boolean {
    const { uses = [], settled = [] } = this.snapshot ?? {};
    return (
      settled.some((one) => one.manifest === manifest && one.hasTypeScript) ||
      uses.some((use) => use.manifest === manifest && isTypeScript(use.site.file))
    );
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

const nothingRighted: Righted = { ended: [], left: [] };
