import { baseNameOf, directoryOf, joinRelative, type RelativePath } from '../../base/path.ts';
import type { FolderReader } from '../folder-reader.ts';

/**
 * `file`: the specifier leads to a file beside the sheet that has it. `elsewhere`: a sheet of that path stands somewhere else
 * in the folder, which a load path of Sass or Less, or an alias, may lead to.
 */
export type StyleAnswer = 'file' | 'elsewhere' | 'none';

const endings = ['', '.scss', '.sass', '.css', '.less', '.pcss', '.postcss'];

/** The style sheets of a folder, by their paths without what an import may leave out. */
export class SheetStems {
  readonly #paths: Iterable<RelativePath>;
  #stems: ReadonlySet<RelativePath> | undefined;

  /** `paths`: of all sheets that were listed, read at the first question. */
  constructor(paths: Iterable<RelativePath>) {
    this.#paths = paths;
  }

  /**
   * What else than a package the specifier of a style import may be: `@import "foo.css"` is a file by the CSS standard, and
   * bundlers look for one first. `from`: folder of the sheet that has it.
   */
  ask(reader: FolderReader, from: RelativePath, specifier: string): StyleAnswer {
    this.#stems ??= new Set([...this.#paths].map(stemOf));
    const [path = ''] = specifier.split(/[?#]/, 1);
    const here = joinRelative(from, path);
    if (here === undefined) return 'none';
    if (this.#stems.has(stemOf(here)) || endings.some((ending) => isSheet(reader, here, ending))) return 'file';
    const tail = `/${stemOf(path)}`;
    for (const stem of this.#stems) if (`/${stem}`.endsWith(tail)) return 'elsewhere';
    return 'none';
  }
}

/** Git ignores what is generated, so it is not listed. */
function isSheet(reader: FolderReader, path: RelativePath, ending: string): boolean {
  const folder = directoryOf(path);
  const partial = `${folder === '' ? '' : `${folder}/`}_${baseNameOf(path)}`;
  return reader.isFile(path + ending) || (ending !== '' && reader.isFile(partial + ending));
}

/**
 * The path without what an import may leave out: the ending, the underscore of a partial and the name of a folder's index
 * (Sass documentation, "@use", "Finding the Module").
 */
function stemOf(path: RelativePath): RelativePath {
  const bare = baseNameOf(path)
    .replace(/\.(?:css|s[ac]ss|less|pcss|postcss)$/, '')
    .replace(/^_/, '');
  const folder = directoryOf(path);
  if (bare === 'index' && folder !== '') return folder;
  return folder === '' ? bare : `${folder}/${bare}`;
}
