import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from '../setup/paths.mjs';
import { SetupError, seconds } from '../setup/progress.mjs';
import { add, nothing } from './checks.mjs';

/**
 * @typedef {object} TestGroup
 * @property {readonly string[]} files globs of its test files, in the order in which processes take them
 * @property {string} [runner] the script that runs them, where it is not mocha in this Node
 * @property {number} timeoutSeconds of a single test
 * @property {boolean} needsBuild
 * @property {boolean} needsEditor the VS Code server and a browser
 * @property {boolean} [needsVsix] the extension as it is shipped
 * @property {boolean} [needsManagers] every package manager that has a driver
 * @property {number} [processes] that take its files one by one, side by side: where tests mostly wait for other programs
 * @property {boolean} [byFolder] the files of a folder go to one process
 */

/** @type {Readonly<Record<string, TestGroup>>} */
export const groups = {
  unit: {
    files: ['test/unit/**/*.test.ts', 'test/architecture/**/*.test.ts'],
    timeoutSeconds: 10,
    needsBuild: false,
    needsEditor: false,
  },
  drivers: {
    // Those wait most of their time for registries that do not answer: the others fill it. The longest come next, so that
    // none of them is left over for one process at the end.
    files: [
      'test/drivers/manager-faults-*.test.ts',
      'test/drivers/{manager-table-*,builds,full-disk,bad-files,by-hand,cancelling,npm-engine,moves,yarn-4}.test.ts',
      'test/drivers/**/*.test.ts',
    ],
    timeoutSeconds: 120,
    needsBuild: false,
    needsEditor: false,
    needsManagers: true,
    processes: 4,
  },
  faults: {
    files: ['test/faults/**/*.test.ts'],
    timeoutSeconds: 240,
    needsBuild: true,
    needsEditor: true,
    needsVsix: true,
    needsManagers: true,
    processes: 3,
  },
  cli: {
    files: ['test/cli/**/*.test.ts'],
    timeoutSeconds: 60,
    needsBuild: true,
    needsEditor: false,
    processes: 2,
  },
  editor: {
    // Those that take longest come first, so that none of them is left over for one process at the end.
    files: ['test/editor/main/*.test.ts', 'test/editor/autopilot/*.test.ts', 'test/editor/*/*.test.ts'],
    runner: 'test/support/host-suite.ts',
    timeoutSeconds: 60,
    needsBuild: true,
    needsEditor: true,
    processes: 2,
    byFolder: true,
  },
  browser: {
    files: ['test/browser/editor.test.ts', 'test/browser/**/*.test.ts'],
    timeoutSeconds: 120,
    needsBuild: true,
    needsEditor: true,
    needsVsix: true,
    needsManagers: true,
    processes: 2,
  },
  package: { files: ['test/package/**/*.test.ts'], timeoutSeconds: 120, needsBuild: true, needsEditor: true },
};

// Far above what any group needs; a group that hangs must not take the whole run's time with it.
const groupLimitMinutes = 25;

/**
 * Runs a group in a process of its own, its output passed through.
 * @param {string} name
 * @param {{ grep: string | undefined, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<import('./checks.mjs').Counts>}
 */
export async function runGroup(name, { grep, env }) {
  const group = groups[name];
  const files = group ? filesOf(group) : [];
  console.log(`\n${name} ...`);
  if (!group || files.length === 0) {
    console.log(`${name}: no tests`);
    return { ...nothing, failed: 1, failures: [`${name}: no tests`] };
  }
  const started = performance.now();
  const args = [group.runner ?? 'test/mocha-group.ts', '--timeout', String(group.timeoutSeconds * 1000)];
  if (grep !== undefined) args.push('--grep', grep);
  const reports = await inProcesses(partsOf(files, group), group.processes ?? 1, (part, isSeen) =>
    report([...args, '--', ...part], env, isSeen),
  );
  let counts = reports.reduce((sum, each) => add(sum, each.counts), nothing);
  const ending = reports.find((each) => each.ending !== undefined)?.ending;
  // A name that --grep looks for may be in another group; without it, files without a test are a mistake.
  if (counts.passed + counts.failed === 0 && grep === undefined) counts = { ...counts, failed: 1 };
  const verdict = ending ? `FAILED (${ending})` : `${counts.passed} passed, ${counts.failed} failed`;
  console.log(`${name}: ${verdict} ${seconds(started)}`);
  const failures = ending === undefined ? counts.failures : [...counts.failures, ending];
  return { ...counts, failures: failures.map((each) => `${name}: ${each}`) };
}

