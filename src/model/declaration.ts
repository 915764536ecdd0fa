import type { RelativePath } from '../base/path.ts';
import { declaredIn, type DependencyField, type Manifest } from './manifest.ts';
import type { Project } from './project.ts';

/** Where a package that a file uses is declared. */
export interface Declaration {
  readonly field: DependencyField;
  readonly range: string;
  /** Folder of the manifest that declares it: the owner's, or the workspace root's, which may stand above. */
  readonly folder: RelativePath;
}

/**
 * The declaration that covers `name` for files owned by `owner`: in any field of the owner, else in what the workspace
 * root installs for everybody (its dependencies and devDependencies; its peers are its own business).
 */
export function declarationOf(project: Project, owner: Manifest, name: string): Declaration | undefined {
  const own = declaredIn(owner, name);
  if (own !== undefined) return { ...own, folder: owner.folder };
  const root = workspaceRoot(project, owner);
  const shared = root === undefined ? undefined : declaredIn(root, name);
  if (root === undefined || shared === undefined || shared.field === 'peerDependencies') return undefined;
  return { ...shared, folder: root.folder };
}

function workspaceRoot({ root, manifests, manager }: Project, owner: Manifest): Manifest | undefined {
  if (manager.kind === 'above') return manager.manifest;
  return owner.folder === root ? undefined : manifests.find((manifest) => manifest.folder === root);
}

/**
 * True where the absence from node_modules is a fault: optional packages may be missing on this system, peers are
 * installed by whoever uses the package.
 */
export function mustBeInstalled(declaration: Declaration): boolean {
  return declaration.field === 'dependencies' || declaration.field === 'devDependencies';
}
