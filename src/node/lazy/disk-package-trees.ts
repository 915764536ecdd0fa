import { createHash, randomUUID } from 'node:crypto';
import {
  access,
  copyFile,
  link,
  lstat,
  mkdir,
  readFile,
  readdir,
  readlink,
  rename,
  rm,
  symlink,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Dirent, Stats } from 'node:fs';
import { mapLimited } from '../../base/async.ts';
import type { FoundPackage } from '../../ports/package-trees.ts';

/** Folders looked at side by side: more than the disk's queue gains nothing. */
const atOnce = 16;

/** See PackageTrees. */
export async function scripted(tree: string): Promise<readonly FoundPackage[]> {
  const found: FoundPackage[] = [];
  let level = await startsOf(tree);
  while (level.length > 0) {
    const looked = await mapLimited(level, atOnce, async (folder) => {
      const own = await look(folder);
      if (own !== undefined && own.scripts.length > 0) found.push(own);
      return packagesIn(join(folder, 'node_modules'));
    });
    level = looked.flat();
  }
  return found.toSorted((a, b) => (a.folder < b.folder ? -1 : 1));
}

/** The outermost package folders of a tree: Yarn's own folder has some where it unplugs what cannot stay in an archive. */
async function startsOf(tree: string): Promise<readonly string[]> {
  if (basename(tree) === 'node_modules') return packagesIn(tree);
  const unplugged = basename(tree) === '.yarn' ? join(tree, 'unplugged') : tree;
  const cells = await foldersIn(unplugged);
  return (await mapLimited(cells, atOnce, (cell) => packagesIn(join(unplugged, cell, 'node_modules')))).flat();
}

/** Scopes opened, and so the stores: `.pnpm/<id>/node_modules/<name>` of pnpm, `.store/<id>/package` of Yarn. */
async function packagesIn(modules: string): Promise<readonly string[]> {
  const names = await foldersIn(modules);
  const found = await mapLimited(names, atOnce, async (name) => {
    const folder = join(modules, name);
    if (name.startsWith('@')) return (await foldersIn(folder)).map((own) => join(folder, own));
    if (name === '.pnpm') {
      const cells = (await foldersIn(folder)).filter((cell) => cell !== 'node_modules');
      return (await mapLimited(cells, atOnce, (cell) => packagesIn(join(folder, cell, 'node_modules')))).flat();
    }
    if (name === '.store') return (await foldersIn(folder)).map((cell) => join(folder, cell, 'package'));
    return name.startsWith('.') ? [] : [folder];
  });
  return found.flat();
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

interface Manifest {
  readonly name?: unknown;
  readonly version?: unknown;
  readonly scripts?: Readonly<Record<string, unknown>>;
}

/** Undefined also for a package that nobody can name. */
export async function look(folder: string): Promise<FoundPackage | undefined> {
  const manifest = await readManifest(join(folder, 'package.json'));
  if (typeof manifest?.name !== 'string' || typeof manifest.version !== 'string') return undefined;
  const { name, version } = manifest;
  const own = ['preinstall', 'install', 'postinstall'].flatMap((stage) => {
    const script = manifest.scripts?.[stage];
    return typeof script === 'string' && script !== '' ? [`${stage}: ${script}`] : [];
  });
  const isBuiltByItself = !own.some((script) => /^(?:pre)?install:/.test(script)) && (await hasBindings(folder));
  return { folder, name, version, scripts: isBuiltByItself ? ['install: node-gyp rebuild', ...own] : own };
}

async function readManifest(file: string): Promise<Manifest | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** npm documentation: scripts, "binding.gyp": every manager builds by it where a package has neither script. */
function hasBindings(folder: string): Promise<boolean> {
  return access(join(folder, 'binding.gyp')).then(
    () => true,
    () => false,
  );
}

export async function filesAmong(folder: string, paths: readonly string[]): Promise<readonly string[]> {
  const are = await mapLimited(paths, atOnce, (path) =>
    lstat(join(folder, path)).then(
      (stats) => stats.isFile(),
      () => false,
    ),
  );
  return paths.filter((_, index) => are[index]);
}

export async function digest(folder: string): Promise<string | undefined> {
  const files = await filesOf(folder);
  if (files === undefined) return undefined;
  const lines = files.map(({ path, stats }) => `${path}\0${stats.isSymbolicLink() ? 'link' : stats.size}`);
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

export async function bringBack(kept: string, folder: string): Promise<void> {
  await mapLimited((await filesOf(kept)) ?? [], atOnce, async ({ path, stats }) => {
    const [from, to] = [join(kept, path), join(folder, path)];
    if (await isSame(from, stats, to)) return;
    await mkdir(dirname(to), { recursive: true });
    // Beside what was kept, which somebody removes: nothing is left in the package should this process die.
    const draft = join(dirname(kept), randomUUID());
    try {
      if (stats.isSymbolicLink()) await symlink(await readlink(from), draft);
      else await link(from, draft).catch(() => copyFile(from, draft));
      await rename(draft, to);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  });
}

async function isSame(from: string, stats: Stats, to: string): Promise<boolean> {
  const now = await lstat(to).catch(() => undefined);
  if (now === undefined) return false;
  if (now.ino === stats.ino && now.dev === stats.dev) return true;
  if (now.isSymbolicLink() && stats.isSymbolicLink()) return (await readlink(from)) === (await readlink(to));
  if (!now.isFile() || !stats.isFile() || now.size !== stats.size) return false;
  return (await readFile(from)).equals(await readFile(to));
}

interface OwnFile {
  readonly path: string;
  readonly stats: Stats;
}

/** Files and links of a package in a fixed order; undefined where no folder stands there. */
async function filesOf(folder: string): Promise<readonly OwnFile[] | undefined> {
  const isThere = await lstat(folder).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isThere) return undefined;
  const found: OwnFile[] = [];
  let level: readonly string[] = [''];
  while (level.length > 0) {
    const below = await mapLimited(level, atOnce, async (at) => {
      const entries = await readdir(join(folder, at), { withFileTypes: true });
      const folders: string[] = [];
      for (const entry of entries) {
        const path = at === '' ? entry.name : `${at}/${entry.name}`;
        if (entry.isDirectory()) {
          if (entry.name !== 'node_modules') folders.push(path);
        } else found.push({ path, stats: await lstat(join(folder, path)) });
      }
      return folders;
    });
    level = below.flat();
  }
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
