import type { RelativePath } from '../base/path.ts';
import type { SourceRange } from './import-site.ts';
import type { DependencyType } from './manifest.ts';
import type { PackageName } from './package-name.ts';

/** A declared package that surely nothing uses. */
export interface UnusedPackage {
  readonly package: PackageName;
  /** Folder of the manifest that declares it. */
  readonly manifest: RelativePath;
  readonly field: DependencyType;
  readonly range: string;
  /** Of the range in package.json, between its quotes. */
  readonly place: SourceRange;
}

/** What a look for unused packages came to. */
export interface UnusedReport {
  readonly found: readonly UnusedPackage[];
  /** Projects where something seems unused and nobody knows. */
  readonly unknown: readonly UnknownProject[];
}

/** A project of which it is not known what is unused. */
export interface UnknownProject {
  /** Root folder. */
  readonly project: RelativePath;
  /** `packages`: some are not in node_modules, where they could be asked. `texts`: some could not be read. */
  readonly because: 'packages' | 'texts';
}
