import * as v from 'valibot';
import type { RelativePath } from '../base/path.ts';
import type { FindingId } from '../model/finding.ts';
import type { DependencyField } from '../model/manifest.ts';
import { modes, type Mode } from '../model/mode.ts';
import type { MonitorKind } from '../model/monitor.ts';
import type { OperationDetails } from './details-facts.ts';
import { ruleMessages } from './rule-messages.ts';
import { settlements, type OperationId, type OperationKind, type ProjectId, type Trigger } from '../model/operation.ts';

/**
 * The contract between host and webview. Rows hold facts (enums, numbers, ISO 8601 times); words are made in the
 * webview, except for those that came in localized (gate reasons, errors, steps, who decided).
 * What comes back names rows by their ids only: the host looks up what a row means and never acts on a name, a version
 * or a path that a webview sent. A rule that its user wrote is the one exception, see rule-messages.ts.
 */

/** An opaque id of a row that the host sent; unknown ids are to be ignored. */
type RowId = FindingId;

export interface ErrorFacts {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /** What the failing program printed. Untrusted text. */
  readonly details: string | undefined;
}

/** A place in a source file, 1-based. */
export interface Place {
  readonly file: RelativePath;
  readonly line: number;
}

/** `unknown`: no check has answered yet, or the one that would decide could not. It is never `allow`. */
export type RowVerdict = 'allow' | 'ask' | 'block' | 'unknown';

/** How far an operation is that does already what a button would ask for. */
export type BusyState = 'running' | 'queued' | 'paused';

/** A package that is used and not there. */
export interface MissingRow {
  readonly id: RowId;
  /** `unsure`: half-typed code, or explained by something else perhaps; shown, without a button. */
  readonly kind: 'undeclared' | 'uninstalled' | 'unsure';
  readonly package: string;
  /** Folder of the owning manifest. */
  readonly manifest: RelativePath;
  /** What would land; for a declared package its range; undefined where nothing is known. */
  readonly version: string | undefined;
  readonly verdict: RowVerdict;
  /** The sentence of the check that decided, or why it is not sure; localized. */
  readonly reason: string | undefined;
  readonly didYouMean: string | undefined;
  /** The first places; `openUse` takes an index into them. */
  readonly uses: readonly Place[];
  readonly useCount: number;
  readonly dev: boolean;
  /** Of an operation that holds this package. */
  readonly busy: BusyState | undefined;
  /** Why its project cannot be installed into at all, localized. */
  readonly obstacle: string | undefined;
  readonly canInstall: boolean;
  /** The gate will ask before it is installed. */
  readonly asks: boolean;
}

/** A package that is installed in another version than its range allows. `openUse` with index 0 opens the range. */
export interface MismatchedRow {
  readonly id: RowId;
  readonly package: string;
  /** Folder of the manifest that declares it. */
  readonly manifest: RelativePath;
  /** What is installed. */
  readonly version: string;
  /** What is declared. */
  readonly range: string;
  readonly dev: boolean;
  /** Of the range. */
  readonly place: Place;
  readonly verdict: RowVerdict;
  /** The sentence of the check that decided, localized. */
  readonly reason: string | undefined;
  /** Of an operation that holds this package. */
  readonly busy: BusyState | undefined;
  /** Why its project cannot be installed into at all, localized. */
  readonly obstacle: string | undefined;
  readonly canInstall: boolean;
  /** The gate will ask before it is installed. */
  readonly asks: boolean;
  /** The range that would be declared for what is installed; undefined where that cannot be done. */
  readonly declares: string | undefined;
}

/** A fresh clone or a pull: one row for the project instead of one a package. */
export interface RestoreRow {
  readonly id: RowId;
  readonly project: RelativePath;
  readonly count: number;
  /** Of an operation that installs them. */
  readonly busy: BusyState | undefined;
  /** Why it cannot be installed into at all, localized. */
  readonly obstacle: string | undefined;
  readonly canRestore: boolean;
}

/** A package whose install scripts were not run. `openUse` takes an index into its places. */
export interface UnbuiltRow {
  readonly id: RowId;
  readonly project: RelativePath;
  readonly package: string;
  readonly version: string;
  /** What building it would run. Untrusted text. */
  readonly scripts: readonly string[];
  readonly uses: readonly Place[];
  readonly useCount: number;
  /** Of an operation that builds it. */
  readonly busy: BusyState | undefined;
  /** False also where the package manager cannot build one package alone. */
  readonly canBuild: boolean;
}

