import { absolute } from '../base/path.ts';
import type { Newcomer } from '../model/lockfile.ts';
import type { Project } from '../model/project.ts';
import type { Straying } from '../policy/checks/check.ts';
import type { EngineContext } from './context.ts';

/**
 * Whether a package that came from a private registry, or whose scope did, would come from the public one now, where anybody can
 * publish its name. A host that has packages of the bundled list too is a mirror of the public registry, and a change away from it tells
 * nothing.
 */
export async function strayingOf(
  { registry, popular, root }: Pick<EngineContext, 'registry' | 'popular' | 'root'>,
  project: Pick<Project, 'root'>,
  { name, source, former }: Newcomer,
): Promise<Straying | undefined> {
  if (source !== 'registry' || former.length === 0 || popular.find(name) !== undefined) return undefined;
  const isListed = (served: string): boolean => popular.find(served) !== undefined;
  const left = former.find(({ serves }) => !serves.some(isListed));
  if (left === undefined) return undefined;
  const { host, isPublic } = await registry.origin(name, absolute(root, project.root));
  return isPublic && host !== left.host ? { from: left.host, of: left.of, to: host } : undefined;
}
