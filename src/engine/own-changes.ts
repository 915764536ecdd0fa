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
  if (baseNameOf(path) !== 'package.json' && !path.includes('node_modules') && !isLockfile(path)) return false;
  const folder = directoryOf(path);
  const owner = map?.projects.find(({ manifests }) => manifests.some((manifest) => manifest.folder === folder));
  return owner !== undefined && isHeld(owner.root);
}
