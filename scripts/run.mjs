import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './setup/dependencies.mjs';
import { ensureNode, isNodeRecentEnough } from './setup/node.mjs';
import { SetupError } from './setup/progress.mjs';

// The one entry of every npm script. It starts on Node 20, sets up what the task needs, and runs the task on a recent
// Node. Nothing here may import a dependency: on a fresh clone there is none yet.

/** @type {Record<string, () => Promise<{ runTask(args: string[]): Promise<number> }>>} */
const tasks = {
  check: () => import('./tasks/check.mjs'),
  test: () => import('./tasks/test.mjs'),
  demo: () => import('./tasks/demo.mjs'),
  package: () => import('./tasks/package.mjs'),
  'bench:detect': () => import('./tasks/bench-detect.mjs'),
  'bench:editor': () => import('./tasks/bench-editor.mjs'),
  'bench:rules': () => import('./tasks/bench-rules.mjs'),
  'test:faults': () => import('./tasks/test-faults.mjs'),
  'test:fuzz': () => import('./tasks/test-fuzz.mjs'),
  'bench:transactions': () => import('./tasks/bench-transactions.mjs'),
  'bench:gate': () => import('./tasks/bench-gate.mjs'),
};

/** @param {string[]} argv */
async function main([name = '', ...args]) {
  const load = tasks[name];
  if (!load) {
    console.error(`Unknown task "${name}". Known: ${Object.keys(tasks).join(', ')}.`);
    return 2;
  }
  if (!isNodeRecentEnough()) return runAgain(await ensureNode());
  await ensureDependencies();
  const { runTask } = await load();
  return runTask(args[0] === '--' ? args.slice(1) : args);
}

/**
 * The same command line with the newer Node, for this process and for all that it starts.
 * @param {string} binFolder
 * @returns {Promise<number>}
 */
function runAgain(binFolder) {
  const script = fileURLToPath(import.meta.url);
  const env = { ...process.env, PATH: `${binFolder}${path.delimiter}${process.env.PATH ?? ''}` };
  const child = spawn(path.join(binFolder, 'node'), [script, ...process.argv.slice(2)], { stdio: 'inherit', env });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
