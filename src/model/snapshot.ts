import type { RelativePath } from '../base/path.ts';
import type { ImportSite } from './import-site.ts';
import type { PackageName } from './package-name.ts';
import type { ProjectMap } from './project.ts';

/** Why a file was left out of a scan. Nothing is left out without one of these. */
export const skipReasons = [
  'binary',
  'broken-link',
  /** What tests read, by the name of its folder, where no code imports it. */
  'fixture',
  'generated',
  'git-ignored',
  'invalid-manifest',
  'node-modules',
  'no-manifest',
  'outside-folder',
  'symlink-loop',
  /** What a generator copies elsewhere. */
  'template',
  'too-large',
  'unreadable',
] as const;

export type SkipReason = (typeof skipReasons)[number];

/** A file that was left out, and why. */
export interface SkippedFile {
  readonly file: RelativePath;
  readonly reason: SkipReason;
}

/** Where Node would find a package from a file, and which version stands there. */
export interface InstalledPackage {
  readonly version: string | undefined;
  /** Ships declarations of its own (`types`, `typings`, `exports` with a types condition, or index.d.ts). */
  readonly hasTypes: boolean;
}

/** An import site whose specifier names a package, with the manifest that owns the file. */
export interface PackageUse {
  readonly site: ImportSite;
  readonly package: PackageName;
  /** Folder of the owning manifest, relative to the scanned folder. */
  readonly manifest: RelativePath;
  /** dev where the import stands in a test, a config file or is type-only. */
  readonly belongsIn: 'dependencies' | 'devDependencies';
  /** Undefined: not to be found from this file. */
  readonly installed: InstalledPackage | undefined;
}

/** What one look at a folder saw. Everything that follows is computed from it. */
export interface Snapshot {
  readonly map: ProjectMap;
  /** Uses of packages only; builtins, relative imports, aliases and the like are gone by now. */
  readonly uses: readonly PackageUse[];
  readonly skipped: readonly SkippedFile[];
  readonly stats: { readonly files: number; readonly cached: number; readonly elapsedMs: number };
}
