import type { QmError } from '../base/errors.ts';
import type { RelativePath } from '../base/path.ts';
import type { OperationAudit } from './audit.ts';
import type { GateReport } from './gate.ts';
import type { DependencyField } from './manifest.ts';
import type { ManagerId } from './project.ts';

/** A UUID. */
export type OperationId = string;
/** A UUID, given to a lockfile root once and kept in the state database. */
export type ProjectId = string;

export const operationKinds = [
  'install',
  'update',
  'security-fix',
  'resolve',
  'remove',
  'move',
  'rollback',
  'restore',
  'build',
  'share',
] as const;
/**
 * `move`: an entry of a manifest goes from one of its fields to another. `restore`: installs what manifest and lockfile
 * already say (a fresh clone, a pull). `build`: runs the install scripts of a package that stands there. `share`: writes
 * into the package manager's own list that a package may be built.
 */
export type OperationKind = (typeof operationKinds)[number];

export const operationStatuses = [
  'queued',
  'awaiting-approval',
  'running',
  'succeeded',
  'failed',
  'rolled-back',
  'cancelled',
  'needs-user',
] as const;
export type OperationStatus = (typeof operationStatuses)[number];

/** Who or what started it, set by the surface, never by a payload. */
export const triggers = [
  'ai_auto',
  'security_scan',
  'dependency_resolver',
  'updater',
  'monitor',
  'manual',
  'agent',
] as const;
export type Trigger = (typeof triggers)[number];

/** One package of an operation, before and after. */
export interface PackageChange {
  readonly name: string;
  /** Folder of the manifest that changes. */
  readonly manifest: RelativePath;
  readonly field: DependencyField | undefined;
  /** Installed version before; undefined: was not there. */
  readonly from: string | undefined;
  /** Installed version after; undefined: is gone, or not known yet. */
  readonly to: string | undefined;
  /** The range written to the manifest; undefined: the manifest does not change. */
  readonly range: string | undefined;
}

/** What is kept of a failure; redacted. */
export interface OperationError {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly details: string | undefined;
}

