import { spawnSync } from 'node:child_process';
import { ensureChromium } from '../setup/chromium.mjs';
import { ensurePackageManagers } from '../setup/package-managers.mjs';
import { root } from '../setup/paths.mjs';
import { ensureVsCodeServer } from '../setup/vscode-server.mjs';
import { runCheck } from './checks.mjs';

/**
 * The long form of the fault tests: hundreds of kills, with the real package managers and in windows of the real VS Code.
 * @param {string[]} args
 */
export async function runTask(args) {
  if ((await runCheck('build')).failed > 0) return 1;
  // npm hands its whole configuration to a script as variables, which would win over a test's own.
  const inherited = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
  const env = {
    ...Object.fromEntries(inherited),
    PACKAGE_MANAGERS: await ensurePackageManagers(),
    VSCODE_SERVER: await ensureVsCodeServer(),
    CHROMIUM_EXECUTABLE: await ensureChromium(),
  };
  const { status } = spawnSync(process.execPath, ['test/faults/main.ts', ...args], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  return status ?? 1;
}
