import type { RelativePath } from '../base/path.ts';
import type { GateReport } from './gate.ts';
import type { Operation, Trigger } from './operation.ts';
import type { InstallRequest } from './plan.ts';

/** What an install was asked with. */
export interface InstallOptions {
  /** Set by the surface that asks, never by a payload. */
  readonly trigger: Trigger;
  /** What a payload claimed; stored, not believed. */
  readonly claimedTrigger?: string | undefined;
  /** A person saw the gate's question and said yes. A block stays a block. */
  readonly confirmed: boolean;
  /** Nobody was asked: what is not allowed by every check is left alone. */
  readonly automatic: boolean;
  /** Look everything up, change nothing. */
  readonly dryRun?: boolean | undefined;
}

/** What came of it. Packages that the gate stopped are named, each with its report; nothing is dropped silently. */
export interface InstallOutcome {
  /** One for each project that changed, ended: its status says how. */
  readonly operations: readonly Operation[];
  readonly asked: readonly GateReport[];
  readonly blocked: readonly GateReport[];
  /** With `dryRun`: what would have been asked of the package manager. */
  readonly planned: readonly InstallRequest[];
}

/** What would be installed for a name right now: for a quick fix's title, before anything is decided. */
export interface Proposal {
  readonly manifest: RelativePath;
  readonly range: string;
  readonly report: GateReport;
}
