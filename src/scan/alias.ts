import { isInside, joinRelative, upward, type RelativePath } from '../base/path.ts';
import { isAliased, type ConfigAlias } from './configs/config-alias.ts';
import type { FolderReader } from './folder-reader.ts';
import type { PathAliases, PathPattern } from './tsconfig.ts';

/** `doubtful`: an alias covers the specifier, but what it leads to is not there (not generated yet, half-typed). */
export type AliasAnswer = 'alias' | 'doubtful' | 'none';

/** Whether `paths` or `baseUrl` make a file of the project out of a bare specifier. */
export function askAliases(reader: FolderReader, all: readonly PathAliases[], specifier: string): AliasAnswer {
  let answer: AliasAnswer = 'none';
  for (const { patterns, baseUrl } of all) {
    for (const one of patterns) {
      const result = askPattern(reader, one, specifier);
      if (result === 'alias') return result;
      if (result === 'doubtful') answer = result;
    }
    if (baseUrl !== undefined && isBelow(reader, baseUrl, specifier)) return 'alias';
  }
  return answer;
}

/** Whether a configuration of a bundler or a test runner does. */
export function isConfigured(
  reader: FolderReader,
  all: readonly (readonly [folder: RelativePath, aliases: readonly ConfigAlias[]])[],
  specifier: string,
): boolean {
  return all.some(
    ([folder, aliases]) =>
      isAliased(aliases, specifier) ||
      aliases.some(({ kind, name }) => {
        const base = kind === 'folder' ? joinRelative(folder, name) : undefined;
        return base !== undefined && isBelow(reader, base, specifier);
      }),
  );
}

/** Whether a configuration says that the page brings what a specifier names: that very text, not what is below it. */
export function isProvided(
  all: readonly (readonly [folder: RelativePath, aliases: readonly ConfigAlias[]])[],
  specifier: string,
): boolean {
  return all.some(([, aliases]) => aliases.some(({ kind, name }) => kind === 'provided' && name === specifier));
}

/**
 * Whether a file stands in for a module wherever tests import it: `__mocks__/axios.js` beside the importing file's folder or
 * one above it, up to `top`, as long as it is not made of the module itself, by whatever call (Jest documentation, "Manual
 * Mocks").
 */
export function isMocked(reader: FolderReader, from: RelativePath, top: RelativePath, specifier: string): boolean {
  return [...upward(from)]
    .filter((folder) => isInside(top, folder))
    .flatMap((folder) => mockEndings.map((ending) => joinRelative(folder, '__mocks__', specifier + ending) ?? ''))
    .some((path) => {
      const text = reader.isFile(path) ? reader.readText(path) : undefined;
      return text !== undefined && !['"', "'", '`'].some((quote) => text.includes(quote + specifier + quote));
    });
}

const mockEndings = ['.js', '.ts', '.jsx', '.tsx', '.cjs', '.mjs', '/index.js', '/index.ts'];

function askPattern(reader: FolderReader, { pattern, targets }: PathPattern, specifier: string): AliasAnswer {
  const star = pattern.indexOf('*');
  const local = targets.filter((target) => target === undefined || !/(?:^|\/)node_modules\//.test(target));
  if (star < 0) return pattern === specifier && local.length > 0 ? 'alias' : 'none';
  const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)];
  const covers =
    specifier.length >= head.length + tail.length && specifier.startsWith(head) && specifier.endsWith(tail);
  if (!covers || local.length === 0) return 'none';
  const middle = specifier.slice(head.length, specifier.length - tail.length);
  const leads = local.some(
    (target) => target !== undefined && leadsSomewhere(reader, joinRelative(target.replace('*', () => middle)), true),
  );
  if (leads) return 'alias';
  // `*` alone covers every package there is.
  return head === '' && tail === '' ? 'none' : 'doubtful';
}

/**
 * baseUrl: the file itself, or, for a longer path, its first folder: `components/new` in a project with a folder
 * `components` is a file that is yet to be made.
 */
function isBelow(reader: FolderReader, baseUrl: RelativePath, specifier: string): boolean {
  const slash = specifier.indexOf('/', specifier.startsWith('@') ? specifier.indexOf('/') + 1 : 0);
  if (slash > 0 && reader.isFolder(joinRelative(baseUrl, specifier.slice(0, slash)) ?? '')) return true;
  return leadsSomewhere(reader, joinRelative(baseUrl, specifier), false);
}

const endings = ['.ts', '.tsx', '.d.ts', '.js', '.jsx', '.mts', '.cts', '.mjs', '.cjs', '.json', '.vue', '.svelte'];

function leadsSomewhere(reader: FolderReader, path: RelativePath | undefined, folderIsEnough: boolean): boolean {
  if (path === undefined || path.includes('?'))
    return path !== undefined && leadsSomewhere(reader, path.slice(0, path.indexOf('?')), folderIsEnough);
  const kind = reader.stat(path)?.kind;
  if (kind === 'file' || (kind === 'folder' && folderIsEnough)) return true;
  const stem = path.replace(/\.[cm]?jsx?$/, '');
  if (endings.some((ending) => reader.isFile(path + ending) || (stem !== path && reader.isFile(stem + ending))))
    return true;
  return kind === 'folder' && endings.some((ending) => reader.isFile(`${path}/index${ending}`));
}
