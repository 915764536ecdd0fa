import { joinRelative, isInside, type RelativePath } from '../base/path.ts';
import type { PackageName } from '../model/package-name.ts';
import { archiveOf, readPackageMap, versionInReference, type PackageMap } from '../model/pnp.ts';
import type { InstalledPackage } from '../model/snapshot.ts';
import type { FolderReader } from './folder-reader.ts';

/** What Yarn's Plug'n'Play has installed for a project; its map is read when the first package is asked for. */
export class PlugAndPlay {
  readonly #reader: FolderReader;
  readonly #root: RelativePath;
  readonly #way: RelativePath;
  readonly #manifestIn: (folder: RelativePath) => InstalledPackage | undefined;
  #map: PackageMap | 'unreadable' | undefined;

  /**
   * `root`: where the map stands, below the reader's folder. `manifestIn`: what the package.json of a folder says of its
   * package. `way`: from the reader's folder to the one that importing files are told by.
   */
  constructor(
    reader: FolderReader,
    root: RelativePath,
    manifestIn: (folder: RelativePath) => InstalledPackage | undefined,
    way: RelativePath = '',
  ) {
    this.#reader = reader;
    this.#root = root;
    this.#manifestIn = manifestIn;
    this.#way = way;
  }

  /** `importer`: folder of the importing file. A map that cannot be read has all that is declared: a guess would be worse. */
  find(importer: RelativePath, name: PackageName, isDeclared: boolean): InstalledPackage | undefined {
    const from = joinRelative(this.#way, importer) ?? importer;
    this.#map ??= this.#read();
    if (this.#map === 'unreadable') return isDeclared ? inArchive(undefined) : undefined;
    if (!isInside(this.#root, from)) return undefined;
    const found = this.#map.find(this.#root === '' ? from : from.slice(this.#root.length + 1), name);
    if (found === undefined) return undefined;
    const archive = archiveOf(found.location);
    const path = joinRelative(this.#root, archive ?? found.location);
    // The cache of all projects stands outside of the scanned folder, where nothing is looked at.
    if (path === undefined) return inArchive(versionInReference(found.reference));
    if (archive === undefined) return this.#manifestIn(path);
    return this.#reader.isFile(path) ? inArchive(versionInReference(found.reference)) : undefined;
  }

  #read(): PackageMap | 'unreadable' {
    const read = (name: string): string | undefined => this.#reader.readText(joinRelative(this.#root, name) ?? name);
    return readPackageMap(read('.pnp.cjs'), read('.pnp.data.json')) ?? 'unreadable';
  }
}

/** Archives are not opened: no types are offered on top of what may have its own. */
function inArchive(version: string | undefined): InstalledPackage {
  return { version, hasTypes: true };
}
