import type { RelativePath } from '../../base/path.ts';
import type { Argv, LeastAge } from '../../ports/manager-driver.ts';

/**
 * What every call of npm gets, so that nothing is retried for minutes, asks, reports home or runs a package's code
 * (npm documentation: config). `--git` is fixed since a project's .npmrc could name any program there. The next six
 * undo what a configuration may have switched: NODE_ENV=production would leave development dependencies out, a project
 * with `location=global` in its .npmrc would be installed globally and all that stands there would be removed, and the
 * rest would make an install that does nothing.
 */
const common = (requestMs: number): Argv => [
  '--ignore-scripts',
  '--include=dev',
  '--package-lock',
  '--save',
  '--no-global',
  '--location=project',
  '--no-dry-run',
  '--no-audit',
  '--no-fund',
  '--no-update-notifier',
  '--git=git',
  '--fetch-retries=1',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=5000',
  `--fetch-timeout=${requestMs}`,
  '--json',
];

/**
 * `npm install --package-lock-only`: the lockfile for the manifests as they are (npm documentation: npm-install). `leastAge`: nothing
 * that was published later comes in (npm documentation: config, "before").
 */
export function resolveArgv(requestMs: number, leastAge?: LeastAge): Argv {
  const age = leastAge === undefined ? [] : [`--before=${leastAge.before.toISOString()}`];
  return ['install', '--package-lock-only', ...common(requestMs), ...age];
}

/**
 * `npm update --package-lock-only`: the newest in range, in the lockfile alone (npm-update). The last switch wins: with
 * `--save` it would write the new versions into package.json, and the lockfile it writes in any case.
 */
export function updateArgv(names: readonly string[], requestMs: number): Argv {
  return ['update', '--package-lock-only', ...common(requestMs), '--no-save', '--', ...names];
}

/** `npm install` with a lockfile that fits the manifests: takes what it says and nothing else (npm-install). */
export function installArgv(requestMs: number): Argv {
  return ['install', '--no-package-lock-only', '--prefer-offline', ...common(requestMs)];
}

/**
 * `npm rebuild ./node_modules/NAME`: the scripts of that very folder (npm-rebuild). The last two undo what npm 12 would
 * leave out: nothing but this one is run, and this one was decided. A project's .npmrc could name a shell of its own, and
 * options for every Node.
 */
export function rebuildArgv(place: RelativePath): Argv {
  return [
    'rebuild',
    '--no-ignore-scripts',
    '--no-bin-links',
    '--foreground-scripts',
    '--script-shell=',
    '--node-options=',
    '--no-global',
    '--location=project',
    '--no-update-notifier',
    '--git=git',
    '--no-strict-allow-scripts',
    '--dangerously-allow-all-scripts',
    '--',
    `./${place}`,
  ];
}
