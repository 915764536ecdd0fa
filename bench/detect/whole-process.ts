import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { tempFolder } from '../../test/support/temp-project.ts';

const cli = path.join(import.meta.dirname, '../../dist/cli.js');

/** What one run of a program cost, all its threads and children counted. */
export interface Cost {
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly peakMb: number;
}

/** Scans a folder with the command line as it is shipped, by a user who has the cache folder for his own. */
export function scanProcess(folder: string, cache: string): Promise<Cost> {
  return costOf([process.execPath, cli, 'scan', '--json', '--cwd', folder], { XDG_CACHE_HOME: cache });
}

/** By GNU time. A scan that finds something ends 1. */
export async function costOf(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd = process.cwd(),
): Promise<Cost> {
  const times = path.join(tempFolder('time-'), 'cost');
  const started = performance.now();
  const options = { env: { ...process.env, ...env }, cwd, maxBuffer: 1 << 28 };
  await promisify(execFile)('/usr/bin/time', ['-o', times, '-f', '%M %U %S', ...argv], options).catch(
    (error: Error & { readonly code?: unknown }) => {
      if (error.code !== 1) throw error;
    },
  );
  const wallMs = performance.now() - started;
  // Of a program that does not end 0 it says so first.
  const last = fs.readFileSync(times, 'utf8').trim().split('\n').at(-1) ?? '';
  const [kilobytes = Number.NaN, user = Number.NaN, system = Number.NaN] = last.split(' ').map(Number);
  return { cpuMs: 1000 * (user + system), wallMs, peakMb: kilobytes / 1024 };
}
