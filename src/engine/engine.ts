import type { QmError } from '../base/errors.ts';
import type { Disposable, Event } from '../base/lifecycle.ts';
import type { RelativePath } from '../base/path.ts';
import type { Finding } from '../model/finding.ts';
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
import type { ProjectMap } from '../model/project.ts';
import type { UnusedReport } from '../model/unused.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Journal } from '../ports/journal.ts';
import type { Approvals } from './approvals.ts';
import type { EngineContext } from './context.ts';
import type { Documents } from './documents.ts';
import type { FolderBuilds } from './folder-builds.ts';
import { FolderEngine } from './folder-engine.ts';
import type { FolderRules } from './folder-rules.ts';
import type { FolderSuggestions } from './folder-suggestions.ts';
import type { History } from './history.ts';
import type { Queue } from './queue.ts';

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
  /** What rules hold here and what they decide; see its methods. */
  readonly rules: FolderRules;
  /** What to use instead of a package; see its methods. */
  readonly suggesting: FolderSuggestions;
  /** Install scripts of what is installed; see its methods. */
  readonly builds: FolderBuilds;
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
