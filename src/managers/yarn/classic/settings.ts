import type { ReadConfig } from '../../../ports/manager-driver.ts';
import { parseNpmrc, type NpmrcEntry } from '../../../model/npmrc.ts';
import { readUpward, type ConfigurationFile } from '../ancestors.ts';

/** A .yarnrc or .npmrc with the settings in it; both have all of them. */
export interface SettingsFile extends ConfigurationFile {
  readonly entries: readonly NpmrcEntry[];
}

/** Of the project's folder and those above, the nearest first. */
export async function readSettings(read: ReadConfig): Promise<readonly SettingsFile[]> {
  const files = await readUpward(read, ['.yarnrc', '.npmrc']);
  return files.map((file) => ({
    ...file,
    entries: file.path.endsWith('.npmrc') ? parseNpmrc(file.text) : parseYarnrc(file.text),
  }));
}

/** The value of a setting; of several in one file the last, of several files that of the nearest. */
export function lookUp(files: readonly SettingsFile[], name: string): string | undefined {
  for (const { entries } of files) {
    const found = entries.findLast(({ key }) => key === name);
    if (found !== undefined) return found.value;
  }
  return undefined;
}

/** `key "value"`, one a line: more than Yarn 1 itself would accept, so that nothing it accepts is missed. */
export function parseYarnrc(text: string): readonly NpmrcEntry[] {
  const lines = text.matchAll(/^[^\S\n]*("(?:[^"\\\n]|\\.)*"|[^\s":#,][^\s":,]*)[^\S\n]*:?[^\S\n]+(.*?)[^\S\n]*$/gm);
  return [...lines].map(([, key = '', value = '']) => ({ key: unquoted(key), value: unquoted(value) }));
}

function unquoted(text: string): string {
  if (!/^".*"$/.test(text)) return text;
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}
