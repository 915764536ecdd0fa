import type { Argv } from '../../../ports/manager-driver.ts';

/** `yarn install --mode=update-lockfile`: resolves, and fetches what is new for its checksum (Yarn documentation: yarn install). */
export function resolveArgv(): Argv {
  return ['install', '--mode=update-lockfile', '--json'];
}

/** `yarn up --recursive`: the newest that every range allows, in the lockfile alone (yarn up). */
export function updateArgv(names: readonly string[]): Argv {
  return ['up', '--recursive', '--mode=update-lockfile', '--json', ...names];
}

/**
 * `yarn install --immutable`: what the lockfile says, in CI or not. Skipping the builds leaves the marks of packages with
 * scripts as they would be; turning scripts off would change what is written for them (yarn install).
 */
export function installArgv(): Argv {
  return ['install', '--immutable', '--mode=skip-build', '--json'];
}
