import { CancelledError } from '../base/errors.ts';
import type { Clock } from '../ports/clock.ts';

/** `signal`: nobody wants to know any more; `limit`: nobody waits any more. */
export interface Limits {
  readonly signal: AbortSignal;
  readonly limit: AbortSignal;
}

/** `work` within so many milliseconds; it hears of their end by `limit`. */
export async function within<T>(
  clock: Clock,
  milliseconds: number,
  signal: AbortSignal,
  work: (limits: Limits) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const disarm = clock.schedule(() => late.abort(new CancelledError()), milliseconds);
  try {
    return await work({ signal, limit: AbortSignal.any([signal, late.signal]) });
  } finally {
    disarm();
  }
}

/** What came in time; else `late`. Rejects only on cancellation. */
export async function inTime<T>(asking: Promise<T>, late: T, { signal, limit }: Limits): Promise<T> {
  try {
    return await asking;
  } catch (error) {
    if (signal.aborted || !limit.aborted) throw error;
    return late;
  }
}
