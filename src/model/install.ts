import type { RelativePath } from '../base/path.ts';
import type { Approval } from './approval.ts';
import type { GateReport } from './gate.ts';
import type { Operation, OperationId, Trigger } from './operation.ts';
import type { MoveRequest, PlannedPackage } from './plan.ts';

/** What an install was asked with. */
export interface InstallOptions {
  /** Set by the surface that asks, never by a payload. */
  readonly trigger: Trigger;
  /** What a payload claimed; stored, not believed. */
  readonly claimedTrigger?: string | undefined;
  /**
   * True: a person saw the gate's question and said yes. `unattended`: a script said so, which answers less. A block
   * stays a block.
   */
  readonly confirmed: boolean | 'unattended';
  /** The questions that the person was shown, see `questionsOf`; undefined: a yes to all that is asked. */
  readonly shown?: readonly string[] | undefined;
  /** Nobody was asked: what is not allowed by every check is left alone. */
  readonly automatic: boolean;
  /** A stored row was approved: nothing is answered but what it showed, and all of it is installed or nothing. */
  readonly approval?: Approval | undefined;
  /** The row that waited for this, for an answer or in a window that was closed: it goes on as the same one. */
  readonly adopts?: OperationId | undefined;
  /** Look everything up, change nothing. */
  readonly dryRun?: boolean | undefined;
}

/** How a person's yes to the install scripts of a package was given: no automation has one to give. */
export type BuildOptions = Pick<InstallOptions, 'confirmed' | 'adopts'>;

/** What came of it. Packages that the gate stopped are named, each with its report; nothing is dropped silently. */
export interface InstallOutcome {
  /** One for each project that changed, ended: its status says how. */
  readonly operations: readonly Operation[];
  readonly asked: readonly GateReport[];
  readonly blocked: readonly GateReport[];
  /** With `dryRun`: every package that was judged, and what would become of it. */
  readonly planned: readonly PlannedInstall[];
}

/** What came of a move between the fields of manifests. */
export interface MoveOutcome {
  /** One for each project that changed, ended: its status says how. None with `dryRun`. */
  readonly operations: readonly Operation[];
  /** What moves, or would with `dryRun`. */
  readonly moved: readonly MoveRequest[];
  /** What stands there and nowhere else already: nothing was done about it. */
  readonly stayed: readonly MoveRequest[];
}

/** One package of a dry run. */
export interface PlannedInstall extends PlannedPackage {
  readonly decision: 'install' | 'ask' | 'block';
  /** Undefined where the gate has nothing to say: a workspace sibling. */
  readonly report: GateReport | undefined;
}

/** What would be installed for a name right now: for a quick fix's title, before anything is decided. */
export interface Proposal {
  readonly manifest: RelativePath;
  readonly range: string;
  readonly report: GateReport;
}
