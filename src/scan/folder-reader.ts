import { absolute, type RelativePath } from '../base/path.ts';
import type { FileStat, FileTree, FolderEntry } from '../ports/file-tree.ts';

/** A FileTree seen from one folder, mostly the scanned one: relative paths in, nothing outside of it. */
export class FolderReader {
  readonly root: string;
  readonly #tree: FileTree;
  /** What all paths are put behind; it ends with a slash. */
  readonly #prefix: string;

  constructor(tree: FileTree, root: string) {
    this.#tree = tree;
    this.root = root;
    this.#prefix = absolute(root, '/').slice(0, -1);
  }

  /** The same from another folder (absolute). */
  elsewhere(folder: string): FolderReader {
    return new FolderReader(this.#tree, folder);
  }

  readText(path: RelativePath): string | undefined {
    return this.#tree.readText(this.#absolute(path));
  }

  stat(path: RelativePath): FileStat | undefined {
    return this.#tree.stat(this.#absolute(path));
  }

  list(folder: RelativePath): readonly FolderEntry[] | undefined {
    return this.#tree.list(this.#absolute(folder));
  }

  /** Absolute, with all links followed; undefined where nothing stands there. */
  realPath(path: RelativePath): string | undefined {
    return this.#tree.realPath(this.#absolute(path));
  }

  isFile(path: RelativePath): boolean {
    return this.stat(path)?.kind === 'file';
  }

  isFolder(path: RelativePath): boolean {
    return this.stat(path)?.kind === 'folder';
  }

  /** Where a link inside the folder leads: a path inside, `outside`, or undefined for nowhere. */
  linkTarget(path: RelativePath): { readonly inside: boolean } | undefined {
    const target = this.#tree.realPath(this.#absolute(path));
    const root = this.#tree.realPath(this.root);
    if (target === undefined || root === undefined) return undefined;
    const [from, to] = [root, target].map((one) => one.replaceAll('\\', '/')) as [string, string];
    return { inside: to === from || to.startsWith(from.endsWith('/') ? from : `${from}/`) };
  }

  #absolute(path: RelativePath): string {
    return path === '' ? this.root : this.#prefix + path;
  }
}
