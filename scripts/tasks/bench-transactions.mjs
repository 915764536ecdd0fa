import { spawnSync } from 'node:child_process';
import { root } from '../setup/paths.mjs';

/** What a transaction costs: keeping a large tree and putting it back. */
export async function runTask() {
  const { status } = spawnSync(process.execPath, ['bench/transactions/main.ts'], { cwd: root, stdio: 'inherit' });
  return status ?? 1;
}
