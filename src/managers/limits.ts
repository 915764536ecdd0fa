import type { DriverContext } from '../ports/manager-driver.ts';

type Patience = Pick<DriverContext, 'patienceMs'>;

/** Milliseconds for one request of a manager's: a limit on a whole request would end a large download over a slow line. */
const requestMs = 60_000;

/**
 * How long a package manager may run, and how long it may wait for a registry that says nothing. Never shorter than what
 * the user's own configuration waits: whoever has a slow registry has said so there.
 */
export function limitsOf({ patienceMs = 0 }: Patience): { readonly timeoutMs: number; readonly idleMs: number } {
  return { timeoutMs: Math.max(10 * 60_000, patienceMs), idleMs: Math.max(20_000, patienceMs) };
}

/** The limit to give a manager for one request, in milliseconds. */
export function requestLimitOf({ patienceMs = 0 }: Patience): number {
  return Math.max(requestMs, patienceMs);
}
