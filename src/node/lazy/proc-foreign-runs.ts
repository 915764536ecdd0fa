// A bundle of its own: most windows never change anything.
import { readFile, readdir, readlink } from 'node:fs/promises';
import { basename, sep } from 'node:path';
import { mapLimited } from '../../base/async.ts';
import { redact } from '../../base/redact.ts';
import { changesModules } from '../../model/manager-command.ts';
import type { ForeignRun, ForeignRuns } from '../../ports/foreign-runs.ts';

/** Processes looked at at once. */
const atOnce = 32;

/** Reads /proc (proc(5)); on other systems nothing is known. */
export const procForeignRuns: ForeignRuns = {
  async within(root) {
    const names = await readdir('/proc').catch(() => []);
    const pids = names.filter((name) => /^\d+$/.test(name)).map(Number);
    const found = await mapLimited(pids, atOnce, async (pid) => {
      const run = await lookAt(pid, root).catch(() => undefined);
      return run === undefined ? [] : [{ pid, run }];
    });
    const runs = found.flat();
    const isOthers = await Promise.all(runs.map(({ pid }) => isOfOthers(pid)));
    return runs.filter((_, index) => isOthers[index]).map(({ run }) => run);
  },
};

async function lookAt(pid: number, root: string): Promise<ForeignRun | undefined> {
  const folder = await readlink(`/proc/${pid}/cwd`);
  if (folder !== root && !folder.startsWith(root + sep)) return undefined;
  const cmdline = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0').filter(Boolean);
  // npm renames its process: then the whole line is one word.
  const words = cmdline.length === 1 ? (cmdline[0] ?? '').split(' ').filter(Boolean) : cmdline;
  if (!changesModules(words)) return undefined;
  return { where: { kind: 'process', pid }, command: redact(words.map((word) => basename(word)).join(' ')) };
}

/** False for what descends from us, and for what has come to its end meanwhile. */
async function isOfOthers(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 8; tries++) {
    const line = await lineOf(pid);
    if (line === undefined) return false;
    if (line !== 'broken') return !line.includes(process.pid);
  }
  return true;
}

/**
 * A process and its parents, field 4 of /proc/PID/stat. Undefined where the process has ended; `broken` where one of its
 * parents ended while it was read: then it has another by now.
 */
async function lineOf(pid: number): Promise<readonly number[] | 'broken' | undefined> {
  const line: number[] = [];
  for (let at = pid; at > 1 && line.length < 64;) {
    const text = await readFile(`/proc/${at}/stat`, 'utf8').catch(() => undefined);
    if (text === undefined) return line.length === 0 ? undefined : 'broken';
    line.push(at);
    if (at === process.pid) break;
    at = Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
  }
  return line;
}
