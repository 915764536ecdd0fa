import { isInside, type RelativePath } from '../base/path.ts';
import { declaredIn, type DependencyField, type Manifest } from './manifest.ts';
import type { Project } from './project.ts';

/** Where a package that a file uses is declared. */
export interface Declaration {
  readonly field: DependencyField;
  readonly range: string;
  /** Folder of the manifest that declares it: the owner's, or of one around it; the workspace's root may stand above. */
  readonly folder: RelativePath;
}

/**
 * The declaration that covers `name` for files owned by `owner`: in any field of the owner, else in what a manifest around
 * it, up to the workspace's root, installs where the owner's files find it (its dependencies and devDependencies; its peers
 * are its own business).
 */
export function declarationOf(project: Project, owner: Manifest, name: string): Declaration | undefined {
  const own = declaredIn(owner, name);
  if (own !== undefined) return { ...own, folder: owner.folder };
  for (const manifest of manifestsAround(project, owner)) {
    const shared = declaredIn(manifest, name);
    if (shared !== undefined && shared.field !== 'peerDependencies') return { ...shared, folder: manifest.folder };
  }
  return undefined;
}

/** Of the same project, the nearest first: Node looks into node_modules of every folder above. */
function manifestsAround({ manifests, manager }: Project, owner: Manifest): readonly Manifest[] {
  const around = manifests
    .filter(({ folder }) => folder !== owner.folder && isInside(folder, owner.folder))
    .toSorted((one, other) => other.folder.length - one.folder.length);
  return manager.kind === 'above' && manager.manifest !== undefined ? [...around, manager.manifest] : around;
}

/**
 * True where the absence from node_modules is a fault: optional packages may be missing on this system, peers are
 * installed by whoever uses the package.
 */
export function mustBeInstalled(declaration: Declaration): boolean {
  return declaration.field === 'dependencies' || declaration.field === 'devDependencies';
}
