/**
 * How long a package manager may run, and how long it may wait for a registry that says nothing. Its own limits are left
 * far wider: a limit on a whole request would end a large download over a slow line.
 */
export const limits = { timeoutMs: 10 * 60_000, idleMs: 20_000 } as const;