/** A manifest that cannot be read. `openUse` with index 0 opens it at the fault. */
export interface FaultRow {
  readonly id: RowId;
  readonly manifest: RelativePath;
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** `undone`: it had succeeded and was taken back later. `rolled-back`: it failed and took itself back. */
export type OperationState =
  'done' | 'running' | 'queued' | 'paused' | 'needs-you' | 'failed' | 'rolled-back' | 'undone' | 'cancelled';

export interface ChangeFacts {
  readonly name: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export interface OperationRow {
  readonly id: OperationId;
  readonly state: OperationState;
  readonly kind: OperationKind;
  /** The first twenty. */
  readonly packages: readonly ChangeFacts[];
  readonly packageCount: number;
  /** The field of package.json to which all of them move; undefined of any other kind. */
  readonly movesTo: DependencyField | undefined;
  /** Root of the project, for display where there are several. */
  readonly project: RelativePath;
  readonly trigger: Trigger;
  readonly decidedBy: string;
  /** What ran, for display. */
  readonly command: string | undefined;
  /** Milliseconds of work; undefined while it runs or where it never began. */
  readonly tookMs: number | undefined;
  readonly startedAt: string | undefined;
  /** When it ended, else began, else was made. ISO 8601 UTC. */
  readonly at: string;
  /** 0 to 1. */
  readonly progress: number;
  readonly step: string | undefined;
  readonly error: ErrorFacts | undefined;
  readonly canRollBack: boolean;
  /** It is left to the user which side counts. */
  readonly canSettle: boolean;
  /** It needs its user for a yes or no. */
  readonly awaitsApproval: boolean;
  readonly canApprove: boolean;
  /** False also for what runs in another window or the command line: it is cancelled there. */
  readonly canCancel: boolean;
  /** It waits for its turn in this process. */
  readonly canPause: boolean;
  readonly canResume: boolean;
  readonly undoneBy: OperationId | undefined;
}

export interface MonitorFacts {
  readonly kind: MonitorKind;
  readonly state: 'ok' | 'findings' | 'unknown' | 'running' | 'paused' | 'off';
  /** The last number known; undefined where there never was one. */
  readonly findings: number | undefined;
  /** False where the number is older than the last try. */
  readonly current: boolean;
  readonly autoFix: boolean;
  readonly lastSuccessAt: string | undefined;
  readonly nextRunAt: string | undefined;
  readonly error: string | undefined;
}

/** Succeeded of ended, 30 days. */
export interface RateFacts {
  readonly succeeded: number;
  /** Failed, and not taken back by itself. */
  readonly failed: number;
  /** Failed, and taken back by itself. */
  readonly rolledBack: number;
  /** 0 to 1; undefined where nothing has ended. */
  readonly value: number | undefined;
}

export interface DayFacts {
  /** ISO 8601 date, in the user's time zone. */
  readonly date: string;
  readonly succeeded: number;
  /** Rolled back by failure included. */
  readonly failed: number;
}

/** A source that did not answer: what hangs on it is unknown. */
export interface UnknownSource {
  readonly source: 'registry' | 'advisories' | 'scan';
  readonly since: string;
  /** What it answered, localized. */
  readonly reason: string;
  /** When it answered last; what is shown is as old as that. */
  readonly lastAnswerAt: string | undefined;
}

export interface ProjectOption {
  readonly id: ProjectId;
  /** Name of the manifest or the folder. */
  readonly name: string;
}

export interface Counts {
  readonly running: number;
  readonly queued: number;
  readonly paused: number;
  readonly needsYou: number;
  /** Failed and rolled back by failure, 30 days. */
  readonly failed: number;
  /** Missing packages; unsure ones not counted, those of projects to restore counted. */
  readonly missing: number;
  /** Packages that are installed in another version than is declared. */
  readonly mismatched: number;
}

/** The one line that says how things stand. The webview makes the words. */
export type HealthLevel = 'scanning' | 'unavailable' | 'unknown' | 'attention' | 'working' | 'calm';

/** `scanning`: before the first scan has ended; a later one leaves it at `ready`, or every button would blink. */
export type FolderState = 'no-folder' | 'no-manifest' | 'restricted' | 'scanning' | 'ready';

export type Availability =
  { readonly kind: 'available' } | { readonly kind: 'unavailable'; readonly error: ErrorFacts };

export interface DashboardState {
  readonly folder: FolderState;
  readonly mode: Mode;
  readonly health: HealthLevel;
  readonly counts: Counts;
  /** True where nothing was ever done here. */
  readonly firstRun: boolean;
  /** Packages that were looked at; undefined before the first scan. */
  readonly packages: number | undefined;
  readonly checkedAt: string | undefined;
  readonly availability: Availability;
  readonly sources: readonly UnknownSource[];
  readonly projects: readonly ProjectOption[];
  /** Undefined: all of them. */
  readonly selectedProject: ProjectId | undefined;
  readonly missing: readonly MissingRow[];
  readonly mismatched: readonly MismatchedRow[];
  readonly restores: readonly RestoreRow[];
  readonly unbuilt: readonly UnbuiltRow[];
  readonly faults: readonly FaultRow[];
  readonly monitors: readonly MonitorFacts[];
  readonly rate: RateFacts;
  readonly days: readonly DayFacts[];
  /** What is under way first, then newest first. */
  readonly operations: readonly OperationRow[];
  /** The history has older ones than these. */
  readonly hasOlder: boolean;
  /** What the panel shows in place of the overview; undefined: nothing, and always so in the sidebar. */
  readonly details: OperationDetails | undefined;
  /** The host's clock, ISO 8601 UTC. */
  readonly now: string;
}

export type Surface = 'sidebar' | 'panel';

/** The contents of a bundle of @vscode/l10n; undefined for English. */
export type L10nContents = Readonly<Record<string, string | { message: string; comment: string[] }>>;

/** `sequence` grows with each message of one host; a webview leaves older states aside. */
export type HostMessage =
  | {
      readonly type: 'init';
      readonly sequence: number;
      readonly state: DashboardState;
      readonly surface: Surface;
      /** BCP 47. */
      readonly locale: string;
      readonly l10n: L10nContents | undefined;
    }
  | { readonly type: 'state'; readonly sequence: number; readonly state: DashboardState };

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));
const index = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000));
const bare = <T extends string>(type: T) => v.strictObject({ type: v.literal(type) });

