import { directoryOf, foldersAbove, isInside, upward, wayTo, type RelativePath } from '../base/path.ts';
import { declaredIn, type Manifest } from '../model/manifest.ts';
import type { ManagedAbove, Project, ProjectMap } from '../model/project.ts';
import { readAbove } from './above.ts';
import type { ConfigAlias } from './configs/config-alias.ts';
import type { FolderReader } from './folder-reader.ts';
import { InstalledPackages } from './installed.ts';
import { lockedNames } from './locked-names.ts';
import type { Layout } from './listing.ts';
import { PlugAndPlay } from './plug-and-play.ts';
import { buildProjectMap, hasPlugAndPlay, isPlugAndPlay, type NoteManifest } from './project-map.ts';
import { TsConfigs } from './tsconfig.ts';

/** The manifest that owns a folder's files and what surrounds it. */
export interface Owner {
  readonly manifest: Manifest;
  readonly project: Project;
  /** A manifest above cannot be read: it may declare what this one lacks. */
  readonly isDoubtful: boolean;
  /** Names of the packages of the same project, its own included: never to be installed from a registry. */
  readonly siblings: ReadonlySet<string>;
  /** Undefined where packages stand in node_modules. */
  readonly plugAndPlay: PlugAndPlay | undefined;
}

/** All that decides what an import of a folder means, read once and kept until something of it changes. */
export class FolderContext {
  readonly reader: FolderReader;
  readonly map: ProjectMap;
  readonly configs: TsConfigs;
  readonly installed: InstalledPackages;
  /** Patterns of `declare module` by the root of the project they belong to. */
  readonly #ambient = new Map<RelativePath, readonly string[]>();
  #configAliases: ReadonlyMap<RelativePath, readonly ConfigAlias[]> | undefined;
  readonly #locked = new Map<RelativePath, ReadonlySet<string>>();
  readonly #owners = new Map<RelativePath, Owner | undefined>();
  readonly #manifests: ReadonlyMap<RelativePath, Owner>;
  readonly #faults: ReadonlySet<RelativePath>;
  /** Names of all manifests in the folder. */
  readonly #ownNames: ReadonlySet<string>;

