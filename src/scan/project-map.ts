import picomatch from 'picomatch';
import { baseNameOf, directoryOf, isInside, upward, type RelativePath } from '../base/path.ts';
import type { Manifest, ManifestFault } from '../model/manifest.ts';
import type { ManagedAbove, Project, ProjectMap } from '../model/project.ts';
import { readAbove, type FolderAbove } from './above.ts';
import type { FolderReader } from './folder-reader.ts';
import { compare, type Layout } from './listing.ts';
import { chooseManager, lockfileManagers, type ManagerEvidence } from './manager.ts';
import { isMarker, parseManifest } from './manifest.ts';
import { parsePnpmPackages } from './pnpm-workspace.ts';

/** Hears of each package.json that owns something. */
export type NoteManifest = (path: RelativePath, text: string) => void;

/**
 * Reads every manifest and sorts them into projects: a workspace root with its members, or one that stands alone. `above`:
 * what stands around the scanned folder, the nearest first.
 */
export function buildProjectMap(
  reader: FolderReader,
  layout: Layout,
  above: readonly FolderAbove[],
  noteManifest: NoteManifest,
): ProjectMap {
  const { manifests, faults } = readManifests(reader, layout, noteManifest);
  const workspaces = readWorkspaces(reader, layout, manifests);
  const folders = new Map<RelativePath, RelativePath[]>();
  for (const folder of manifests.keys()) {
    const root = rootOf(folder, workspaces);
    folders.set(root, [...(folders.get(root) ?? []), folder]);
  }
  const lockfilesAt = lockfileLookup(layout);
  const evidenceOf = (folder: RelativePath): ManagerEvidence => ({
    folder,
    manifest: manifests.get(folder),
    lockfiles: lockfilesAt(folder),
    isPnpmWorkspace: layout.pnpmWorkspaces.has(pathIn(folder, 'pnpm-workspace.yaml')),
    isYarnBerry: () => isYarnBerry(reader, folder),
  });
  const around = above.filter(({ isInRepository }) => isInRepository).map(evidenceAbove);
  const projects = [...folders].map(([root, members]): Project => {
    const own = members.flatMap((folder) => manifests.get(folder) ?? []).toSorted((a, b) => byRootFirst(root, a, b));
    const [lockfile] = lockfilesAt(root);
    const outer = workspaceAbove(root, above);
    const others = members.filter((folder) => folder !== root).map(evidenceOf);
    return {
      root,
      lockfile: lockfile === undefined ? undefined : pathIn(root, lockfile),
      manager: outer ?? chooseManager([...[...upward(root)].map(evidenceOf), ...around], others),
      manifests: own,
      hasNodeModules:
        [root, ...members].some((folder) => hasModules(reader, layout, folder)) ||
        hasPlugAndPlay(layout, root) ||
        (outer !== undefined && hasInstall(reader.elsewhere(outer.folder))),
    };
  });
  return { projects: projects.toSorted((a, b) => compare(a.root, b.root)), faults };
}

/** True where something was installed in a folder of the scanned one. */
function hasModules(reader: FolderReader, { bare }: Layout, folder: RelativePath): boolean {
  return !bare.has(folder) && reader.isFolder(pathIn(folder, 'node_modules'));
}

/** True where something was installed in a folder that nobody listed. */
function hasInstall(around: FolderReader): boolean {
  return around.isFolder('node_modules') || isPlugAndPlay(around);
}

const plugAndPlayNames = ['.pnp.cjs', '.pnp.js'] as const;

/** Yarn's Plug'n'Play keeps packages in archives: what is installed cannot be seen from folders. */
export function hasPlugAndPlay({ plugAndPlay }: Layout, root: RelativePath): boolean {
  return plugAndPlayNames.some((name) => plugAndPlay.has(pathIn(root, name)));
}

/** The same of a folder that nobody listed. */
export function isPlugAndPlay(around: FolderReader): boolean {
  return plugAndPlayNames.some((name) => around.isFile(name));
}

function evidenceAbove({ reader, way, manifest, lockfiles, pnpmWorkspace }: FolderAbove): ManagerEvidence {
  return {
    folder: backOver(way),
    manifest,
    lockfiles,
    isPnpmWorkspace: pnpmWorkspace !== undefined,
    isYarnBerry: () => isYarnBerry(reader, ''),
  };
}

/** The workspace that has the folder of the reader as a member, where its root stands above. */
export function workspaceAround(reader: FolderReader): ManagedAbove | undefined {
  return workspaceAbove('', readAbove(reader));
}

