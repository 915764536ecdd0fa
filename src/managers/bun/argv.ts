import type { Argv, LeastAge } from '../../ports/manager-driver.ts';

/** What every call of Bun gets that resolves or installs (Bun documentation: `bun install`). */
const common: Argv = [
  '--ignore-scripts',
  '--no-progress',
  // Without a name: no file at all. Bun reads a project's .env by itself, and with it a registry and a cache folder.
  '--env-file=',
];

/**
 * `bun install --lockfile-only`: the lockfile for the manifests as they are (bun install). `leastAge`: nothing younger comes in (Bun
 * documentation: bun install, "Minimum release age", in seconds).
 */
export function resolveArgv(leastAge?: LeastAge): Argv {
  const age = leastAge === undefined ? [] : [`--minimum-release-age=${leastAge.days * 24 * 3600}`];
  return ['install', '--lockfile-only', ...common, ...age];
}

/** `bun update --lockfile-only`: the newest in range (bun update). */
export function updateArgv(names: readonly string[]): Argv {
  return ['update', '--lockfile-only', ...common, '--', ...names];
}

/** `bun install --frozen-lockfile`: what the lockfile says and nothing else (bun install). */
export function installArgv(): Argv {
  return ['install', '--frozen-lockfile', ...common];
}

/** `bun install`: the same with a lockfile that does not fit, which a frozen install refuses. */
export function looseInstallArgv(): Argv {
  return ['install', ...common];
}

/**
 * `bun prune`: takes out of node_modules what the lockfile has no more, which an install leaves standing (bun prune).
 * Since 1.4; before, that word ran a script or a program of the project of that name.
 */
export function pruneArgv(): Argv {
  return ['prune'];
}