  constructor(reader: FolderReader, layout: Layout, noteManifest: NoteManifest) {
    this.reader = reader;
    this.map = buildProjectMap(reader, layout, readAbove(reader), noteManifest);
    this.configs = new TsConfigs(reader, layout.configs);
    this.installed = new InstalledPackages(reader, this.#foldersAround(), layout.bare);
    this.#faults = new Set(this.map.faults.map(({ folder }) => folder));
    this.#ownNames = new Set(this.map.projects.flatMap(({ manifests }) => manifests.flatMap(({ name }) => name ?? [])));
    this.#manifests = new Map(this.map.projects.flatMap((project) => this.#ownersOf(project, layout)));
  }

  /** Undefined where no manifest that can be read owns the folder. */
  ownerOf(folder: RelativePath): Owner | undefined {
    const known = this.#owners.get(folder);
    if (known !== undefined || this.#owners.has(folder)) return known;
    const isNearest = folder === '' || this.#manifests.has(folder) || this.#faults.has(folder);
    const owner = isNearest ? this.#manifests.get(folder) : this.ownerOf(directoryOf(folder));
    this.#owners.set(folder, owner);
    return owner;
  }

  /** Why nothing owns the folder. */
  ownerlessBecause(folder: RelativePath): 'invalid-manifest' | 'no-manifest' {
    return [...upward(folder)].some((above) => this.#faults.has(above)) ? 'invalid-manifest' : 'no-manifest';
  }

  /** Takes the patterns of each declaration file by its folder. */
  setAmbient(declared: Iterable<readonly [folder: RelativePath, patterns: readonly string[]]>): void {
    this.#ambient.clear();
    for (const [folder, patterns] of declared) {
      const root = this.ownerOf(folder)?.project.root;
      if (root !== undefined) this.#ambient.set(root, [...(this.#ambient.get(root) ?? []), ...patterns]);
    }
  }

  /** False until somebody has looked into the configurations: they are read where something is missing. */
  get knowsConfigAliases(): boolean {
    return this.#configAliases !== undefined;
  }

  /** Takes what each configuration says, by the folder that it speaks of. */
  setConfigAliases(said: readonly (readonly [folder: RelativePath, aliases: readonly ConfigAlias[]])[]): void {
    const byFolder = Map.groupBy(said, ([folder]) => folder);
    this.#configAliases = new Map([...byFolder].map(([folder, all]) => [folder, all.flatMap(([, one]) => one)]));
  }

  /** What configurations of a folder and of those above it say, by their folders. */
  configAliasesFor(
    folder: RelativePath,
  ): readonly (readonly [folder: RelativePath, aliases: readonly ConfigAlias[]])[] {
    const known = this.#configAliases;
    if (known === undefined || known.size === 0) return [];
    return [...upward(folder)].flatMap((above) => {
      const aliases = known.get(above);
      return aliases === undefined ? [] : [[above, aliases] as const];
    });
  }

  ambientOf(project: Project): readonly string[] {
    return this.#ambient.get(project.root) ?? [];
  }

  /** Whether the project's lockfile has a package of that name, which then is no module that somebody makes up. */
  isLocked({ lockfile }: Project, name: string): boolean {
    if (lockfile === undefined) return false;
    const known = this.#locked.get(lockfile) ?? lockedNames(lockfile, this.reader.readText(lockfile) ?? '');
    this.#locked.set(lockfile, known);
    return known.has(name);
  }

  /**
   * For a package that the repository itself makes, and for one that a manifest around a project without a lockfile of its
   * own declares: the project's files find it there, and a second copy is seldom what anybody wants.
   */
  knownElsewhere(owner: Owner, name: string): 'own-name' | 'declared-around' | undefined {
    if (this.#ownNames.has(name)) return 'own-name';
    return owner.project.lockfile === undefined && this.#isDeclaredAround(owner, name) ? 'declared-around' : undefined;
  }

  /**
   * True where a manifest around declares a package for one that installs nothing by itself: a part of a package that is
   * published with an entry of its own (`compat/package.json`), not a project.
   */
  isInstalledAround(owner: Owner, name: string): boolean {
    const { dependencies, devDependencies } = owner.manifest.dependencies;
    const isPart = owner.project.lockfile === undefined && dependencies.size + devDependencies.size === 0;
    return isPart && this.#isDeclaredAround(owner, name);
  }

  #isDeclaredAround({ manifest: { folder } }: Owner, name: string): boolean {
    return this.map.projects.some(({ manifests }) =>
      manifests.some(
        (around) =>
          around.folder !== folder &&
          isInside(around.folder, folder) &&
          (declaredIn(around, name)?.field ?? 'peerDependencies') !== 'peerDependencies',
      ),
    );
  }

  /** True where a manifest stands in the folder. */
  isPackageTop(folder: RelativePath): boolean {
    return folder === '' || this.#manifests.has(folder);
  }

  /** As far up as a workspace around the folder reaches. */
  #foldersAround(): readonly FolderReader[] {
    const roots = this.map.projects.flatMap(({ manager }) => (manager.kind === 'above' ? manager.folder.length : []));
    const highest = Math.min(Infinity, ...roots);
    return [...foldersAbove(this.reader.root)]
      .filter((folder) => folder.length >= highest)
      .map((folder) => this.reader.elsewhere(folder));
  }

  #plugAndPlayOf({ root, manager }: Project, layout: Layout): PlugAndPlay | undefined {
    if (manager.kind === 'above') return this.#plugAndPlayAbove(manager);
    if (!hasPlugAndPlay(layout, root)) return undefined;
    return new PlugAndPlay(this.reader, root, (folder) => this.installed.inFolder(folder));
  }

  #plugAndPlayAbove({ folder }: ManagedAbove): PlugAndPlay | undefined {
    const around = this.reader.elsewhere(folder);
    if (!isPlugAndPlay(around)) return undefined;
    const installed = new InstalledPackages(around);
    return new PlugAndPlay(around, '', (path) => installed.inFolder(path), wayTo(this.reader.root, folder));
  }

  #ownersOf(project: Project, layout: Layout): readonly (readonly [RelativePath, Owner])[] {
    const siblings = new Set(project.manifests.flatMap(({ name }) => name ?? []));
    const plugAndPlay = this.#plugAndPlayOf(project, layout);
    return project.manifests.map((manifest) => {
      const isDoubtful = [...upward(manifest.folder)].some((above) => this.#faults.has(above));
      return [manifest.folder, { manifest, project, isDoubtful, siblings, plugAndPlay }] as const;
    });
  }
}
