import { readdir, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { ManagerId } from '../model/project.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A version of a manager that Corepack fetched for this user at some time. */
export interface FetchedManager {
  readonly version: string;
  /** The manager's own JavaScript file, by its real path. */
  readonly script: string;
}

/** What Corepack itself would run for each manager, by the folder of the version (Corepack: config.json, "bin"). */
const scripts: Readonly<Partial<Record<ManagerId, readonly string[]>>> = {
  npm: ['bin/npm-cli.js'],
  pnpm: ['bin/pnpm.mjs', 'bin/pnpm.cjs'],
  yarn: ['yarn.js', 'bin/yarn.js'],
};

/**
 * The versions of a manager that Corepack keeps for this user. They are used, never asked for: Corepack would fetch what a
 * project names (Corepack documentation: "Environment Variables", COREPACK_HOME).
 */
export async function fetchedManagers(id: ManagerId, env: Environment): Promise<readonly FetchedManager[]> {
  const folder = join(homeOf(env), 'v1', id);
  const versions = await readdir(folder).catch(() => []);
  const found = await Promise.all(versions.map((version) => fetchedManager(join(folder, version), version, id)));
  return found.flatMap((manager) => manager ?? []);
}

async function fetchedManager(folder: string, version: string, id: ManagerId): Promise<FetchedManager | undefined> {
  for (const name of scripts[id] ?? []) {
    const script = await realpath(join(folder, name)).catch(() => undefined);
    if (script !== undefined) return { version, script };
  }
  return undefined;
}

function homeOf(env: Environment): string {
  const own = env['COREPACK_HOME'];
  if (own !== undefined && isAbsolute(own)) return own;
  const cache =
    [env['XDG_CACHE_HOME'], env['LOCALAPPDATA']].find((path) => path !== undefined && isAbsolute(path)) ??
    join(homedir(), process.platform === 'win32' ? 'AppData/Local' : '.cache');
  return join(cache, 'node', 'corepack');
}
