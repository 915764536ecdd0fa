import type { RelativePath } from '../base/path.ts';
import { declaredIn, type DependencyField, type Manifest } from './manifest.ts';
import type { Project } from './project.ts';

/** Where a package that a file uses is declared. */
export interface Declaration {
  readonly field: DependencyField;
  readonly range: string;
  /** Folder of the manifest that declares it: the owner's, or the workspace root's. */
  readonly folder: RelativePath;
}

/**
 * The declaration that covers `name` for files owned by `owner`: in any field of the owner, else in what the workspace
 * root installs for everybody (its dependencies and devDependencies; its peers are its own business).
 */
export function declarationOf(project: Project, owner: Manifest, name: string): Declaration | undefined {
  const own = declaredIn(owner, name);
  if (own !== undefined) return { ...own, folder: owner.folder };
  if (owner.folder === project.root) return undefined;
  const root = project.manifests.find((manifest) => manifest.folder === project.root);
  const shared = root === undefined ? undefined : declaredIn(root, name);
  return shared === undefined || shared.field === 'peerDependencies' ? undefined : { ...shared, folder: project.root };
}

/**
 * True where the absence from node_modules is a fault: optional packages may be missing on this system, peers are
 * installed by whoever uses the package.
 */
export function mustBeInstalled(declaration: Declaration): boolean {
  return declaration.field === 'dependencies' || declaration.field === 'devDependencies';
}
