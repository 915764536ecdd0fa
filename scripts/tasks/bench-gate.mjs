import { spawnSync } from 'node:child_process';
import { root } from '../setup/paths.mjs';

/**
 * Which names the gate asks about, and how long a verdict takes.
 * @param {string[]} args
 */
export async function runTask(args) {
  for (const argv of [['bench/gate-names.ts', ...args], ['bench/gate-verdicts.ts']]) {
    const { status } = spawnSync(process.execPath, argv, { cwd: root, stdio: 'inherit' });
    if (status !== 0) return status ?? 1;
  }
  return 0;
}