const webviewMessage = v.variant('type', [
  bare('ready'),
  v.strictObject({ type: v.literal('setMode'), mode: v.picklist(modes) }),
  v.strictObject({ type: v.literal('install'), rows: v.pipe(v.array(id), v.minLength(1), v.maxLength(10_000)) }),
  v.strictObject({ type: v.literal('declareInstalled'), row: id }),
  v.strictObject({ type: v.literal('restoreDependencies'), row: id }),
  v.strictObject({ type: v.literal('build'), row: id }),
  v.strictObject({ type: v.literal('rollBack'), operation: id }),
  v.strictObject({ type: v.literal('settle'), operation: id, how: v.picklist(settlements) }),
  v.strictObject({ type: v.literal('approve'), operation: id }),
  v.strictObject({ type: v.literal('reject'), operation: id }),
  v.strictObject({ type: v.literal('cancel'), operation: id }),
  v.strictObject({ type: v.literal('pause'), operation: id }),
  v.strictObject({ type: v.literal('resume'), operation: id }),
  v.strictObject({ type: v.literal('openOperation'), operation: id }),
  bare('closeOperation'),
  bare('showOlder'),
  v.strictObject({ type: v.literal('openFile'), operation: id, index }),
  v.strictObject({ type: v.literal('openUse'), row: id, index }),
  bare('openLog'),
  bare('openDashboard'),
  bare('openSettings'),
  bare('manageTrust'),
  bare('openFolder'),
  v.strictObject({ type: v.literal('selectProject'), project: v.nullable(id) }),
  bare('retry'),
  bare('removeUnused'),
  ...ruleMessages,
]);

/**
 * What a webview may say. `install`, `declareInstalled` and `build` are wishes: gate and confirmation are the host's, as
 * are those of `rollBack`, `settle` and `approve`; `removeUnused` lists what may go, and asks.
 * `openOperation` shows it, or the package whose row it names, in the panel, from wherever it is said; `openFile` takes an index into its files.
 * `closeOperation` goes back from whatever page stands in place of the overview.
 * `showOlder` lists more of the history; `selectProject` with null means all projects; `retry` asks again all that is unknown
 * or unavailable.
 */
export type WebviewMessage = Readonly<v.InferOutput<typeof webviewMessage>>;

/** The message, or undefined for anything that is not exactly one. */
export function parseWebviewMessage(message: unknown): WebviewMessage | undefined {
  const result = v.safeParse(webviewMessage, message);
  return result.success ? result.output : undefined;
}
