import type { RelativePath } from '../base/path.ts';
import type { Manifest, ManifestFault } from './manifest.ts';

export const managerIds = ['npm', 'pnpm', 'yarn', 'bun'] as const;
export type ManagerId = (typeof managerIds)[number];

/** Yarn 1, and everything since Yarn 2: a name and the lockfile's name are all they share. */
export type YarnGeneration = 'classic' | 'berry';

/** The manager that a project names. */
export interface ChosenManager {
  readonly kind: 'chosen';
  readonly id: ManagerId;
  /** As `packageManager` or `devEngines` has it, without a hash; undefined where none is named. */
  readonly version: string | undefined;
  /** Undefined for every manager but Yarn. */
  readonly generation: YarnGeneration | undefined;
  /** The file that says so. */
  readonly because: string;
}

/** The manager of a project in which nothing names another one. */
export const npmByDefault: ChosenManager = {
  kind: 'chosen',
  id: 'npm',
  version: undefined,
  generation: undefined,
  because: 'default',
};

/**
 * The folder is a member of a workspace whose root, with the one lockfile, stands above the scanned folder: whatever were
 * installed from here would make a second one, or write where nobody opened anything.
 */
export interface ManagedAbove {
  readonly kind: 'above';
  /** Absolute path of the workspace's root. */
  readonly folder: string;
  /** What makes the folder a member, by a path that begins with `..`. */
  readonly because: string;
  /** The manifest of the workspace's root, whose dependencies hold for members too; undefined where it has none. */
  readonly manifest: Manifest | undefined;
}

/** How the package manager of a project was found. Two that contradict each other are never guessed between. */
export type ManagerChoice =
  | ChosenManager
  | ManagedAbove
  | { readonly kind: 'conflict'; readonly found: readonly { readonly id: ManagerId; readonly because: string }[] };

/** A lockfile root with the manifests below it that share its lockfile. One lane of work. */
export interface Project {
  /** Relative to the scanned folder. */
  readonly root: RelativePath;
  /** Relative to the scanned folder; undefined where none exists yet. */
  readonly lockfile: RelativePath | undefined;
  readonly manager: ManagerChoice;
  /** The root's own manifest first, then the workspace members by path. */
  readonly manifests: readonly Manifest[];
  /** False for a fresh clone: nothing was ever installed here. */
  readonly hasNodeModules: boolean;
}

/** All projects of a folder, and the manifests that could not be read. */
export interface ProjectMap {
  readonly projects: readonly Project[];
  readonly faults: readonly ManifestFault[];
}

/** A path of the scanned folder, of something inside the project, seen from the project's root. */
export function belowRoot({ root }: Pick<Project, 'root'>, path: RelativePath): RelativePath {
  return root === '' ? path : path.slice(root.length + 1);
}

/** The project whose manifests include this folder. */
export function projectOfManifest(map: ProjectMap, folder: RelativePath): Project | undefined {
  return map.projects.find((project) => project.manifests.some((manifest) => manifest.folder === folder));
}
