import type { Argv } from '../../../ports/manager-driver.ts';

/** `yarn install --mode=update-lockfile`: resolves, and fetches what is new for its checksum (Yarn documentation: yarn install). */
export function resolveArgv(): Argv {
  return ['install', '--mode=update-lockfile', '--json'];
}

/** `yarn up --recursive`: the newest that every range allows, in the lockfile alone; it has no `--json` (yarn up). */
export function updateArgv(names: readonly string[]): Argv {
  return ['up', '--recursive', '--mode=update-lockfile', ...names];
}

/**
 * `yarn install --immutable`: what the lockfile says, in CI or not. Skipping the builds leaves the marks of packages with
 * scripts as they would be; turning scripts off would change what is written for them (yarn install).
 */
export function installArgv(): Argv {
  return ['install', '--immutable', '--mode=skip-build', '--json'];
}

/** `yarn install --no-immutable`: near to the lockfile, which it brings up to date, in CI too. */
export function installLooselyArgv(): Argv {
  return ['install', '--no-immutable', '--mode=skip-build', '--json'];
}

/**
 * Yarn writes every package.json of a project anew at each install, in its own order, spacing and choice of fields; no
 * setting keeps it from that. What the manifests say is what it was asked to install, so it is left to say it.
 */
export const keepManifests = `
const files = require('fs');
const path = require('path');
const { writeFile } = files;
files.writeFile = function (file, ...rest) {
  const parts = path.relative(process.cwd(), String(file)).split(path.sep);
  const isManifest = parts[parts.length - 1] === 'package.json' && !parts.includes('node_modules');
  return isManifest ? rest[rest.length - 1](null) : writeFile.call(this, file, ...rest);
};
`;
