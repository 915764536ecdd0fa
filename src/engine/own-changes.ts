import { baseNameOf, directoryOf, type RelativePath } from '../base/path.ts';
import { isLockfile } from '../model/lockfile.ts';
import type { ProjectMap } from '../model/project.ts';

/**
 * What we change ourselves, or could not see: `.quartermaster/`, and files of a project that an operation holds.
 * `isHeld`: asked with the root of the project.
 */
export function isOwnChange(
  path: RelativePath,
  map: ProjectMap | undefined,
  isHeld: (project: RelativePath) => boolean,
): boolean {
  if (path === '.quartermaster' || path.startsWith('.quartermaster/')) return true;
  const tree = /^(?:(.*?)\/)?node_modules(?:\/|$)/.exec(path);
  const name = baseNameOf(path);
  if (tree === null && name !== 'package.json' && !name.startsWith('.pnp.') && !isLockfile(path)) return false;
  const folder = tree === null ? directoryOf(path) : (tree[1] ?? '');
  const owner = map?.projects.find(({ manifests }) => manifests.some((manifest) => manifest.folder === folder));
  return owner !== undefined && isHeld(owner.root);
}
