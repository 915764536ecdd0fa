import type { RelativePath } from '../base/path.ts';
import type { ImportSite, SourceRange } from './import-site.ts';
import type { DependencyField } from './manifest.ts';
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

/** Reasons behind which something may be missing that nobody saw. */
export const unread: ReadonlySet<SkipReason> = new Set(['invalid-manifest', 'unreadable']);

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

/** Why it is not sure that a package is meant, or that it is missing. */
export type Doubt =
  /** The code around it cannot be parsed. */
  | 'half-typed'
  /** An alias covers the name, and leads nowhere. */
  | 'alias'
  /** A package.json above cannot be read: it may declare it. */
  | 'broken-manifest'
  /** A package of this repository has the name. */
  | 'own-name'
  /** A package.json around a project without a lockfile of its own declares it. */
  | 'declared-around'
  /** It is hardly the name of a package. */
  | 'looks'
  /** Tests get a file in its place. */
  | 'mocked'
  /** A bundler is told that the page brings it. */
  | 'provided'
  /** Only a comment names it. */
  | 'comment'
  /** A script runs a program, which may come from anywhere. */
  | 'program'
  /** A configuration names it where the tool may have something else. */
  | 'tool'
  /** A configuration names it, and nobody declares the tool. */
  | 'no-tool'
  /** Another package.json of the repository declares what a configuration names. */
  | 'declared-elsewhere'
  /** A style sheet of that path stands elsewhere in the folder. */
  | 'sheet'
  /** What a style sheet or a configuration names is not known for a package. */
  | 'unknown';

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
  /** Undefined: it is sure. What is not is shown, never acted on. */
  readonly doubt: Doubt | undefined;
}

/**
 * Uses of one package by files of one manifest, from which nothing is missing, or in a project that is not installed at all:
 * nobody needs each of them.
 */
export interface SettledPackage {
  readonly package: PackageName;
  readonly manifest: RelativePath;
  /** The same for all of them. */
  readonly installed: InstalledPackage | undefined;
  /** Some of the files are TypeScript. */
  readonly hasTypeScript: boolean;
  /**
   * The first {@link mostPlaces} of them, by file and place; of what is not installed one for each folder at least. None
   * where all of those are in open documents.
   */
  readonly places: readonly PackageUse[];
}

/** A declared package of which another version is installed than its range allows. */
export interface MismatchedPackage {
  readonly package: PackageName;
  /** Folder of the manifest that declares it. */
  readonly manifest: RelativePath;
  readonly field: DependencyField;
  readonly range: string;
  /** The one that is installed. */
  readonly version: string;
  /** Of the range in package.json, between its quotes. */
  readonly place: SourceRange;
}

/** How many places of one settled package are kept. */
export const mostPlaces = 8;

/**
 * What one look at a folder saw. Everything that follows is computed from it. Uses of packages only; builtins, relative
 * imports, aliases and the like are gone by now.
 */
export interface Snapshot {
  readonly map: ProjectMap;
  /** Each use that is not settled, and all of documents that are open. */
  readonly uses: readonly PackageUse[];
  readonly settled: readonly SettledPackage[];
  readonly mismatched: readonly MismatchedPackage[];
  readonly skipped: readonly SkippedFile[];
  readonly stats: { readonly files: number; readonly cached: number; readonly elapsedMs: number };
}
