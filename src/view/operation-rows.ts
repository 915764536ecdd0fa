import { assertNever } from '../base/errors.ts';
import {
  canApprove,
  canRollBack,
  canSettle,
  movesTo,
  type OperationFacts,
  type OperationId,
} from '../model/operation.ts';
import type { OperationRow, OperationState } from './protocol.ts';

/** Packages that one row carries; the rest is a number. */
const shownPackages = 20;

/** What may be done here. */
export interface RowRights {
  readonly canWrite: boolean;
  /** Operations that run or wait in this process: no other can be cancelled from here. */
  readonly cancellable: ReadonlySet<OperationId>;
  /** Of those, the ones that wait for their turn: these alone can be paused. */
  readonly holdable: ReadonlySet<OperationId>;
  /** Of those, the ones that are paused. */
  readonly held: ReadonlySet<OperationId>;
}

/** Rows of the feed: what is under way or waits for the user first, then the order that came in (newest first). */
export function operationRows(operations: readonly OperationFacts[], rights: RowRights): readonly OperationRow[] {
  const rows = operations.map((operation) => operationRow(operation, rights));
  const open = rows.filter(isOpen);
  if (open.length === 0) return rows;
  const rank = (row: OperationRow): number => openStates.indexOf(row.state);
  return [...open.sort((a, b) => rank(a) - rank(b)), ...rows.filter((row) => !isOpen(row))];
}

/** What is under way or waits, in the order in which it is shown. */
export const openStates: readonly OperationState[] = ['running', 'queued', 'paused', 'needs-you'];

function isOpen(row: OperationRow): boolean {
  return openStates.includes(row.state);
}

/** One operation in short. */
export function operationRow(operation: OperationFacts, rights: RowRights): OperationRow {
  const { canWrite, cancellable, holdable, held } = rights;
  const waits = operation.status === 'queued' && holdable.has(operation.id);
  const state = waits && held.has(operation.id) ? 'paused' : stateOf(operation);
  return {
    id: operation.id,
    state,
    kind: operation.kind,
    packages: operation.packages.slice(0, shownPackages).map(({ name, from, to }) => ({ name, from, to })),
    packageCount: operation.packages.length,
    movesTo: movesTo(operation),
    project: operation.project,
    trigger: operation.trigger,
    decidedBy: operation.decidedBy,
    command: operation.command && [operation.manager ?? '', ...operation.command].join(' ').trim(),
    tookMs: tookMs(operation),
    startedAt: operation.startedAt,
    at: operation.endedAt ?? operation.startedAt ?? operation.createdAt,
    progress: Math.min(1, Math.max(0, operation.progress)),
    step: operation.step,
    error: operation.error,
    canRollBack: canWrite && canRollBack(operation),
    canSettle: canWrite && canSettle(operation),
    awaitsApproval: canApprove(operation),
    canApprove: canWrite && canApprove(operation),
    canCancel: (operation.status === 'running' || operation.status === 'queued') && cancellable.has(operation.id),
    canPause: waits && state === 'queued',
    canResume: state === 'paused',
    undoneBy: operation.undoneBy,
  };
}

function tookMs({ startedAt, endedAt }: OperationFacts): number | undefined {
  if (startedAt === undefined || endedAt === undefined) return undefined;
  return Math.max(0, Date.parse(endedAt) - Date.parse(startedAt));
}

function stateOf({ status, undoneBy }: OperationFacts): OperationState {
  switch (status) {
    case 'succeeded':
      return 'done';
    case 'rolled-back':
      return undoneBy === undefined ? 'rolled-back' : 'undone';
    case 'awaiting-approval':
    case 'needs-user':
      return 'needs-you';
    case 'queued':
    case 'running':
    case 'failed':
    case 'cancelled':
      return status;
    default:
      return assertNever(status);
  }
}
