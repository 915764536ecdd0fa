import { spawnSync } from 'node:child_process';
import { root } from '../setup/paths.mjs';

/** What it costs to ask many rules about many findings. */
export async function runTask() {
  const { status } = spawnSync(process.execPath, ['bench/rules.ts'], { cwd: root, stdio: 'inherit' });
  return status ?? 1;
}