/** The nearest workspace around the scanned folder that has this folder of it as a member. */
function workspaceAbove(folder: RelativePath, above: readonly FolderAbove[]): ManagedAbove | undefined {
  for (const { reader, way, manifest, pnpmWorkspace } of above) {
    const path = folder === '' ? way : `${way}/${folder}`;
    const sources = [
      ['pnpm-workspace.yaml', pnpmWorkspace === undefined ? undefined : parsePnpmPackages(pnpmWorkspace)],
      ['package.json', manifest?.workspaces],
    ] as const;
    const found = sources.find(([, globs]) => globs !== undefined && memberTest(globs)(path));
    if (found === undefined) continue;
    return { kind: 'above', folder: reader.root, because: pathIn(backOver(way), found[0]), manifest };
  }
  return undefined;
}

/** The way back: `packages/a` -> `../..`. */
function backOver(way: RelativePath): string {
  return way
    .split('/')
    .map(() => '..')
    .join('/');
}

function isYarnBerry(reader: FolderReader, folder: RelativePath): boolean {
  if (reader.isFile(pathIn(folder, '.yarnrc.yml'))) return true;
  return /^__metadata:/m.test(reader.readText(pathIn(folder, 'yarn.lock')) ?? '');
}

function readManifests(
  reader: FolderReader,
  layout: Layout,
  noteManifest: NoteManifest,
): { readonly manifests: ReadonlyMap<RelativePath, Manifest>; readonly faults: readonly ManifestFault[] } {
  const manifests = new Map<RelativePath, Manifest>();
  const faults: ManifestFault[] = [];
  for (const path of [...layout.manifests].toSorted(compare)) {
    const folder = directoryOf(path);
    // An unreadable file is broken text: what it owns is unknown either way.
    const text = reader.readText(path) ?? '';
    const reading = parseManifest(folder, text);
    if (!reading.ok) faults.push(reading.fault);
    else if (!isMarker(reading.manifest)) {
      manifests.set(folder, reading.manifest);
      noteManifest(path, text);
    }
  }
  return { manifests, faults };
}

interface Workspace {
  readonly root: RelativePath;
  /** Path of a folder relative to the root. */
  readonly isMember: (folder: RelativePath) => boolean;
}

function readWorkspaces(
  reader: FolderReader,
  layout: Layout,
  manifests: ReadonlyMap<RelativePath, Manifest>,
): readonly Workspace[] {
  const fromPnpm = [...layout.pnpmWorkspaces].flatMap((path) => {
    const globs = parsePnpmPackages(reader.readText(path) ?? '');
    return globs === undefined ? [] : [{ root: directoryOf(path), isMember: memberTest(globs) }];
  });
  const fromManifests = [...manifests.values()].flatMap(({ folder, workspaces }) =>
    workspaces === undefined ? [] : [{ root: folder, isMember: memberTest(workspaces) }],
  );
  return [...fromPnpm, ...fromManifests];
}

/** Globs as npm, yarn and pnpm read them: relative to the root, `!` takes out again, order does not matter. */
function memberTest(globs: readonly string[]): (folder: RelativePath) => boolean {
  const clean = (glob: string): string => glob.replace(/^\.?\/+/, '').replace(/\/+$/, '');
  const wanted = globs.filter((glob) => !glob.startsWith('!')).map(clean);
  const refused = globs.filter((glob) => glob.startsWith('!')).map((glob) => clean(glob.slice(1)));
  const isWanted = picomatch(wanted);
  const isRefused = picomatch(refused);
  return (folder) => isWanted(folder) && !isRefused(folder);
}

function rootOf(folder: RelativePath, workspaces: readonly Workspace[]): RelativePath {
  for (const above of upward(folder)) {
    if (above === folder) continue;
    const relative = above === '' ? folder : folder.slice(above.length + 1);
    if (workspaces.some(({ root, isMember }) => root === above && isInside(root, folder) && isMember(relative)))
      return above;
  }
  return folder;
}

function lockfileLookup(layout: Layout): (folder: RelativePath) => readonly string[] {
  const byFolder = Map.groupBy(layout.lockfiles, directoryOf);
  const rank = [...lockfileManagers.keys()];
  return (folder) => (byFolder.get(folder) ?? []).map(baseNameOf).toSorted((a, b) => rank.indexOf(a) - rank.indexOf(b));
}

function byRootFirst(root: RelativePath, a: Manifest, b: Manifest): number {
  if (a.folder === root) return -1;
  return b.folder === root ? 1 : compare(a.folder, b.folder);
}

function pathIn(folder: RelativePath, name: string): RelativePath {
  return folder === '' ? name : `${folder}/${name}`;
}
