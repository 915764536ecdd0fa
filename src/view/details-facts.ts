import type { RelativePath } from '../base/path.ts';
import type { GateCheckName, GateResult } from '../model/gate.ts';
import type { OperationId } from '../model/operation.ts';
import type { RuleForm, RulesSheet } from './rule-facts.ts';
import type { ChangeFacts, ErrorFacts, OperationRow, RowVerdict } from './protocol.ts';

/** One moment in the life of an operation. */
export interface TimelineEntry {
  /** `undone`: it was taken back by a later operation. */
  readonly kind: 'queued' | 'started' | 'step' | 'ended' | 'undone';
  /** Localized name of a step. */
  readonly step: string | undefined;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Milliseconds until the next one; undefined for a mere moment, and for what goes on. */
  readonly tookMs: number | undefined;
  /** `now`: it goes on; `failed` and `stopped`: here it failed or was cancelled. */
  readonly mark: 'done' | 'now' | 'failed' | 'stopped';
}

/** A package of an operation, with where it stands in the manifest. */
export interface PackageFacts extends ChangeFacts {
  /** Path of the package.json. */
  readonly manifest: RelativePath;
  /** What was written there; undefined: nothing. */
  readonly range: string | undefined;
  readonly dev: boolean;
}

export interface CheckFacts {
  readonly check: GateCheckName;
  readonly result: GateResult;
  /** Localized. */
  readonly reason: string;
  readonly source: string;
}

/** What the gate said of one package: its doubts apart from what passed. */
export interface JudgedFacts {
  readonly name: string;
  readonly version: string | undefined;
  readonly verdict: 'allow' | 'ask' | 'block';
  readonly doubts: readonly CheckFacts[];
  readonly passed: readonly CheckFacts[];
}

export interface ChangedFile {
  /** Relative to the workspace folder. */
  readonly path: RelativePath;
  readonly change: 'added' | 'edited' | 'removed';
}

/** Something against taking it back: localized, with text of others in it. */
export interface ConcernFacts {
  readonly message: string;
  /** It wants an answer; else it is said and no more. */
  readonly asks: boolean;
}

/**
 * What taking it back, or putting back what was there before it, would do. `asking`: the answer is on its way; `none`: it
 * is not to be asked of this operation.
 */
export type RollbackFacts =
  | { readonly kind: 'none' }
  | { readonly kind: 'asking' }
  /** Localized sentences. `concerns`: what registry and advisories say against it; undefined: they are being asked. */
  | {
      readonly kind: 'foreseen';
      readonly sentences: readonly string[];
      readonly concerns: readonly ConcernFacts[] | undefined;
    }
  | { readonly kind: 'blocked'; readonly error: ErrorFacts };

/** Everything that is recorded of one operation. */
export interface OperationSheet {
  readonly kind: 'operation';
  readonly row: OperationRow;
  readonly timeline: readonly TimelineEntry[];
  /** The first two hundred; `row.packageCount` counts all. */
  readonly packages: readonly PackageFacts[];
  /** Id of what decided: a rule of the user's, or one that is built in; undefined where the user did, see `decidedBy`. */
  readonly rule: string | undefined;
  readonly gate: readonly JudgedFacts[];
  /** Name and version of the package manager. */
  readonly manager: string | undefined;
  readonly exitCode: number | undefined;
  /** The tail of what the package manager printed, redacted. Untrusted text. */
  readonly output: string | undefined;
  /** `openFile` takes an index into them. */
  readonly files: readonly ChangedFile[];
  readonly rollback: RollbackFacts;
  /** Of what was left to the user: what putting back would do. */
  readonly settle: RollbackFacts;
  /** The operation that this one undid. */
  readonly undoes: OperationId | undefined;
}

/** A check with the time at which its source was asked. */
export interface DatedCheck extends CheckFacts {
  /** ISO 8601 UTC. */
  readonly checkedAt: string;
}

/** What the gate says now of a package that is missing, or mismatched: every check. */
export interface PackageSheet {
  readonly kind: 'package';
  /** Of the package's row. */
  readonly id: string;
  readonly name: string;
  /** The one that was judged, which is the newest, whatever is declared; undefined where nobody could tell. */
  readonly version: string | undefined;
  /** Path of the package.json that has it, or would have it. */
  readonly manifest: RelativePath;
  readonly verdict: RowVerdict;
  /** Automation would install it: what is unknown does not count here. */
  readonly trusted: boolean;
  /** The answers are on their way: what is shown is what could be said at once. */
  readonly asking: boolean;
  /** What does not allow it first, the gravest before the others. */
  readonly checks: readonly DatedCheck[];
  /** Nearest real name, for a lookalike or a name that does not exist. */
  readonly didYouMean: string | undefined;
  /** Why its project cannot be installed into at all, localized. */
  readonly obstacle: string | undefined;
  readonly canInstall: boolean;
}

/**
 * The page of an operation, of a package, of the rules or of one of them. `gone`: the history has no such operation, or none any more. `mended`: the package
 * is neither missing nor mismatched any more.
 */
export type OperationDetails =
  | OperationSheet
  | PackageSheet
  | RulesSheet
  | RuleForm
  | { readonly kind: 'gone'; readonly id: OperationId }
  | { readonly kind: 'mended'; readonly id: string };
