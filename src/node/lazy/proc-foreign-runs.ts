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
    const own = await Promise.all(runs.map(({ pid }) => descendsFromUs(pid)));
    return runs.filter((_, index) => !own[index]).map(({ run }) => run);
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

/** Up the line of parents, field 4 of /proc/PID/stat. */
async function descendsFromUs(pid: number): Promise<boolean> {
  for (let at = pid, steps = 0; at > 1 && steps < 64; steps++) {
    if (at === process.pid) return true;
    const text = await readFile(`/proc/${at}/stat`, 'utf8').catch(() => '');
    at = Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
  }
  return false;
}