/**
 * @param {TestGroup} group
 * @returns {readonly string[]}
 */
function filesOf({ files }) {
  return [...new Set(files.flatMap((pattern) => fs.globSync(pattern, { cwd: root }).sort()))];
}

/**
 * What one process runs at a time.
 * @param {readonly string[]} files
 * @param {TestGroup} group
 * @returns {readonly (readonly string[])[]}
 */
function partsOf(files, { processes, byFolder }) {
  if (processes === undefined) return [files];
  return byFolder ? [...Map.groupBy(files, path.dirname).values()] : files.map((file) => [file]);
}

/**
 * Each process takes the next part when it is done with one, since some take minutes and others seconds.
 * @template T
 * @param {readonly (readonly string[])[]} parts
 * @param {number} processes
 * @param {(files: readonly string[], isSeen: boolean) => Promise<T>} run
 * @returns {Promise<T[]>}
 */
async function inProcesses(parts, processes, run) {
  const waiting = [...parts];
  /** @type {T[]} */
  const results = [];
  const lane = async (/** @type {boolean} */ isSeen) => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) results.push(await run(part, isSeen));
  };
  await Promise.all(Array.from({ length: processes }, (_, index) => lane(index === 0)));
  return results;
}

/**
 * Runs a script that sends its counts to its parent. One that ends without them, or that ends badly although nothing
 * failed, counts as a failure.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {boolean} isSeen false: what it prints is printed at its end, so that it does not get mixed up with another's
 * @returns {Promise<{ counts: import('./checks.mjs').Counts, ending: string | undefined }>}
 */
async function report(args, env, isSeen) {
  // A folder of its own for temporary files, so that nothing stays behind when a test is killed.
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'qm-'));
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...env, TMPDIR: temporary },
    stdio: ['ignore', isSeen ? 'inherit' : 'pipe', isSeen ? 'inherit' : 'pipe', 'ipc'],
  });
  /** @type {Buffer[]} */
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => printed.push(data));
  /** @type {import('./checks.mjs').Counts | undefined} */
  let counts;
  child.on('message', (message) => {
    counts = /** @type {import('./checks.mjs').Counts} */ (message);
  });
  const interruption = forwardSignals(child);
  const limit = setTimeout(() => child.kill('SIGTERM'), groupLimitMinutes * 60_000);
  const closed = new Promise((resolve) => child.once('close', resolve));
  const ending = await endOf(child);
  // Whoever of its children holds its output open must not hold the whole run.
  await Promise.race([closed, delay(5_000)]);
  clearTimeout(limit);
  process.stdout.write(Buffer.concat(printed));
  fs.rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  if (interruption.end() !== undefined) throw new SetupError('Interrupted.');
  if (!counts) return { counts: { ...nothing, failed: 1 }, ending: `ended with ${ending} before it reported` };
  if (ending !== 0 && counts.failed === 0) {
    return { counts: { ...counts, failed: 1 }, ending: `ended with ${ending} after all its tests passed` };
  }
  return { counts, ending: undefined };
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number | string>}
 */
function endOf(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 1));
  });
}

/**
 * Until `end`, which returns the signal that came, if one did.
 * @param {import('node:child_process').ChildProcess} child
 */
function forwardSignals(child) {
  /** @type {NodeJS.Signals | undefined} */
  let received;
  const forward = (/** @type {NodeJS.Signals} */ signal) => {
    received = signal;
    child.kill(signal);
  };
  process.on('SIGINT', forward).on('SIGTERM', forward);
  return {
    end() {
      process.off('SIGINT', forward).off('SIGTERM', forward);
      return received;
    },
  };
}
