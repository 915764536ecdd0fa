import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

export interface UserFolders {
  /** What gives power: modes, approvals, write-ahead records. */
  readonly state: string;
  /** What may be lost at any time. */
  readonly cache: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The user's own folders, computed alike by editor and command line. `QUARTERMASTER_HOME` moves both. Sources: XDG
 * Base Directory Specification 0.8 (a relative path is invalid and ignored), Apple's File System Programming Guide,
 * Windows' known folders.
 */
export function userFolders(
  env: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): UserFolders {
  const own = absoluteOf(env['QUARTERMASTER_HOME']);
  if (own !== undefined) return { state: own, cache: join(own, 'cache') };
  if (platform === 'win32') {
    const local = absoluteOf(env['LOCALAPPDATA']) ?? join(home, 'AppData', 'Local');
    return { state: join(local, 'quartermaster', 'state'), cache: join(local, 'quartermaster', 'cache') };
  }
  if (platform === 'darwin') {
    return {
      state: join(home, 'Library', 'Application Support', 'quartermaster'),
      cache: join(home, 'Library', 'Caches', 'quartermaster'),
    };
  }
  return {
    state: join(absoluteOf(env['XDG_STATE_HOME']) ?? join(home, '.local', 'state'), 'quartermaster'),
    cache: join(absoluteOf(env['XDG_CACHE_HOME']) ?? join(home, '.cache'), 'quartermaster'),
  };
}

function absoluteOf(path: string | undefined): string | undefined {
  return path !== undefined && isAbsolute(path) ? path : undefined;
}
