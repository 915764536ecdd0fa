import type { OperationTotals } from '../ports/journal.ts';
import type { RateFacts } from './protocol.ts';

/** Succeeded / (succeeded + failed + rolled back by failure). Where nothing has ended there is no rate, neither 0 nor 1. */
export function successRate(totals: OperationTotals): RateFacts {
  const ended = totals.succeeded + totals.failed + totals.rolledBack;
  return { ...totals, value: ended === 0 ? undefined : totals.succeeded / ended };
}
