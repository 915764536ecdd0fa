import type { Argv, LeastAge } from '../../ports/manager-driver.ts';

/** pnpm 10 fetches the Node.js that a file of the repository names, from a mirror that it names, into the user's own folder. */
export const noOtherNode = '--config.use-node-version=';

/**
 * What every call of pnpm gets (pnpm documentation: Settings, `pnpm install`). Written as `--config.…` where a generation
 * does not know it as a flag of its own: that is taken by all, and wins over each file of the repository.
 */
const common: Argv = [
  '--reporter=ndjson',
  // A repository's `loglevel: silent` would leave us without a word of what went wrong.
  '--loglevel=warn',
  '--ignore-scripts',
  // A file that would be ignored is a hazard of its own; see hazards.ts. This is for the one that was missed.
  '--ignore-pnpmfile',
  // pnpm 12 ends 1 after a complete install where it left a script out.
  '--config.strict-dep-builds=false',
  // Never fetch the pnpm that "packageManager" or "devEngines" names: pnpm 10, then 11 and later.
  '--config.manage-package-manager-versions=false',
  '--config.package-manager-strict=false',
  '--config.pm-on-fail=ignore',
  noOtherNode,
  '--config.update-notifier=false',
  '--config.recursive-install=true',
  '--config.fetch-retries=1',
  '--config.fetch-retry-mintimeout=1000',
  '--config.fetch-retry-maxtimeout=5000',
];

/** The same with the hooks of the repository: their user consented to them. */
export function withHooks(argv: Argv): Argv {
  return argv.filter((argument) => argument !== '--ignore-pnpmfile');
}

/**
 * `pnpm install --lockfile-only`: the lockfile for the manifests as they are, in CI too (pnpm-install). `leastAge`: what is younger
 * comes in only where nothing older fits (pnpm documentation: Settings, "minimumReleaseAge", in minutes).
 */
export function resolveArgv(leastAge?: LeastAge): Argv {
  const age = leastAge === undefined ? [] : [`--config.minimum-release-age=${leastAge.days * 24 * 60}`];
  return ['install', '--lockfile-only', '--no-frozen-lockfile', ...common, ...age];
}

/** `pnpm update --depth Infinity --lockfile-only`: the newest in range, manifests as they are (pnpm-update). */
export function updateArgv(names: readonly string[]): Argv {
  return ['update', '--recursive', '--depth', 'Infinity', '--no-save', '--lockfile-only', ...common, '--', ...names];
}

/**
 * `pnpm install --frozen-lockfile`: what the lockfile says and nothing else (pnpm-install). A node_modules that another
 * generation made is made anew without asking, since nobody is there to answer.
 */
export function installArgv(): Argv {
  return ['install', '--frozen-lockfile', ...installing];
}

/** The same where no lockfile stands, or one that does not fit, which a frozen install refuses. */
export function looseInstallArgv(): Argv {
  return ['install', '--no-frozen-lockfile', ...installing];
}

const installing: Argv = [
  '--prefer-offline',
  '--config.confirm-modules-purge=false',
  // Else what an install brings stays for a week in node_modules/.pnpm, although it was taken back.
  '--config.modules-cache-max-age=0',
  ...common,
];

/**
 * `pnpm rebuild`: the scripts of one version of one package (pnpm-rebuild). Since 11 it takes names alone, and the version
 * stands in what is allowed; before, all that is named may be allowed. A project's .npmrc could name a shell of its own,
 * and options for every Node.
 */
export function rebuildArgv(name: string, version: string, isSince11: boolean): Argv {
  const which = isSince11
    ? [`--config.allow-builds=${JSON.stringify({ [`${name}@${version}`]: true })}`, '--', name]
    : ['--config.dangerously-allow-all-builds=true', '--', `${name}@${version}`];
  return [
    'rebuild',
    '--reporter=ndjson',
    '--config.ignore-scripts=false',
    '--config.ignore-pnpmfile=true',
    '--config.script-shell=',
    '--config.shell-emulator=false',
    '--config.node-options=',
    '--config.strict-dep-builds=false',
    '--config.manage-package-manager-versions=false',
    '--config.package-manager-strict=false',
    '--config.pm-on-fail=ignore',
    noOtherNode,
    '--config.update-notifier=false',
    '--recursive',
    ...which,
  ];
}
