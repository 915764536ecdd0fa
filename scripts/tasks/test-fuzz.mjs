import { spawnSync } from 'node:child_process';
import { root } from '../setup/paths.mjs';

/** The long form of the tests with damaged sources and configurations. */
export async function runTask() {
  const { status } = spawnSync(process.execPath, ['test/mocha-group.ts', '--', 'test/unit/scan/fuzz.test.ts'], {
    cwd: root,
    env: { ...process.env, FUZZ: 'long' },
    stdio: 'inherit',
  });
  return status ?? 1;
}