/** One file as it was before and after, so that an undo can tell our work from the user's. */
export interface FileRecord {
  /** Relative to the project's root. */
  readonly path: RelativePath;
  /** Base64 of the bytes; undefined: did not exist. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Which bytes a file had before and after, without the bytes: a hash each, undefined where it did not exist. */
export interface FileDigest {
  /** Relative to the project's root. */
  readonly path: RelativePath;
  /** SHA-256, lower-case hexadecimal. */
  readonly beforeHash: string | undefined;
  readonly afterHash: string | undefined;
}

/** What is known of an operation but for its files. */
export interface OperationFacts {
  readonly id: OperationId;
  readonly kind: OperationKind;
  readonly status: OperationStatus;
  readonly trigger: Trigger;
  /** What a caller's payload claimed to be its trigger; stored, never believed. */
  readonly claimedTrigger: string | undefined;
  readonly projectId: ProjectId;
  /** Root folder of the project, relative to the workspace folder. */
  readonly project: RelativePath;
  readonly packages: readonly PackageChange[];
  readonly manager: ManagerId | undefined;
  /** The argv that ran, without the manager's own path. */
  readonly command: readonly string[] | undefined;
  readonly exitCode: number | undefined;
  /** Version of the manager that ran; it may be another than the one that the project pins. */
  readonly managerVersion: string | undefined;
  /** Tail of what the manager printed, redacted. */
  readonly output: string | undefined;
  /** 0 to 1. */
  readonly progress: number;
  /** The step under way, localized; for the feed. */
  readonly step: string | undefined;
  /** What decided: a rule's name, the gate, the user. Localized. */
  readonly decidedBy: string;
  /** What a program and an auditor want to know beside that sentence. */
  readonly audit: OperationAudit;
  /** What was judged: all about what was asked for, and of what came along the doubts, of fifty packages at most. */
  readonly gate: readonly GateReport[];
  /** 0 to 100; undefined where no score applies. */
  readonly score: number | undefined;
  readonly error: OperationError | undefined;
  /** The operation that this one undoes. */
  readonly undoes: OperationId | undefined;
  /** The operation that undid this one. */
  readonly undoneBy: OperationId | undefined;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
  readonly startedAt: string | undefined;
  readonly endedAt: string | undefined;
}

/** A step that was begun, by its localized name. */
export interface OperationStep {
  readonly step: string;
  /** True: in it what the steps before had changed was put back, since the last of them did not come to its end. */
  readonly isUndo: boolean;
  /** ISO 8601 UTC. */
  readonly at: string;
}

/** One row of `package_operations` with the bytes that take it back: for whoever asked for this one. */
export interface Operation extends OperationFacts {
  readonly files: readonly FileRecord[];
  /** Every step in its order. */
  readonly steps: readonly OperationStep[];
}

/** One of many: a lockfile may have a megabyte, so lists carry no bytes. */
export interface ListedOperation extends OperationFacts {
  readonly files: readonly FileDigest[];
}

/** A package on its way back. `field`: where it stands then. */
export interface ReturningChange extends PackageChange {
  /** Until then it stands in another field. */
  readonly moves: boolean;
}

/** What taking an operation back would do. */
export interface RollbackPlan {
  readonly undoes: OperationId;
  /** Root folder of the project, relative to the workspace folder. */
  readonly project: RelativePath;
  /** `bytes`: the files are put back as they were. `edits`: entries are taken back and the lockfile made anew, since something came later. */
  readonly how: 'bytes' | 'edits';
  /** False where no package comes or goes: node_modules stays as it is. */
  readonly installs: boolean;
  readonly packages: readonly ReturningChange[];
  /** Relative to the project's root. */
  readonly files: readonly RelativePath[];
}

/**
 * What somebody should know before they take an operation back. `unpublished`: the registry has the version no more;
 * `needed`: a package that stays needs beside it what would leave or be another version; `reopens` and `closes`: an advisory
 * that holds for what comes back and not for what stands there, or the other way round; `unchecked`: a source did not answer,
 * or was not asked, so that nothing is known.
 */
export interface RollbackConcern {
  readonly kind: 'unpublished' | 'deprecated' | 'needed' | 'reopens' | 'closes' | 'unchecked';
  /** `ask`: only a person can answer for it. */
  readonly decision: 'ask' | 'tell';
  /** Localized; holds text of registries and advisories, untrusted. */
  readonly message: string;
  /** What it is about: one exact version, or the names of all that were not checked. */
  readonly packages: readonly { readonly name: string; readonly version: string }[];
  /** Id of the advisory. */
  readonly advisory: string | undefined;
}

export const settlements = ['keep', 'restore'] as const;
/**
 * How the user ends an operation that could be neither made nor taken back. `keep`: what stands on disk is what they mean.
 * `restore`: the files get the bytes that they had before it.
 */
export type Settlement = (typeof settlements)[number];

/** What settling an operation by `restore` would do. */
export interface SettlePlan {
  /** Root folder of the project, relative to the workspace folder. */
  readonly project: RelativePath;
  /** Files whose bytes would change, relative to the project's root. */
  readonly files: readonly RelativePath[];
}

/** What became of an operation that was settled. */
export interface Settled {
  /** The operation itself: still left to the user where `work` failed to put its files back. */
  readonly operation: Operation;
  /** What put the files back, or made node_modules fit to what was kept; undefined where that could not be begun. */
  readonly work: Operation | undefined;
  /** Why node_modules was not made to fit. */
  readonly problem: QmError | undefined;
}

/** It waits for the user to say which side counts. */
export function canSettle(operation: Pick<OperationFacts, 'status'>): boolean {
  return operation.status === 'needs-user';
}

/** It waits for a person's yes or no. */
export function canApprove(operation: Pick<OperationFacts, 'status'>): boolean {
  return operation.status === 'awaiting-approval';
}

/** Of one that is rolled back: it came to nothing by itself, be it that its user had to put the rest back. */
export function hadFailed({ undoneBy, error }: Pick<OperationFacts, 'undoneBy' | 'error'>): boolean {
  return undoneBy === undefined || error !== undefined;
}

/** The field to which all entries of a move go; undefined where there are several, and of any other operation. */
export function movesTo({ kind, packages }: Pick<OperationFacts, 'kind' | 'packages'>): DependencyField | undefined {
  const [first] = packages;
  return kind === 'move' && packages.every(({ field }) => field === first?.field) ? first?.field : undefined;
}

/** Only what changed the project, and still stands, can be taken back. */
export function canRollBack(operation: OperationFacts): boolean {
  const changesFiles = operation.kind !== 'restore' && operation.kind !== 'build';
  return operation.status === 'succeeded' && operation.undoneBy === undefined && changesFiles;
}
