import fs from 'node:fs';
import path from 'node:path';
import { SetupError, setUp } from './progress.mjs';
import { mustRun } from './run-command.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge'];

// The fonts make screenshots look as they do on a desktop: one for the interface, one for code.
const debianPackages = ['chromium', 'fonts-inter', 'fonts-jetbrains-mono'];

/**
 * A browser of the Chromium family: the one that CHROMIUM_EXECUTABLE names, one on PATH, or Debian's.
 * @returns {Promise<string>} its executable
 */
export async function ensureChromium() {
  const given = process.env.CHROMIUM_EXECUTABLE;
  if (given) {
    if (fs.existsSync(given)) return given;
    throw new SetupError(`CHROMIUM_EXECUTABLE is ${given}, where there is no file.`);
  }
  const found = findOnPath(names);
  if (found) return found;
  if (!findOnPath(['apt-get']) || process.getuid?.() !== 0) {
    throw new SetupError(
      'No Chromium found. Install Chromium or Google Chrome, or name one with CHROMIUM_EXECUTABLE, and run this again.',
    );
  }
  await setUp('Chromium', installFromDebian);
  const installed = findOnPath(names);
  if (!installed) throw new SetupError('apt-get installed chromium, but there is no chromium on PATH.');
  return installed;
}

async function installFromDebian() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await mustRun('apt-get', ['update'], { env });
  await mustRun('apt-get', ['install', '-y', '--no-install-recommends', ...debianPackages], { env });
}

/** @param {readonly string[]} candidates */
function findOnPath(candidates) {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  for (const folder of (process.env.PATH ?? '').split(path.delimiter).filter(Boolean)) {
    for (const name of candidates) {
      const file = path.join(folder, name + suffix);
      if (fs.existsSync(file)) return file;
    }
  }
  return undefined;
}
