import fs from 'node:fs';
import path from 'node:path';
import { root } from '../setup/paths.mjs';
import { seconds } from '../setup/progress.mjs';
import { capture } from '../setup/run-command.mjs';

/** @typedef {{ passed: number, failed: number, failures: readonly string[] }} Counts `failures`: what failed, by name and with its error */

/** @type {Counts} */
export const nothing = { passed: 0, failed: 0, failures: [] };

/**
 * The checks that are no tests: each counts as one. A tool is called by its path, because two packages claim `tsc`.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const checks = {
  format: ['node_modules/prettier/bin/prettier.cjs', '--check', '.'],
  lint: ['node_modules/oxlint/bin/oxlint'],
  types: ['node_modules/typescript7/bin/tsc', '-p', '.', '--noEmit'],
  knip: ['node_modules/knip/bin/knip.js', '--no-progress'],
  l10n: ['scripts/l10n.mjs', '--check'],
  build: ['esbuild.config.mjs'],
};

/**
 * Runs one check and prints a line for it, followed by what it said when it failed.
 * @param {string} name
 * @returns {Promise<Counts>}
 */
export async function runCheck(name) {
  const started = performance.now();
  process.stdout.write(`${name} ... `);
  const [script = '', ...args] = checks[name] ?? [];
  const { code, output } = fs.existsSync(path.join(root, script))
    ? await capture(process.execPath, [script, ...args], { cwd: root })
    : { code: 1, output: `There is no ${script}.` };
  process.stdout.write(`${code === 0 ? 'ok' : 'FAILED'} ${seconds(started)}\n`);
  if (code !== 0) console.log(output.trimEnd());
  return code === 0 ? { ...nothing, passed: 1 } : { ...nothing, failed: 1, failures: [name] };
}

/**
 * @param {Counts} a
 * @param {Counts} b
 * @returns {Counts}
 */
export function add(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, failures: [...a.failures, ...b.failures] };
}
