import { spawn } from 'node:child_process';
import { SetupError } from './progress.mjs';

/**
 * @typedef {object} CommandOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 */

/**
 * Runs a command without a shell and keeps what it prints.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function capture(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    /** @type {Buffer[]} */
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() }));
  });
}

/**
 * Runs a command that has to succeed; what it printed is shown only when it did not.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 */
export async function mustRun(command, args, options) {
  const { code, output } = await capture(command, args, options);
  if (code !== 0) throw new SetupError(`${[command, ...args].join(' ')} ended with ${code}:\n${output.trim()}`);
  return output;
}

/**
 * npm as this process was started by it, so that its configuration (registry, proxy, certificates) is the user's own.
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 */
export function npm(args, options) {
  const quiet = [...args, '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  const script = process.env.npm_execpath;
  return script?.endsWith('.js')
    ? mustRun(process.execPath, [script, ...quiet], options)
    : mustRun('npm', quiet, options);
}
