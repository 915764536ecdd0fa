import type { OperationFacts, OperationId } from '../model/operation.ts';
import type { BusyState } from './protocol.ts';

/** An operation that has not come to its end. */
export interface UnderWay {
  readonly operation: OperationFacts;
  readonly state: BusyState;
}

/** `held`: the ones that are paused. */
export function underWay(operations: readonly OperationFacts[], held: ReadonlySet<OperationId>): readonly UnderWay[] {
  return operations.flatMap((operation) => {
    const { id, status } = operation;
    if (status !== 'running' && status !== 'queued') return [];
    return [{ operation, state: status === 'queued' && held.has(id) ? 'paused' : status }];
  });
}
