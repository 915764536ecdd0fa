import type { QmError } from '../base/errors.ts';
import type { Disposable, Event } from '../base/lifecycle.ts';
import type { RelativePath } from '../base/path.ts';
import type { BuildRequest, BuildShare, ShownPackage } from '../model/build.ts';
import type { Finding } from '../model/finding.ts';
import type { GateReport } from '../model/gate.ts';
import type { HookQuestion } from '../model/hook-question.ts';
import type { BuildOptions, InstallOptions, InstallOutcome, MoveOutcome, Proposal } from '../model/install.ts';
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
import type { ProjectMap } from '../model/project.ts';
import type { RuleId } from '../model/audit.ts';
import type { OwnRule, RuleRow } from '../model/rule.ts';
import type { RulesInForce } from '../model/rules-in-force.ts';
import type { Advice, DeprecationReport, SuggestionReport } from '../model/suggestion.ts';
import type { UnusedReport } from '../model/unused.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { PolicyFile } from '../policy/policy-file.ts';
import type { Journal } from '../ports/journal.ts';
import type { Approvals } from './approvals.ts';
import type { EngineContext } from './context.ts';
import type { Documents } from './documents.ts';
import type { ExplainRequest, RuleExplanation } from './explaining.ts';
import { FolderEngine } from './folder-engine.ts';
import type { History } from './history.ts';
import type { Queue } from './queue.ts';
import type { AskedModel } from './model-advice.ts';
import type { OwnSimulation, RuleSimulation } from './rule-simulation.ts';
import type { SuggestRequest } from './suggestion-report.ts';

/** Who calls a function, as the surface knows it, and whether anything is to be changed. */
export type AutoInstallOptions = Pick<InstallOptions, 'trigger' | 'dryRun'>;

/**
 * One workspace folder, run. The only place that knows the order of the stages; commands, fixes, verbs and monitors
 * enter here and never by a driver. Long work takes an AbortSignal; every failure is a QmError.
 */
export interface Engine extends Disposable {
  readonly root: string;
  readonly documents: Documents;
  readonly queue: Queue;
  readonly history: History;
  /** What automation left to a person; see its methods. */
  readonly approvals: Approvals;
  /** Until {@link snapshot} is there: of the documents that are open. */
  readonly findings: readonly Finding[];
  /** Undefined before the first look at the folder has ended. */
  readonly snapshot: Snapshot | undefined;
  /** The projects, as far as they were looked at. */
  readonly map: ProjectMap | undefined;
  /** When the last look at the folder ended; ISO 8601 UTC. */
  readonly scannedAt: string | undefined;
  readonly scanning: boolean;
  /** The journal, where this user has one here; what can be shown at once. */
  readonly journal: Journal | undefined;
  /** Why nothing can be recorded, and so nothing be written. */
  readonly stateProblem: QmError | undefined;
  readonly mode: Mode;
  /** Something that is shown changed: findings, operations, proposals, mode. */
  readonly onDidChange: Event<void>;
  /** An operation ended, in whatever way. */
  readonly onDidEnd: Event<Operation>;
  /** Autopilot was asked to leave something to the user: once for each batch. */
  readonly onDidAsk: Event<InstallOutcome>;

