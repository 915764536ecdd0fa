import { spawnSync } from 'node:child_process';
import { ensurePackageManagers } from '../setup/package-managers.mjs';
import { root } from '../setup/paths.mjs';
import { runCheck } from './checks.mjs';

/**
 * The long form of the fault tests: hundreds of kills, with the real package managers.
 * @param {string[]} args
 */
export async function runTask(args) {
  if ((await runCheck('build')).failed > 0) return 1;
  // npm hands its whole configuration to a script as variables, which would win over a test's own.
  const inherited = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
  const env = { ...Object.fromEntries(inherited), PACKAGE_MANAGERS: await ensurePackageManagers() };
  const { status } = spawnSync(process.execPath, ['test/faults/main.ts', ...args], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  return status ?? 1;
}
