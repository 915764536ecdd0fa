import { spawnSync } from 'node:child_process';
import { root } from '../setup/paths.mjs';

/**
 * How well and how fast what is missing is detected.
 * @param {string[]} args
 */
export async function runTask(args) {
  for (const argv of [['esbuild.config.mjs'], ['bench/detect/main.ts', ...args]]) {
    const { status } = spawnSync(process.execPath, argv, { cwd: root, stdio: 'inherit' });
    if (status !== 0) return status ?? 1;
  }
  return 0;
}
