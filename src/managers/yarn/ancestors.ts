import type { ReadConfig } from '../../ports/manager-driver.ts';

/** Deeper than projects stand in workspaces; what is not there costs nothing to ask for. */
const mostLevels = 24;

/** A configuration file that Yarn reads: from the project's own folder and from every folder above it. */
export interface ConfigurationFile {
  /** Relative to the lockfile root; above it this begins with `..`. */
  readonly path: string;
  /** The folder it stands in, in the same way; '' for the project's own. */
  readonly folder: string;
  readonly text: string;
}

/** The files of these names, the nearest folder first. */
export async function readUpward(read: ReadConfig, names: readonly string[]): Promise<readonly ConfigurationFile[]> {
  const found: ConfigurationFile[] = [];
  for (let level = 0; level < mostLevels; level++) {
    const folder = Array(level).fill('..').join('/');
    for (const name of names) {
      const path = folder === '' ? name : `${folder}/${name}`;
      const text = await read(path);
      if (text !== undefined) found.push({ path, folder, text });
    }
  }
  return found;
}

/**
 * Whether a path of a configuration file may lead out of the project. One with a variable may lead anywhere; an absolute
 * one does, as far as a repository can know.
 */
export function leadsOutside(folder: string, value: string): boolean {
  if (/^(?:[/\\~]|[a-z]:)/i.test(value) || value.includes('$')) return true;
  let depth = 0;
  for (const part of `${folder}/${value}`.split(/[/\\]/)) {
    if (part === '' || part === '.') continue;
    depth += part === '..' ? -1 : 1;
    if (depth < 0) return true;
  }
  return false;
}
