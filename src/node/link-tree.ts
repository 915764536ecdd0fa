import { promises } from 'node:fs';
import { dirname, join } from 'node:path';
import { mapLimited } from '../base/async.ts';

/** Folders worked on at once: more than the disk's queue gains nothing. */
const foldersAtOnce = 16;

/** See Files.linkTree. */
export async function linkTree(from: string, to: string): Promise<boolean> {
  try {
    const [tree, parent] = await Promise.all([promises.lstat(from), promises.lstat(dirname(from))]);
    // Renamed away, a mount would not come along, and a link would be a link to the same tree.
    if (!(tree.isDirectory() || tree.isFile()) || tree.dev !== parent.dev) return false;
    await promises.mkdir(dirname(to), { recursive: true });
    if (tree.isFile()) await promises.copyFile(from, to);
    else await linkFolders(from, to);
    return true;
  } catch (error) {
    await promises.rm(to, { recursive: true, force: true });
    if (isUnlinkable(error)) return false;
    throw error;
  }
}

/** One level after the other, so that a folder stands before what goes into it. */
async function linkFolders(from: string, to: string): Promise<void> {
  let level: readonly string[] = [''];
  while (level.length > 0) {
    const below = await mapLimited(level, foldersAtOnce, (folder) => linkFolder(from, to, folder));
    level = below.flat();
  }
}

/** Returns the folders inside. */
async function linkFolder(from: string, to: string, folder: string): Promise<readonly string[]> {
  await promises.mkdir(join(to, folder));
  const folders: string[] = [];
  for (const entry of await promises.readdir(join(from, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) folders.push(path);
    else if (entry.isSymbolicLink()) await promises.symlink(await promises.readlink(join(from, path)), join(to, path));
    else if (folder === '') await promises.copyFile(join(from, path), join(to, path));
    else await promises.link(join(from, path), join(to, path));
  }
  return folders;
}

/** Another device, no hard links at all or no more for a file, no room, or a tree that changes under our hands. */
function isUnlinkable(error: unknown): boolean {
  const codes = ['EXDEV', 'EPERM', 'ENOTSUP', 'EMLINK', 'ENOSPC', 'EDQUOT', 'ENOENT', 'EACCES', 'EROFS', 'EINVAL'];
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
