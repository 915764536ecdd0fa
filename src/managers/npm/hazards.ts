import { parseNpmrc } from '../../model/npmrc.ts';
import type { Hazard, ReadConfig } from '../../ports/manager-driver.ts';
import { npmrcHazards } from '../npmrc.ts';

/**
 * Settings of a project's .npmrc that npm writes files by, and that no argument can undo without knowing the user's own
 * value (npm documentation: config). The programs that it can name (`git`, `script-shell`, `node-options`, `editor` and the
 * like) are overridden by arguments, or never started without scripts.
 */
const placing = ['cache', 'logs-dir'];
/** More files of settings, which npm takes for the user's own. */
const leading = ['globalconfig', 'userconfig'];

export async function npmHazards(read: ReadConfig): Promise<readonly Hazard[]> {
  const entries = parseNpmrc((await read('.npmrc')) ?? '');
  const found = entries.flatMap(({ key, value }): readonly Hazard[] => {
    const setting = key.replace(/^--/, '');
    if (leading.includes(setting)) return [{ file: '.npmrc', setting, effect: 'sends-secrets' }];
    if (placing.includes(setting) && !isInside(value))
      return [{ file: '.npmrc', setting, effect: 'uses-files-outside' }];
    return [];
  });
  return [...found, ...npmrcHazards(entries)];
}

/** A path that stays in the project; a variable or `~` may lead anywhere. */
function isInside(path: string): boolean {
  return /^[\w.-]/.test(path) && !/^[a-z]:/i.test(path) && !path.split(/[/\\]/).includes('..') && !path.includes('${');
}
