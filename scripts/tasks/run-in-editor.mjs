import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ensureChromium } from '../setup/chromium.mjs';
import { root } from '../setup/paths.mjs';
import { SetupError, setUp } from '../setup/progress.mjs';
import { mustRun } from '../setup/run-command.mjs';
import { ensureVsCodeServer } from '../setup/vscode-server.mjs';

/**
 * Builds the extension and runs a script that drives it in the real editor.
 * @param {string} script relative to the root
 * @param {readonly string[]} args
 * @returns {Promise<number>}
 */
export async function runInEditor(script, args) {
  if (!fs.existsSync(path.join(root, script))) throw new SetupError(`There is no ${script}.`);
  const env = {
    ...process.env,
    VSCODE_SERVER: await ensureVsCodeServer(),
    CHROMIUM_EXECUTABLE: await ensureChromium(),
  };
  await setUp('bundles', () => mustRun(process.execPath, ['esbuild.config.mjs'], { cwd: root }));
  const child = spawn(process.execPath, [script, ...args], { cwd: root, env, stdio: 'inherit' });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
