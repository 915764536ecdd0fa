import fs from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';
import { SetupError, setUp } from './progress.mjs';
import { npm } from './run-command.mjs';

/** Installs what package-lock.json names, unless node_modules already is exactly that. */
export async function ensureDependencies() {
  if (isUpToDate()) return;
  // npm would empty the folder that the link leads to, which is another checkout's.
  if (fs.lstatSync(path.join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new SetupError(
      'node_modules is a link, and what it leads to is not what package-lock.json names. Remove the link.',
    );
  }
  await setUp('dependencies', () => npm(['ci'], { cwd: root }));
}

/**
 * npm writes node_modules/.package-lock.json last, so an interrupted installation has none. Optional packages are for
 * one platform or another: they may be missing on either side.
 */
function isUpToDate() {
  const wanted = packagesOf('package-lock.json');
  const installed = packagesOf('node_modules/.package-lock.json');
  if (!wanted || !installed) return false;
  const { '': _root, ...locked } = wanted;
  return isWithin(locked, installed) && isWithin(installed, locked);
}

/**
 * @param {Record<string, LockedPackage>} some
 * @param {Record<string, LockedPackage>} all
 */
function isWithin(some, all) {
  return Object.entries(some).every(([key, entry]) =>
    key in all ? all[key]?.version === entry.version : entry.optional === true || entry.devOptional === true,
  );
}

/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {boolean} [optional]
 * @property {boolean} [devOptional]
 */

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage> | undefined}
 */
function packagesOf(file) {
  try {
    return JSON.parse(fs.readFileSync(path.join(root, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}
