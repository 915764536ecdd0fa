import type { RelativePath } from '../base/path.ts';
import type { CatalogEdit } from './catalog.ts';
import type { DependencyField, DependencyType } from './manifest.ts';
import type { ManifestEdit } from './manifest-edit.ts';
import type { PackageName } from './package-name.ts';

/** What somebody wants in a manifest, before anything was looked up. */
export interface InstallRequest {
  readonly package: PackageName;
  /** As the user typed it; undefined: the current version, in the project's pin style. */
  readonly range: string | undefined;
  /** Folder of the manifest. */
  readonly manifest: RelativePath;
  readonly field: DependencyField;
}

/** A package that somebody wants out of a manifest. */
export type RemoveRequest = Pick<InstallRequest, 'package' | 'manifest'>;

/** A package that somebody wants in this one of the two fields, of a manifest that declares it. */
export type MoveRequest = RemoveRequest & { readonly field: DependencyType };

/** A semver range or a dist-tag by its characters; a URL, a path or a protocol is neither. */
export function isRangeOrTag(text: string): boolean {
  return /^[\w.+\-^~<>=|* ]+$/.test(text);
}

/** One package of a plan with what was found out about it. */
export interface PlannedPackage {
  readonly package: PackageName;
  readonly manifest: RelativePath;
  readonly field: DependencyField;
  /** Written to the manifest; `catalog:` and the like where the range itself stands in a catalog; undefined: taken out. */
  readonly range: string | undefined;
  /** The version that must land; undefined: whatever the manager picks in the range. */
  readonly version: string | undefined;
}

/** Changes of one project, applied together or not at all. */
export interface Plan {
  /** Root folder of the project. */
  readonly project: RelativePath;
  readonly packages: readonly PlannedPackage[];
  readonly edits: readonly ManifestEdit[];
  /** Changes of the workspace's catalogs, which every manifest that names them follows. */
  readonly catalogEdits: readonly CatalogEdit[];
}
