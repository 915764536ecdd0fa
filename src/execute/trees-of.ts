import { absolute, isInside, type RelativePath } from '../base/path.ts';
import type { Files } from '../ports/files.ts';
import type { ManagerDriver } from '../ports/manager-driver.ts';

/** The trees that a manager makes in a project: beside each of its manifests, and where the project's settings say. */
export async function treesOf(
  files: Files,
  driver: ManagerDriver,
  root: string,
  members: readonly RelativePath[],
): Promise<readonly RelativePath[]> {
  const known = members.flatMap((folder) => driver.trees.map((tree) => (folder === '' ? tree : `${folder}/${tree}`)));
  const read = async (path: string): Promise<string | undefined> => {
    const bytes = await files.read(absolute(root, path));
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  };
  const configured = (await driver.configuredTrees?.(read)) ?? [];
  // What stands inside of another tree is kept with it.
  return [...known, ...configured.filter((tree) => !known.some((other) => isInside(other, tree)))];
}
