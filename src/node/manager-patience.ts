import { promises } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { PatienceSettings } from '../ports/manager-driver.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/**
 * The longest that a package manager's own settings wait for a registry, in milliseconds: by its variables, and by its
 * files in a folder, in those above and in the user's own. Undefined where none of them says so.
 */
export async function managerPatience(
  folder: string,
  settings: PatienceSettings | undefined,
  env: Environment = process.env,
): Promise<number | undefined> {
  if (settings === undefined) return undefined;
  const named = settings.variables.map(([name, unitMs]) => Number(env[name]) * unitMs);
  const configuration = env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
  const looked = [...new Set([...foldersFrom(folder), homedir()])].flatMap((each) =>
    settings.files.map(([name, setting]) => [join(each, name), setting] as const),
  );
  const users = settings.userFiles.map(([path, setting]) => [join(configuration, path), setting] as const);
  const read = await Promise.all([...looked, ...users].map(([file, setting]) => numberIn(file, setting)));
  const found = [...named, ...read].filter((value) => value !== undefined && value > 0 && Number.isFinite(value));
  return found.length === 0 ? undefined : Math.max(...(found as number[]));
}

function foldersFrom(folder: string): readonly string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersFrom(above)];
}

async function numberIn(file: string, setting: RegExp): Promise<number | undefined> {
  const text = await promises.readFile(file, 'utf8').catch(() => '');
  const [, value = '', unit = 'ms'] = /^(\d+)(\w+)?$/.exec(setting.exec(text)?.[1] ?? '') ?? [];
  return value === '' ? undefined : Number(value) * (unitsMs[unit] ?? 1);
}
