import type { RelativePath } from '../base/path.ts';
import type { LockedPackage, Newcomer } from './lockfile.ts';
import type { PackageChange } from './operation.ts';

/** A file's bytes before and after a change; undefined: not there. Paths are relative to the project's root. */
export interface FileChange {
  readonly path: RelativePath;
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array | undefined;
}

/** What the project's own manager made of a plan in a shadow folder. Nothing of the project has been touched. */
export interface Resolution {
  /** Manifests and lockfile. */
  readonly files: readonly FileChange[];
  readonly changes: readonly PackageChange[];
  /** What the lockfile has now and had not before, direct and transitive. */
  readonly newcomers: readonly Newcomer[];
  /** All that the lockfile has now. */
  readonly locked: readonly LockedPackage[];
  /** The argv that made the lockfile. */
  readonly command: readonly string[];
}
