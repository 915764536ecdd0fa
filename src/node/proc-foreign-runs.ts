import { readFile, readdir, readlink } from 'node:fs/promises';
import { basename, sep } from 'node:path';
import { mapLimited } from '../base/async.ts';
import { redact } from '../base/redact.ts';
import type { ForeignRun, ForeignRuns } from '../ports/foreign-runs.ts';

/** Processes looked at at once. */
const atOnce = 32;

/** Programs and scripts whose name says that they change node_modules. */
const managerNames = /^(?:npm|npm-cli|npx|npx-cli|pnpm|pnpx|yarn|yarnpkg|berry|bun|bunx)(?:\.[cm]?js|\.exe)?$/;
/** What they are called with to do so; a bare `yarn` and `bun install` too. */
const changing = /^(?:install|i|ci|add|a|remove|rm|uninstall|un|r|update|up|upgrade|dedupe|prune|rebuild|link|unlink)$/;

/** Reads /proc (proc(5)); on other systems nothing is known. */
export const procForeignRuns: ForeignRuns = {
  async within(root) {
    const names = await readdir('/proc').catch(() => []);
    const pids = names.filter((name) => /^\d+$/.test(name)).map(Number);
    const found = await mapLimited(pids, atOnce, (pid) => lookAt(pid, root).catch(() => undefined));
    const runs = found.filter((run) => run !== undefined);
    const own = await Promise.all(runs.map(({ pid }) => descendsFromUs(pid)));
    return runs.filter((_, index) => !own[index]);
  },
};

async function lookAt(pid: number, root: string): Promise<ForeignRun | undefined> {
  const folder = await readlink(`/proc/${pid}/cwd`);
  if (folder !== root && !folder.startsWith(root + sep)) return undefined;
  const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0').filter(Boolean);
  if (!changesModules(words)) return undefined;
  return { pid, command: redact(words.map((word) => basename(word)).join(' ')) };
}

/** npm renames its process: then the whole line is one word. */
function changesModules(cmdline: readonly string[]): boolean {
  const words = cmdline.length === 1 ? (cmdline[0] ?? '').split(' ').filter(Boolean) : cmdline;
  const at = words.slice(0, 3).findIndex((word) => managerNames.test(basename(word)));
  if (at < 0) return false;
  const verb = words.slice(at + 1).find((word) => !word.startsWith('-'));
  const isBareYarn = verb === undefined && basename(words[at] ?? '').startsWith('yarn');
  return isBareYarn || (verb !== undefined && changing.test(verb));
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
