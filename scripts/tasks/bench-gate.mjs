import { spawnSync } from 'node:child_process';
import { root } from '../setup/paths.mjs';

/**
 * Which names the gate asks about, and how long a verdict takes.
 * @param {string[]} args
 */
export async function runTask(args) {
  const { status } = spawnSync(process.execPath, ['bench/gate-names.ts', ...args], { cwd: root, stdio: 'inherit' });
  return status ?? 1;
}
