import type { RelativePath } from '../base/path.ts';
import { dependencyFields } from '../model/manifest.ts';
import type { PackageName } from '../model/package-name.ts';
import type { ProjectMap } from '../model/project.ts';

/** A package that was taken out of a manifest. */
export interface RemovedName {
  readonly package: PackageName;
  /** Folder of the manifest. */
  readonly manifest: RelativePath;
}

/** What each manifest declared when it could be read last. */
export class DeclaredNames {
  readonly #declared = new Map<RelativePath, ReadonlySet<string>>();

  /**
   * Takes the manifests as they are now, and tells what they lost since. One that is gone has lost nothing, nor has one
   * that cannot be read, half-saved as it may be: it is compared when it can be read again.
   */
  look({ projects }: ProjectMap): readonly RemovedName[] {
    const removed: RemovedName[] = [];
    for (const { folder, dependencies } of projects.flatMap(({ manifests }) => manifests)) {
      const now = new Set(dependencyFields.flatMap((field) => [...dependencies[field].keys()]));
      for (const name of this.#declared.get(folder) ?? []) {
        if (!now.has(name)) removed.push({ package: name as PackageName, manifest: folder });
      }
      this.#declared.set(folder, now);
    }
    return removed;
  }
}
