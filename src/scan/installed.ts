import * as v from 'valibot';
import { upward, type RelativePath } from '../base/path.ts';
import type { PackageName } from '../model/package-name.ts';
import type { InstalledPackage } from '../model/snapshot.ts';
import type { FolderReader } from './folder-reader.ts';

const schema = v.object({
  version: v.fallback(v.optional(v.string()), undefined),
  types: v.optional(v.unknown()),
  typings: v.optional(v.unknown()),
  main: v.fallback(v.optional(v.string()), undefined),
  exports: v.optional(v.unknown()),
});

/**
 * node_modules as Node searches them: upwards from the importing file, here no further than the scanned folder, or the root
 * of the workspace around it.
 */
export class InstalledPackages {
  readonly #reader: FolderReader;
  readonly #byFolder = new Map<RelativePath, InstalledPackage | undefined>();
  readonly #hasModules = new Map<RelativePath, boolean>();

  readonly #above: readonly InstalledPackages[];
  readonly #bare: ReadonlySet<RelativePath>;

  /**
   * `above`: the folders around the scanned one in which is looked too, the nearest first. `bare`: folders that are known to
   * have no node_modules.
   */
  constructor(reader: FolderReader, above: readonly FolderReader[] = [], bare: ReadonlySet<RelativePath> = new Set()) {
    this.#reader = reader;
    this.#bare = bare;
    this.#above = above.map((each) => new InstalledPackages(each));
  }

  /** `from`: folder of the importing file. */
  find(from: RelativePath, name: PackageName): InstalledPackage | undefined {
    for (const folder of upward(from)) {
      if (!this.#hasNodeModules(folder)) continue;
      const found = this.inFolder(`${folder === '' ? '' : `${folder}/`}node_modules/${name}`);
      if (found !== undefined) return found;
    }
    for (const around of this.#above) {
      const found = around.find('', name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** True where what {@link find} finds in the scanned folder stands outside of any node_modules: somebody linked it. */
  isLinked(from: RelativePath, name: PackageName): boolean {
    const place = [...upward(from)]
      .map((folder) => `${folder === '' ? '' : `${folder}/`}node_modules/${name}`)
      .find((path) => this.inFolder(path) !== undefined);
    return place !== undefined && this.#reader.realPath(place)?.split(/[/\\]/).includes('node_modules') === false;
  }

  /** The package whose own folder this is. */
  inFolder(folder: RelativePath): InstalledPackage | undefined {
    if (!this.#byFolder.has(folder)) this.#byFolder.set(folder, this.#readManifest(folder));
    return this.#byFolder.get(folder);
  }

  #hasNodeModules(folder: RelativePath): boolean {
    const known = this.#bare.has(folder) ? false : this.#hasModules.get(folder);
    if (known !== undefined) return known;
    const exists = this.#reader.isFolder(folder === '' ? 'node_modules' : `${folder}/node_modules`);
    this.#hasModules.set(folder, exists);
    return exists;
  }

  /** A folder without a manifest that can be read is the rest of a broken install, not a package. */
  #readManifest(folder: RelativePath): InstalledPackage | undefined {
    const text = this.#reader.readText(folder === '' ? 'package.json' : `${folder}/package.json`);
    if (text === undefined) return undefined;
    const parsed = v.safeParse(schema, parseJson(text));
    if (!parsed.success) return undefined;
    const { version, types, typings, main, exports } = parsed.output;
    const beside = (main ?? 'index.js').replace(/(?:\.[cm]?js)?$/, '.d.ts').replace(/^\.\//, '');
    const hasTypes =
      typeof types === 'string' ||
      typeof typings === 'string' ||
      hasTypesCondition(exports) ||
      this.#reader.isFile(`${folder}/${beside}`);
    return { version, hasTypes };
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `types` or `types@>=5` anywhere in `exports` (TypeScript handbook, "package.json exports"). */
function hasTypesCondition(exports: unknown, depth = 0): boolean {
  if (typeof exports !== 'object' || exports === null || depth > 8) return false;
  return Object.entries(exports).some(
    ([key, value]) => /^types(?:@|$)/.test(key) || hasTypesCondition(value, depth + 1),
  );
}
