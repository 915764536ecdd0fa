import { readUpward } from '../ancestors.ts';
import type { ConfigurationFile } from '../ancestors.ts';
import type { ReadConfig } from '../../../ports/manager-driver.ts';

/** A .yarnrc or .npmrc with the settings in it that Yarn 1 looks up by name. */
export interface SettingsFile extends ConfigurationFile {
  readonly settings: ReadonlyMap<string, string>;
}

/** Of the project's folder and those above, the nearest first. */
export async function readSettings(read: ReadConfig): Promise<readonly SettingsFile[]> {
  const files = await readUpward(read, ['.yarnrc', '.npmrc']);
  return files.map((file) => ({ ...file, settings: settingsIn(file) }));
}

/**
 * One setting a line, `key "value"` in a .yarnrc and `key = value` in a .npmrc. More than Yarn itself would accept, so
 * that nothing it accepts is missed.
 */
export function settingsIn({ path, text }: Pick<ConfigurationFile, 'path' | 'text'>): ReadonlyMap<string, string> {
  const line = path.endsWith('.npmrc')
    ? /^[^\S\n]*("(?:[^"\\\n]|\\.)*"|[^\s=;#[\]"][^=\n]*?)(?:\[\])?[^\S\n]*=[^\S\n]*(.*?)[^\S\n]*$/gm
    : /^[^\S\n]*("(?:[^"\\\n]|\\.)*"|[^\s":#,][^\s":,]*)[^\S\n]*:?[^\S\n]+(.*?)[^\S\n]*$/gm;
  return new Map([...text.matchAll(line)].map(([, key = '', value = '']) => [unquoted(key), unquoted(value)]));
}

function unquoted(text: string): string {
  if (!/^(["']).*\1$/.test(text)) return text;
  try {
    const parsed: unknown = JSON.parse(text.startsWith("'") ? text.slice(1, -1) : text);
    return String(parsed);
  } catch {
    return text.slice(1, -1);
  }
}
