import type { RelativePath } from '../base/path.ts';
import type { InstallScripts } from '../model/build.ts';

/** A package folder with scripts for its install. */
export interface FoundPackage {
  /** Absolute. */
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  readonly scripts: InstallScripts;
}

/** What package managers make, looked at as it stands on disk: no lockfile says what was built. Paths are absolute. */
export interface PackageTrees {
  /**
   * The packages with `preinstall`, `install` or `postinstall` in their manifest, or a binding.gyp in the place of
   * `install`: in a node_modules, in those inside of its packages, in the stores of pnpm and Yarn in it, and in what Yarn
   * unplugs. Links are not followed. None where no such tree stands there.
   */
  scripted(tree: string): Promise<readonly FoundPackage[]>;
  /** The package in a folder, whether it has such scripts or not; undefined where none stands there. */
  look(folder: string): Promise<FoundPackage | undefined>;
  /** Those of these paths, relative to the folder, that are files; links are none. */
  filesAmong(folder: string, paths: readonly RelativePath[]): Promise<readonly RelativePath[]>;
  /**
   * SHA-256, in hexadecimal, of the paths and sizes of a package's files, those of packages inside of it left out;
   * undefined where no folder stands there.
   */
  digest(folder: string): Promise<string | undefined>;
  /**
   * Gives a package the files of one that was kept: what is missing and what is other. Each is put in by a rename, since
   * what stands there may share its bytes with a manager's store, and is made beside `kept`, so on the same disk. What
   * `folder` has more stays.
   */
  bringBack(kept: string, folder: string): Promise<void>;
}
