import type { RelativePath } from '../base/path.ts';
import type { SkippedFile, SkipReason } from '../model/snapshot.ts';
import type { FolderEntry } from '../ports/file-tree.ts';
import type { Breathe } from './breathe.ts';
import type { FolderReader } from './folder-reader.ts';
import { IgnoreRules } from './ignore-rules.ts';
import { lockfileManagers } from './manager.ts';
import { jsonConfigs } from './configs/config-files.ts';
import { isGeneratedName, isSource } from './source-kind.ts';

/** Bytes over which a file is no hand-written source. */
export const largestSource = 1_500_000;

export interface SourceFile {
  readonly path: RelativePath;
  /** Bytes. */
  readonly size: number;
  readonly mtimeMs: number;
}

/** What stands in a folder that a scan cares about. */
export interface Listing {
  /** Sources, by path. */
  readonly files: readonly SourceFile[];
  /** Everything the resolution of imports depends on. */
  readonly layout: Layout;
  readonly skipped: readonly SkippedFile[];
}

/** Paths of the files that decide what an import means. */
export interface Layout {
  /** package.json */
  readonly manifests: ReadonlySet<RelativePath>;
  /** tsconfig.json, jsconfig.json and their kind. */
  readonly configs: ReadonlySet<RelativePath>;
  readonly lockfiles: ReadonlySet<RelativePath>;
  readonly pnpmWorkspaces: ReadonlySet<RelativePath>;
  /** Configurations in JSON that are none of these. */
  readonly jsonConfigs: ReadonlySet<RelativePath>;
  /** The code by which Node finds what Yarn's Plug'n'Play has installed. */
  readonly plugAndPlay: ReadonlySet<RelativePath>;
  /** Folders in which no node_modules stands, as far as they were looked into. */
  readonly bare: ReadonlySet<RelativePath>;
}

/** The lists of files. */
export type LayoutKind = Exclude<keyof Layout, 'bare'>;

/** The list a file belongs to, by its name; undefined for all others. */
export function layoutKind(name: string): LayoutKind | undefined {
  if (name === 'package.json') return 'manifests';
  if (name === 'pnpm-workspace.yaml') return 'pnpmWorkspaces';
  if (lockfileManagers.has(name)) return 'lockfiles';
  if (jsonConfigs.has(name)) return 'jsonConfigs';
  if (name === '.pnp.cjs' || name === '.pnp.js') return 'plugAndPlay';
  return /^[jt]sconfig(?:\..+)?\.json$/.test(name) ? 'configs' : undefined;
}

/** True of what counts where git ignores it too: a library ignores its lockfile, and most ignore what an install wrote. */
export function isCounted(kind: LayoutKind): boolean {
  return kind === 'jsonConfigs' || kind === 'lockfiles' || kind === 'plugAndPlay';
}

/** Walks the folder once. Whatever of it is a source and left out stands in `skipped`; unreadable things never throw. */
export function listFolder(reader: FolderReader): Listing {
  const walk = new Walk(reader);
  for (const _ of walk.folder('')) continue;
  return walk.result();
}

/** The same, giving way between folders. */
export async function listFolderPatiently(reader: FolderReader, breathe: Breathe): Promise<Listing> {
  const walk = new Walk(reader);
  for (const _ of walk.folder('')) await breathe();
  return walk.result();
}

const versionControl: ReadonlySet<string> = new Set(['.git', '.hg', '.svn', '.jj']);

class Walk {
  readonly #reader: FolderReader;
  readonly #rules: IgnoreRules;
  readonly #files: SourceFile[] = [];
  readonly #skipped: SkippedFile[] = [];
  readonly #layout: Record<keyof Layout, Set<RelativePath>> = {
    manifests: new Set(),
    configs: new Set(),
    lockfiles: new Set(),
    pnpmWorkspaces: new Set(),
    jsonConfigs: new Set(),
    plugAndPlay: new Set(),
    bare: new Set(),
  };

  constructor(reader: FolderReader) {
    this.#reader = reader;
    this.#rules = new IgnoreRules(reader);
  }

  result(): Listing {
    const byPath = (a: { readonly path: string }, b: { readonly path: string }): number => compare(a.path, b.path);
    return {
      files: this.#files.toSorted(byPath),
      layout: this.#layout,
      skipped: this.#skipped.toSorted((a, b) => compare(a.file, b.file)),
    };
  }

  /** Stops behind each folder that it has read. */
  *folder(folder: RelativePath): Generator<void> {
    const entries = this.#reader.list(folder);
    if (entries === undefined) return this.#skip(folder, 'unreadable');
    if (!entries.some(({ name }) => name === '.gitignore')) this.#rules.noteNone(folder);
    if (!entries.some(({ name }) => name === 'node_modules')) this.#layout.bare.add(folder);
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.kind === 'folder') yield* this.#enter(path, entry.name);
      else if (entry.kind === 'link') this.#link(path, entry);
      else if (entry.kind === 'file') this.#file(path, entry.name);
    }
    yield;
  }

  *#enter(path: RelativePath, name: string): Generator<void> {
    if (versionControl.has(name)) return;
    if (name === 'node_modules') this.#skip(path, 'node-modules');
    // Yarn's own releases, archives and patched copies of packages.
    else if (name === '.yarn') this.#skip(path, 'generated');
    else if (this.#rules.isEntryIgnored(path, true)) this.#skip(path, 'git-ignored');
    else yield* this.folder(path);
  }

  /** A link inside the folder leads to what is visited by its own path anyway, so following it gains nothing. */
  #link(path: RelativePath, entry: FolderEntry): void {
    if (entry.name === 'node_modules') return this.#skip(path, 'node-modules');
    if (this.#rules.isEntryIgnored(path, false) || this.#rules.isEntryIgnored(path, true)) return;
    const target = this.#reader.linkTarget(path);
    const isFolder = this.#reader.isFolder(path);
    if (!isFolder && !isSource(entry.name)) {
      const kind = layoutKind(entry.name);
      if (kind !== undefined && target?.inside === true) this.#layout[kind].add(path);
      return;
    }
    this.#skip(path, target === undefined ? 'broken-link' : target.inside ? 'symlink-loop' : 'outside-folder');
  }

  #file(path: RelativePath, name: string): void {
    const kind = layoutKind(name);
    const isText = isSource(name);
    if (kind === undefined && !isText) return;
    const isIgnored = this.#rules.isEntryIgnored(path, false);
    if (kind !== undefined && (!isIgnored || isCounted(kind))) this.#layout[kind].add(path);
    if (isText && isIgnored) this.#skip(path, 'git-ignored');
    else if (isText) this.#source(path);
  }

  #source(path: RelativePath): void {
    const stat = this.#reader.stat(path);
    if (stat === undefined) return this.#skip(path, 'unreadable');
    if (isGeneratedName(path)) return this.#skip(path, 'generated');
    if (stat.size > largestSource) return this.#skip(path, 'too-large');
    this.#files.push({ path, size: stat.size, mtimeMs: stat.mtimeMs });
  }

  #skip(file: RelativePath, reason: SkipReason): void {
    this.#skipped.push({ file, reason });
  }
}

/** By code unit: the same order on every system. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