  /**
   * Reads the mode; in a trusted folder opens the journal and takes back what a dead process left. Call it before
   * anything else, and again when trust was granted.
   */
  start(defaultMode: Mode): Promise<void>;
  /** The operations of dead processes that {@link start} has put right, as they ended. */
  readonly recovered: readonly Operation[];
  /** Why others of them could not be put right by then: a merge, or somebody's package manager, was under way. */
  readonly unrecovered: readonly QmError[];
  /**
   * Removes what is kept of this folder: history, the user's own rules, mode, caches. The project's own files stay as they are. Rejects with
   * QM_BUSY while something runs here, and with QM_UNTRUSTED.
   */
  forget(): Promise<void>;
  scan(signal: AbortSignal): Promise<Snapshot>;
  /** Declared packages that surely nothing uses. Reads every text of the folder: seconds in a large one. */
  findUnused(signal: AbortSignal): Promise<UnusedReport>;
  /** The user asks again: what is unknown (registry, journal) is forgotten, then the folder is scanned. */
  lookAgain(signal: AbortSignal): Promise<void>;
  projects(signal: AbortSignal): Promise<ProjectMap>;
  /** Files changed outside the editors. Our own operations' changes are answered by one rescan at their end. */
  filesChanged(paths: readonly RelativePath[]): void;
  setMode(mode: Mode): Promise<void>;
  /** The mode of a folder for which the user chose none; {@link start} was called with the first. */
  setDefaultMode(mode: Mode): Promise<void>;
  /** What the gate can say of a name at once, without asking anybody: all else is unknown in it. */
  judgeLocally(name: PackageName): GateReport;
  /** The rules that hold in the folder, what waits to be accepted, and what of the repository's files does not count. */
  rules(): Promise<RulesInForce>;
  /**
   * Accepts all rules of the repository by the hash of what the user looked at, until one of them changes. Rejects with
   * QM_UNTRUSTED, or with QM_BASE_MOVED where they are others by now.
   */
  acceptRules(hash: string): Promise<void>;
  /**
   * What the rules of a policy file's text, or all that the repository has where none is given, would have decided otherwise of
   * what happened here and is open now. Changes nothing. Rejects with QM_UNTRUSTED.
   */
  simulateRules(text: string | undefined, signal: AbortSignal): Promise<RuleSimulation>;
  /**
   * Saves a rule of the user's own: a new one, or in the place of the one with its id, whose prefix may be left out. Resolves with it
   * as it is stored. Rejects with QM_RULE_INVALID, with QM_UNTRUSTED, and with QM_STATE_UNAVAILABLE or QM_READ_ONLY.
   */
  saveRule(rule: OwnRule): Promise<RuleRow>;
  /** The same for several, all or none. */
  saveRules(rules: readonly OwnRule[]): Promise<readonly RuleRow[]>;
  /** Removes a rule of the user's own, be it one that cannot be read. Rejects with QM_NO_RULE for any other, and with QM_UNTRUSTED. */
  removeRule(id: RuleId): Promise<void>;
  /** What {@link saveRule} would mean, as {@link simulateRules} says it. Rejects as that does. Changes nothing. */
  simulateRule(rule: OwnRule, signal: AbortSignal): Promise<OwnSimulation>;
  /** The same for several together. */
  simulateOwnRules(rules: readonly OwnRule[], signal: AbortSignal): Promise<OwnSimulation>;
  /** Rules that somebody has written down: a policy file's text, or one rule of such a file. Saves none of them. */
  readRules(text: string): Promise<PolicyFile>;
  /** The user's own rules as a policy file says them, without those that cannot be read. Rejects where none of them can be. */
  ownRulesText(): Promise<string>;
  /** What the rules say of an install by hand now, rule by rule. Asks the registry. Rejects with QM_NAME_INVALID or QM_UNTRUSTED. */
  explainRules(what: ExplainRequest, signal: AbortSignal): Promise<RuleExplanation>;
  /**
   * What to use instead of a package, and why: at most three, which nobody has installed or will by that. In a workspace that is
   * not trusted no registry is asked.
   */
  suggestions(request: SuggestRequest, signal: AbortSignal): Promise<SuggestionReport>;
  /**
   * What a language model makes of a report, where the user asked it: its order and its reasons, and what else it names as far as the
   * registry has that and the gate does not refuse it. Rejects with QM_MODEL_FAILED.
   */
  advice(report: SuggestionReport, manifest: RelativePath, asked: AskedModel, signal: AbortSignal): Promise<Advice>;
  /** Declared packages that were given up by their maintainers, of the manifests that `concerns` names by their folders. */
  deprecations(concerns: (manifest: RelativePath) => boolean, signal: AbortSignal): Promise<DeprecationReport>;
  /** What would be installed for a name; remembered for a minute. */
  proposal(name: PackageName, manifest: RelativePath, signal: AbortSignal): Promise<Proposal | undefined>;
  /** The proposals known so far, by package name and manifest folder. */
  knownProposal(name: PackageName, manifest: RelativePath): Proposal | undefined;
  install(requests: readonly InstallRequest[], options: InstallOptions, signal: AbortSignal): Promise<InstallOutcome>;
  /**
   * Function F1, `ai-package-auto-installer`, for callers that are programs: nobody was asked, so only what every check
   * of the gate allows is installed, and the rest is named. Rejects with QM_USAGE, QM_NAME_INVALID or QM_NO_MANIFEST.
   */
  autoInstall(payload: unknown, options: AutoInstallOptions, signal: AbortSignal): Promise<InstallOutcome>;
  /** Takes packages out of manifests: one operation a project, none with `dryRun`. Rejects with QM_NOT_DECLARED before anything is begun. */
  remove(
    requests: readonly RemoveRequest[],
    options: InstallOptions,
    signal: AbortSignal,
  ): Promise<readonly Operation[]>;
  /**
   * Moves entries between dependencies and devDependencies, each with its very range: one operation a project, none where
   * nothing is to be moved. Rejects with QM_NOT_DECLARED before anything is begun, also for what stands in no field but
   * peerDependencies or optionalDependencies.
   */
  move(requests: readonly MoveRequest[], options: InstallOptions, signal: AbortSignal): Promise<MoveOutcome>;
  /**
   * Code of the repository that a project's package manager would run, to be asked about; undefined where there is none, or
   * something that nobody can consent to. Rejects with QM_UNTRUSTED or QM_NO_MANIFEST.
   */
  hookQuestion(project: RelativePath, signal: AbortSignal): Promise<HookQuestion | undefined>;
  /** Keeps the user's consent to the very bytes of a {@link hookQuestion}. Rejects with QM_BASE_MOVED where they changed. */
  consentTo(project: RelativePath, digest: string, signal: AbortSignal): Promise<void>;
  /** Why nothing can be installed for a manifest, as far as its package manager goes; undefined where it can. */
  obstacle(manifest: RelativePath): QmError | undefined;
  /** The requests that would mend these findings. */
  requestsFor(findings: readonly Finding[]): readonly InstallRequest[];
  restore(project: RelativePath, options: InstallOptions, signal: AbortSignal): Promise<Operation>;
  /**
   * Runs the install scripts of a package that stands unbuilt, as a person asked for: no automation calls it. The operation
   * tells what became of it.
   */
  build(project: RelativePath, request: BuildRequest, options: BuildOptions, signal: AbortSignal): Promise<Operation>;
  /** Why {@link build} would run nothing, as far as the project goes; undefined where it would. */
  buildObstacle(
    project: RelativePath,
    asked: Pick<BuildRequest, 'name' | 'version'>,
    signal: AbortSignal,
  ): Promise<QmError | undefined>;
  /** The packages of a name that stand in the folder's projects and have install scripts, built or not. */
  withScripts(name: string, signal: AbortSignal): Promise<readonly ShownPackage[]>;
  /**
   * Where {@link share} would write, and what. Touches nothing. Rejects with QM_MANAGER_UNSUPPORTED where the package manager has
   * no such place, and with QM_BUILD_FAILED where the project says no.
   */
  planShare(
    project: RelativePath,
    asked: Pick<BuildRequest, 'name' | 'version'>,
    signal: AbortSignal,
  ): Promise<BuildShare>;
  /**
   * Writes where the project's package manager itself looks that a package may be built, for everybody who works on the project,
   * as a person asked for: no automation calls it. The operation tells what became of it, and can be taken back.
   */
  share(project: RelativePath, request: BuildRequest, options: BuildOptions, signal: AbortSignal): Promise<Operation>;
  /** False where the project's package manager cannot build one package alone. */
  canBuild(project: RelativePath): boolean;
  /** False where it has no list of what may be built, in no version. */
  canShare(project: RelativePath): boolean;
  /** What {@link rollBack} would do; touches nothing. Rejects with QM_NO_OPERATION or QM_ROLLBACK_BLOCKED. */
  planRollback(id: OperationId, signal: AbortSignal): Promise<RollbackPlan>;
  /**
   * What the registry and the advisories say against {@link rollBack}: asked for only when somebody looks at a rollback,
   * since names and versions of public packages leave the machine. Rejects as {@link planRollback} does.
   */
  rollbackConcerns(id: OperationId, signal: AbortSignal): Promise<readonly RollbackConcern[]>;
  /** `adopts`: see InstallOptions. */
  rollBack(id: OperationId, trigger: Trigger, signal: AbortSignal, adopts?: OperationId): Promise<Operation>;
  /**
   * What {@link settle} by `restore` would do; touches nothing. Rejects with QM_NO_OPERATION, QM_NOT_OPEN, or
   * QM_ROLLBACK_BLOCKED where something came later in the same files.
   */
  planSettle(id: OperationId): Promise<SettlePlan>;
  /**
   * Ends an operation that could be neither made nor taken back, as its user says. `keep` writes nothing of the user's and
   * installs what then stands there. `restore` brings back the bytes from before; what stood there instead is recorded,
   * and comes back by a {@link rollBack} of that. Rejects as {@link planSettle} does. `adopts`: see InstallOptions.
   */
  settle(id: OperationId, how: Settlement, signal: AbortSignal, adopts?: OperationId): Promise<Settled>;
  /**
   * Stops what runs, waits until every end is written, lets go of everything. `later`: the window closes, and what is
   * stopped goes on in the next one, where the context lives on; else it is cancelled.
   */
  close(later?: boolean): Promise<void>;
}

/** The engine of one folder. Nothing happens before {@link Engine.start}. */
export function createEngine(context: EngineContext): Engine {
  return new FolderEngine(context);
}
