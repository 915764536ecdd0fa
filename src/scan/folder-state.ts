import { baseNameOf, directoryOf, isInside, type RelativePath } from '../base/path.ts';
import type { PopularList } from '../ports/popular-list.ts';
import type { ScanCache } from '../ports/scan-cache.ts';
import type { Breathe } from './breathe.ts';
import { isConfig } from './configs/config-files.ts';
import { FolderContext } from './folder-context.ts';
import { FolderReader } from './folder-reader.ts';
import { IgnoreRules } from './ignore-rules.ts';
import {
  isCounted,
  layoutKind,
  listFolder,
  listFolderPatiently,
  type Layout,
  type Listing,
  type SourceFile,
} from './listing.ts';
import { packRecord, readRecord, recordVersion, unpackRecord, type FileRecord } from './record.ts';
import { Resolver } from './resolver.ts';
import { isDeclaration, isSource, isStyleSheet } from './source-kind.ts';
import { hashText } from './text.ts';

/** Where the version of the records stands among them; no file has this path. */
const versionKey = '';

/** What is remembered of one scanned folder between scans. */
export class FolderState {
  readonly reader: FolderReader;
  /** Resolves when no look at the folder is listing it. */
  listed: Promise<unknown> = Promise.resolve();
  /** Resolves when no look at the folder is between its listing and what its declaration files say. */
  declarationsRead: Promise<void> = Promise.resolve();
  /** What would be left out by its folder and is imported, as of the last look at the whole folder. */
  imported: ReadonlySet<RelativePath> = new Set();
  readonly #cache: ScanCache;
  readonly #popular: PopularList;
  readonly #records = new Map<RelativePath, FileRecord>();
  #stored: ReadonlyMap<string, unknown> | undefined;
  #isChanged = false;
  /** What changed since each look that is listing the folder began. */
  readonly #looks = new Set<Set<RelativePath>>();
  #layout: Record<keyof Layout, Set<RelativePath>> | undefined;
  /** `declare module` patterns of each declaration file. */
  readonly #ambient = new Map<RelativePath, readonly string[]>();
  /** Configurations that may say what a specifier means, where they stand. */
  readonly #configs = new Set<RelativePath>();
  /** Declaration files of the last listing of which nobody has looked yet what they declare. */
  #unread = new Set<RelativePath>();
  readonly #sheets = new Set<RelativePath>();
  /** Of each package.json that owns something. */
  readonly #manifests = new Map<RelativePath, FileRecord>();
  #context: FolderContext | undefined;
  #resolver: Resolver | undefined;
  #rules: IgnoreRules;

  constructor(reader: FolderReader, cache: ScanCache, popular: PopularList) {
    this.reader = reader;
    this.#cache = cache;
    this.#popular = popular;
    this.#rules = new IgnoreRules(reader);
  }

