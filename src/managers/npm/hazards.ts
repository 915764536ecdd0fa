import type { RelativePath } from '../../base/path.ts';
import { parseNpmrc, type NpmrcEntry } from '../../model/npmrc.ts';
import type { Hazard, ReadConfig } from '../../ports/manager-driver.ts';
import { readJsonObject, stringsBelow } from '../json.ts';
import { npmrcHazards } from '../npmrc.ts';
import { leadsOutside } from '../outside.ts';

/**
 * Settings of a project's .npmrc that npm writes files by, and that no argument can undo without knowing the user's own
 * value (npm documentation: config). The programs that it can name (`git`, `script-shell`, `node-options`, `editor` and the
 * like) are overridden by arguments, or never started without scripts.
 */
const placing = ['cache', 'logs-dir'];
/** More files of settings, which npm takes for the user's own: it looks for one in `etc` below the prefix. */
const leading = ['globalconfig', 'userconfig', 'prefix'];
const lockfiles = ['package-lock.json', 'npm-shrinkwrap.json'];

/** What of a project would make npm do more than install; see Hazard. */
export async function npmHazards(read: ReadConfig): Promise<readonly Hazard[]> {
  const entries = parseNpmrc((await read('.npmrc')) ?? '');
  const strays = (await patches(read)).filter(leadsOutside);
  return [
    ...entries.flatMap(settingHazard),
    ...npmrcHazards(entries),
    ...(await extensions(read)),
    ...strays.map((): Hazard => ({
      file: 'package.json',
      setting: 'patchedDependencies',
      effect: 'uses-files-outside',
    })),
  ];
}

function settingHazard({ key, value }: NpmrcEntry): readonly Hazard[] {
  const setting = key.replace(/^--/, '');
  const hazard = (effect: Hazard['effect']): readonly Hazard[] => [{ file: '.npmrc', setting, effect }];
  if (leading.includes(setting)) return hazard('sends-secrets');
  if (setting === 'extension-file') return hazard('runs-code');
  return placing.includes(setting) && !isInside(value) ? hazard('uses-files-outside') : [];
}

/**
 * Code by which npm since 12 changes what it reads of packages (npm documentation: npm-extension). Without scripts npm
 * leaves it out, and what is resolved then is another lockfile; it cannot be had with it and without scripts.
 */
async function extensions(read: ReadConfig): Promise<readonly Hazard[]> {
  const found: Hazard[] = [];
  for (const file of ['.npm-extension.mjs', '.npm-extension.cjs']) {
    if ((await read(file)) !== undefined) found.push({ file, setting: undefined, effect: 'runs-code' });
  }
  for (const file of lockfiles) {
    const setting = /"(npmExtension(?:Hash|Applied))"/.exec((await read(file)) ?? '')?.[1];
    if (setting !== undefined) found.push({ file, setting, effect: 'runs-code' });
  }
  return found;
}

/** Patches, since npm 12 (npm documentation: npm-patch). */
export async function npmFilesNamed(read: ReadConfig): Promise<readonly RelativePath[]> {
  return (await patches(read)).filter((path) => !leadsOutside(path));
}

async function patches(read: ReadConfig): Promise<readonly string[]> {
  return stringsBelow(readJsonObject((await read('package.json')) ?? '')['patchedDependencies']);
}

/** A path that stays in the project; a variable or `~` may lead anywhere. */
function isInside(path: string): boolean {
  return /^[\w.-]/.test(path) && !/^[a-z]:/i.test(path) && !path.split(/[/\\]/).includes('..') && !path.includes('${');
}
