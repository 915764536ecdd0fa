import type { GateCheckName } from './gate.ts';
import type { PackageName } from './package-name.ts';

/** Who answers what waits for approval, as the surface knows it. They are stored, so they are never renamed. */
export const approvers = ['you (terminal)', 'you (editor)', 'a command without a terminal'] as const;
export type Approver = (typeof approvers)[number];

/** One package of a row, and what the gate asked about it. */
export interface ApprovedVersion {
  readonly package: PackageName;
  /** Undefined where a range decides: what was asked then is about the name. */
  readonly version: string | undefined;
  /** The checks whose question was shown. */
  readonly checks: readonly GateCheckName[];
}

/** A yes to what a stored row shows, and to nothing else. */
export interface Approval {
  readonly by: Approver;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly answers: readonly ApprovedVersion[];
}

/** Days for which a row waits for its answer: what was looked up for it is old by then. */
export const approvalDays = 7;