  /** Loads the stored records, once. A cache that cannot be read is an empty one. */
  async load(): Promise<void> {
    if (this.#stored !== undefined) return;
    const entries = await this.#cache.load(this.reader.root).catch(() => new Map<string, unknown>());
    this.#stored ??= entries.get(versionKey) === recordVersion ? entries : new Map();
  }

  /** Stores the records of these files if any of them is new. Failing to costs the next scan time, nothing else. */
  async save(files: readonly SourceFile[]): Promise<void> {
    if (!this.#isChanged) return;
    this.#isChanged = false;
    const entries = new Map<string, unknown>([[versionKey, recordVersion]]);
    for (const path of [...files.map((file) => file.path), ...this.configFiles()]) {
      const record = this.#records.get(path);
      if (record !== undefined) entries.set(path, packRecord(record));
    }
    await this.#cache.save(this.reader.root, entries).catch(() => undefined);
  }

  /** Looks at the whole folder anew, giving way; what changes meanwhile is asked again behind it. */
  list(breathe: Breathe): Promise<Listing> {
    const listing = this.#listPatiently(breathe);
    this.listed = Promise.allSettled([this.listed, listing]);
    return listing;
  }

  async #listPatiently(breathe: Breathe): Promise<Listing> {
    const changed = new Set<RelativePath>();
    this.#looks.add(changed);
    const listing = await listFolderPatiently(this.reader, breathe).finally(() => this.#looks.delete(changed));
    this.#take(listing);
    for (const path of changed) this.invalidate(path);
    return listing;
  }

  #take(listing: Listing): void {
    this.#layout = copyLayout(listing.layout);
    this.#configs.clear();
    this.#sheets.clear();
    for (const { path } of listing.files) {
      if (isConfig(path)) this.#configs.add(path);
      if (isStyleSheet(path)) this.#sheets.add(path);
    }
    this.#rules = new IgnoreRules(this.reader);
    const listed = new Set(listing.files.map(({ path }) => path));
    for (const path of this.#ambient.keys()) if (!listed.has(path)) this.#ambient.delete(path);
    this.#unread = new Set([...listed].filter(isDeclaration));
    this.forgetContext();
  }

  /** The record of a file as it is on disk; undefined where it cannot be read. */
  record(file: SourceFile): { readonly record: FileRecord; readonly isCached: boolean } | undefined {
    const known = this.known(file.path);
    if (known !== undefined && known.size === file.size && known.mtimeMs === file.mtimeMs)
      return { record: known, isCached: true };
    const text = this.reader.readText(file.path);
    if (text === undefined) return undefined;
    const hash = hashText(text);
    const isSame = known?.hash === hash;
    const record = isSame
      ? { ...known, size: file.size, mtimeMs: file.mtimeMs }
      : readRecord(file.path, text, { ...file, hash });
    this.remember(file.path, record);
    return { record, isCached: isSame };
  }

  known(path: RelativePath): FileRecord | undefined {
    return this.#records.get(path) ?? this.#fromStore(path);
  }

  remember(path: RelativePath, record: FileRecord): void {
    this.#records.set(path, record);
    this.#isChanged = true;
  }

  noteAmbient(path: RelativePath, patterns: readonly string[]): void {
    this.#unread.delete(path);
    if (patterns.length === 0) this.#ambient.delete(path);
    else this.#ambient.set(path, patterns);
  }

  /** The context of the last look at the folder, made again where something of it was invalidated. */
  context(): FolderContext {
    if (this.#context !== undefined) return this.#context;
    if (this.#layout === undefined) this.#take(listFolder(this.reader));
    this.#manifests.clear();
    this.#context = new FolderContext(this.reader, this.#layout ?? copyLayout(undefined), (path, text) =>
      this.#noteManifest(path, text),
    );
    return this.#context;
  }

  /** Knows what all declaration files of the folder declare: those that no look has read yet are read for it. */
  resolver(ignorePackages: readonly string[]): Resolver {
    const context = this.context();
    if (this.#resolver === undefined) {
      for (const path of this.#unread) this.#readDeclaration(path);
      context.setAmbient([...this.#ambient].map(([path, patterns]) => [directoryOf(path), patterns] as const));
      this.#resolver = new Resolver(context, ignorePackages, this.#popular, this.#sheets);
    }
    return this.#resolver;
  }

  /** What each package.json that owns something names besides what it declares. */
  get manifestRecords(): ReadonlyMap<RelativePath, FileRecord> {
    this.context();
    return this.#manifests;
  }

  /** Those of a bundler or a test runner, and the JSON ones beside each package.json. */
  configFiles(): readonly RelativePath[] {
    const manifests = [...(this.#layout?.manifests ?? [])];
    const folders = new Set(manifests.map(directoryOf));
    const beside = [...(this.#layout?.jsonConfigs ?? [])].filter((path) => folders.has(directoryOf(path)));
    return [...this.#configs, ...manifests, ...beside];
  }

  forgetContext(): void {
    this.#context = undefined;
    this.forgetResolver();
  }

  forgetResolver(): void {
    this.#resolver = undefined;
  }

  isIgnored(file: RelativePath): boolean {
    return this.#rules.isIgnored(file);
  }

  invalidate(path: RelativePath): void {
    for (const changed of this.#looks) changed.add(path);
    const name = baseNameOf(path);
    const kind = layoutKind(name);
    if (path.split('/').includes('__mocks__')) this.forgetResolver();
    if (name === '.gitignore' || this.#isFolderOfLayout(path)) {
      this.#layout = undefined;
      this.#rules = new IgnoreRules(this.reader);
      this.forgetContext();
    } else if (path.split('/').includes('node_modules')) {
      this.#layout?.bare.clear();
      this.forgetContext();
    } else if (kind !== undefined && this.#layout !== undefined) {
      if (this.reader.isFile(path) && (isCounted(kind) || !this.isIgnored(path))) this.#layout[kind].add(path);
      else this.#layout[kind].delete(path);
      this.forgetContext();
    } else if (name.startsWith('.pnp.')) {
      this.forgetContext();
    } else if (isConfig(path)) {
      if (this.reader.isFile(path)) this.#configs.add(path);
      else this.#configs.delete(path);
      this.forgetContext();
    } else if (isStyleSheet(path)) {
      if (this.reader.isFile(path) && !this.isIgnored(path)) this.#sheets.add(path);
      else this.#sheets.delete(path);
      this.forgetResolver();
    } else if (isDeclaration(path)) {
      this.#readDeclaration(path);
      this.forgetResolver();
    } else if (!isSource(path)) this.#forgetBelow(path);
  }

  /** Of a folder that is gone, nobody names the files. */
  #forgetBelow(folder: RelativePath): void {
    const files = [...this.#sheets, ...this.#ambient.keys(), ...this.#configs].filter((path) => isInside(folder, path));
    for (const path of files) if (!this.reader.isFile(path)) this.invalidate(path);
  }

  /** It was read anyway: its hash tells whether it is known, without another question to the disk. */
  #noteManifest(path: RelativePath, text: string): void {
    const hash = hashText(text);
    const known = this.known(path);
    const record = known?.hash === hash ? known : readRecord(path, text, { size: text.length, mtimeMs: 0, hash });
    if (record !== known) this.remember(path, record);
    this.#manifests.set(path, record);
  }

  #isFolderOfLayout(path: RelativePath): boolean {
    if (this.#layout === undefined) return false;
    const { bare: _, ...files } = this.#layout;
    return Object.values(files).some((paths) => [...paths].some((one) => one !== path && isInside(path, one)));
  }

  #readDeclaration(path: RelativePath): void {
    const stat = this.reader.stat(path);
    const found = stat === undefined ? undefined : this.record({ path, size: stat.size, mtimeMs: stat.mtimeMs });
    this.noteAmbient(path, found?.record.ambient ?? []);
  }

  #fromStore(path: RelativePath): FileRecord | undefined {
    const record = unpackRecord(this.#stored?.get(path));
    if (record !== undefined) this.#records.set(path, record);
    return record;
  }
}

function copyLayout(layout: Layout | undefined): Record<keyof Layout, Set<RelativePath>> {
  return {
    manifests: new Set(layout?.manifests),
    configs: new Set(layout?.configs),
    lockfiles: new Set(layout?.lockfiles),
    pnpmWorkspaces: new Set(layout?.pnpmWorkspaces),
    jsonConfigs: new Set(layout?.jsonConfigs),
    plugAndPlay: new Set(layout?.plugAndPlay),
    bare: new Set(layout?.bare),
  };
}
