import type { Argv } from '../../ports/manager-driver.ts';

/**
 * What every call of npm gets, so that nothing is retried for minutes, asks, reports home or runs a package's code
 * (npm documentation: config). `--git` is fixed since a project's .npmrc could name any program there.
 */
const common: Argv = [
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--no-update-notifier',
  '--git=git',
  '--fetch-retries=1',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=5000',
  '--fetch-timeout=60000',
  '--json',
];

/** `npm install --package-lock-only`: the lockfile for the manifests as they are (npm documentation: npm-install). */
export function resolveArgv(): Argv {
  return ['install', '--package-lock-only', ...common];
}

/** `npm update --package-lock-only`: the newest in range, in the lockfile alone (npm-update). */
export function updateArgv(names: readonly string[]): Argv {
  return ['update', '--package-lock-only', ...common, '--', ...names];
}

/** `npm install` with a lockfile that fits the manifests: takes what it says and nothing else (npm-install). */
export function installArgv(): Argv {
  return ['install', '--prefer-offline', ...common];
}
