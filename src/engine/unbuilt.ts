import { absolute, type RelativePath } from '../base/path.ts';
import type { StandingPackage } from '../model/build.ts';
import type { ProjectMap } from '../model/project.ts';
import type { PackageChange } from '../model/operation.ts';
import { filesNamedIn } from '../model/script-files.ts';
import type { EngineContext } from './context.ts';

/** What was noted as unbuilt and still stands there as it did, by the root of its project. */
export async function standingUnbuilt(
  { root, user, trees }: EngineContext,
  { projects }: ProjectMap,
): Promise<ReadonlyMap<RelativePath, readonly StandingPackage[]>> {
  const found = new Map<RelativePath, readonly StandingPackage[]>();
  for (const project of projects) {
    const folder = absolute(root, project.root);
    const standing: StandingPackage[] = [];
    for (const each of (await user.builds(folder)).unbuilt) {
      const at = absolute(folder, each.place);
      if ((await trees.digest(at)) !== each.digest) continue;
      const now = await trees.look(at);
      if (now?.name !== each.name || now.version !== each.version) continue;
      const files = (await trees.filesAmong(at, filesNamedIn(now.scripts))).map((file) => `${each.place}/${file}`);
      standing.push({ ...each, scripts: now.scripts, files });
    }
    if (standing.length > 0) found.set(project.root, standing);
  }
  return found;
}

/**
 * To be called where a build of these was broken off: what was noted of them counts as unbuilt whatever their scripts have
 * made by then. `root`: absolute folder of the lockfile root.
 */
export async function noteHalfBuilt(
  { user, trees }: EngineContext,
  root: string,
  packages: readonly PackageChange[],
): Promise<void> {
  const { unbuilt, built } = await user.builds(root);
  const now = await Promise.all(
    unbuilt.map(async (note) => {
      const isOne = packages.some(({ name, to }) => name === note.name && to === note.version);
      const digest = isOne ? await trees.digest(absolute(root, note.place)) : undefined;
      return { ...note, digest: digest ?? note.digest };
    }),
  );
  await user.setBuilds(root, { unbuilt: now, built });
}
