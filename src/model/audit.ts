import type { Plan } from './plan.ts';

/** Id of a row of `package_automation_rules`, or of one of {@link builtInRules}. */
export type RuleId = string;

/**
 * What decides where no rule of the user's does: a person who clicked or typed; `--yes` of a script; the gate alone; and
 * that a package of the same workspace needs no judging. They are stored, so they are never renamed.
 */
export const builtInRules = ['you', 'yes-without-terminal', 'gate', 'workspace'] as const;
export type BuiltInRule = (typeof builtInRules)[number];

/** One thing that was looked at beside the gate's checks, which an operation has on its own. */
export interface Evidence {
  /** What was looked at, as a program knows it. */
  readonly kind: string;
  /** Who answered. */
  readonly source: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** One localized sentence: what came out. */
  readonly detail: string;
}

/** What could have been done instead, and why it was not. */
export interface RefusedAlternative {
  readonly plan: Plan;
  /** Localized. */
  readonly reason: string;
}

/** The audit record of an operation: what stands behind the sentence of who decided. Undefined: not recorded. */
export interface OperationAudit {
  readonly rule: RuleId | undefined;
  /** What it is to do, where that waits for approval. */
  readonly plan: Plan | undefined;
  readonly evidence: readonly Evidence[];
  readonly alternatives: readonly RefusedAlternative[];
  /**
   * SHA-256 of the paths and hashes of the files that it changes, as they were before; given by the journal. While it waits
   * for approval, of what it was planned on: an approval for another base means nothing.
   */
  readonly baseHash: string | undefined;
  /** Until when it may be approved; ISO 8601 UTC. */
  readonly expiresAt: string | undefined;
  /** Who approved it, and when; ISO 8601 UTC. */
  readonly approvedBy: string | undefined;
  readonly approvedAt: string | undefined;
}

/** The record of what was decided at once by one rule. */
export function decidedAtOnce(rule: RuleId | undefined): OperationAudit {
  return {
    rule,
    plan: undefined,
    evidence: [],
    alternatives: [],
    baseHash: undefined,
    expiresAt: undefined,
    approvedBy: undefined,
    approvedAt: undefined,
  };
}
