import fs from 'node:fs';
import path from 'node:path';
import { setUp } from './progress.mjs';
import { toolsFolder } from './paths.mjs';

const marker = 'installed-version';

/**
 * A folder under .tools that is either complete or absent: it is filled beside its place and renamed into it, so an
 * interrupted installation is simply done again.
 * @param {{ name: string, version: string, title: string, fill: (folder: string) => Promise<void> }} tool
 * @returns {Promise<string>} the folder
 */
export async function toolFolder({ name, version, title, fill }) {
  const folder = path.join(toolsFolder, name);
  if (installedVersion(folder) === version) return folder;
  await setUp(title, async () => {
    const staging = `${folder}.${process.pid}.tmp`;
    removeAbandoned(name);
    fs.mkdirSync(staging, { recursive: true });
    try {
      await fill(staging);
      fs.writeFileSync(path.join(staging, marker), version);
      fs.rmSync(folder, { recursive: true, force: true });
      fs.renameSync(staging, folder);
    } finally {
      fs.rmSync(staging, { recursive: true, force: true });
    }
  });
  return folder;
}

/** @param {string} folder */
function installedVersion(folder) {
  try {
    return fs.readFileSync(path.join(folder, marker), 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Removes what a killed installation left; one that still runs is left alone.
 * @param {string} name
 */
function removeAbandoned(name) {
  if (!fs.existsSync(toolsFolder)) return;
  for (const entry of fs.readdirSync(toolsFolder)) {
    const owner = new RegExp(`^${name}\\.(\\d+)\\.tmp$`).exec(entry)?.[1];
    if (owner && !isRunning(Number(owner))) {
      fs.rmSync(path.join(toolsFolder, entry), { recursive: true, force: true });
    }
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return pid !== process.pid;
  } catch {
    return false;
  }
}
