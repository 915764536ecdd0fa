import type { Argv } from '../../../ports/manager-driver.ts';

/** Where Yarn is to work, and how long it may wait for an answer. */
interface Place {
  /** Absolute folder of the lockfile root, or of its shadow. */
  readonly root: string;
  readonly requestMs: number;
}

/**
 * What every call of Yarn 1 gets (Yarn 1 documentation: CLI). A .yarnrc may put arguments before ours, switches among
 * them that nothing takes back. Yarn leaves that out where it sees `--no-default-rc` among the arguments, and its parser
 * takes the same word for the folder of global packages, which an install does not use; as a switch it would turn off
 * the registries and tokens of .npmrc too.
 */
function common({ root, requestMs }: Place): Argv {
  return [
    '--global-folder',
    '--no-default-rc',
    '--cwd',
    root,
    '--ignore-scripts',
    '--non-interactive',
    '--no-progress',
    '--no-node-version-check',
    '--production=false',
    '--network-timeout',
    String(requestMs),
    '--json',
  ];
}

/**
 * `yarn install` as far as the lockfile: with {@link lockfileOnly} nothing is fetched or linked. `--verbose`, since only
 * there it says what the registry answered. Its note of what is installed goes to `scratch`: in node_modules the next
 * install would believe it.
 */
export function resolveArgv(place: Place, scratch: string): Argv {
  const apart = ['--skip-integrity-check', '--modules-folder', scratch, '--no-bin-links'];
  return ['install', ...apart, '--verbose', ...common(place)];
}

/** `yarn install --frozen-lockfile`: what the lockfile says, which is not written. */
export function installArgv(place: Place): Argv {
  return ['install', '--frozen-lockfile', ...common(place)];
}

/** `yarn install`: near to the lockfile, which it brings up to date. */
export function installLooselyArgv(place: Place): Argv {
  return ['install', ...common(place)];
}

/**
 * Skips the steps of an install between the resolution and the writing of the lockfile, by the hooks that Yarn 1 has for
 * whoever embeds it. A line of Yarn 1 without them installs as a whole, which is slower and else the same. 168 packages,
 * cold: 0.6 s against 2.3 s, and the same lockfile to the byte.
 */
export const lockfileOnly =
  'const skipped = () => Promise.resolve();' +
  'globalThis.experimentalYarnHooks = { fetchStep: skipped, linkStep: skipped, pnpStep: skipped, buildStep: skipped };';
