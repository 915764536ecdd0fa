import { t } from '@vscode/l10n';
import { QmError, throwIfCancelled } from '../base/errors.ts';
import { directoryOf, type RelativePath } from '../base/path.ts';
import { manifestPath } from '../model/manifest.ts';
import type { ProjectMap } from '../model/project.ts';
import type { MismatchedPackage, PackageUse, SkippedFile, SkipReason, Snapshot } from '../model/snapshot.ts';
import type { UnusedReport } from '../model/unused.ts';
import type { Clock } from '../ports/clock.ts';
import type { FileTree } from '../ports/file-tree.ts';
import type { PopularList } from '../ports/popular-list.ts';
import type { ScanCache } from '../ports/scan-cache.ts';
import type { DocumentScan, ScanOptions, Scanner } from '../ports/scanner.ts';
import type { Breathe } from './breathe.ts';
import { prepareLexer } from './candidates.ts';
import type { Confirmer, LoadConfirmer } from './confirm/confirmer.ts';
import { readConfigAliases } from './configs/read-aliases.ts';
import type { FolderContext } from './folder-context.ts';
import { FolderReader } from './folder-reader.ts';
import { FolderState } from './folder-state.ts';
import { leftOutOf, leftOutReason } from './left-out.ts';
import { compare, largestSource, type Listing } from './listing.ts';
import { readAll, type Reading } from './reading.ts';
import { readRecord, type FileRecord } from './record.ts';
import type { Resolver } from './resolver.ts';
import { Sightings } from './sightings.ts';
import { isSourceOrManifest } from './source-kind.ts';
import { hashText } from './text.ts';
import { UseCollector } from './use-collector.ts';

/** What a scanner is made of. */
export interface ScannerContext {
  readonly tree: FileTree;
  readonly cache: ScanCache;
  readonly clock: Clock;
  readonly loadConfirmer: LoadConfirmer;
  /** Says whose types are a package of their own. */
  readonly popular: PopularList;
}

/** A scanner that works on the thread it is called on. `options`: of the folders that are not configured on their own. */
export function createScanner(context: ScannerContext, options: ScanOptions): Scanner {
  return new InProcessScanner(context, options);
}

/** Milliseconds of work after which messages (a cancellation) get their turn. */
const patience = 25;
/** Open documents whose last reading is kept. */
const mostDocuments = 200;

class InProcessScanner implements Scanner {
  readonly #context: ScannerContext;
  readonly #states = new Map<string, FolderState>();
  readonly #documents = new Map<string, FileRecord>();
  readonly #defaults: ScanOptions;
  readonly #options = new Map<string, ScanOptions>();
  #confirmer: Promise<Confirmer> | undefined;

  constructor(context: ScannerContext, options: ScanOptions) {
    this.#context = context;
    this.#defaults = options;
  }

  async scanFolder(root: string, signal: AbortSignal): Promise<Snapshot> {
    const start = this.#context.clock.now().getTime();
    const state = await this.#prepare(root, signal);
    const breathe = this.#breather(signal);
    const { listing, records, skipped, cached } = await this.#read(state, breathe);
    let resolver = state.resolver(this.#ignored(root));
    const leftOut = leftOutOf(state, records);
    const named = [...state.manifestRecords].filter(([path]) => leftOutReason(state.context(), path) === undefined);
    const collector = new UseCollector();
    for (const [path, record] of [...records, ...named]) {
      if (leftOut.has(path)) continue;
      await breathe();
      if (resolver.needsConfirmation(path, record.candidates)) resolver = await this.#informed(state, resolver);
      const confirmed = resolver.needsConfirmation(path, record.candidates)
        ? await this.#confirmFile(state, path, record)
        : record;
      resolver.collect(path, confirmed.sites ?? confirmed.candidates, collector);
    }
    await state.save(listing.files);
    const mismatched = await mismatchedIn(state.context());
    throwIfCancelled(signal);
    return {
      map: state.context().map,
      uses: collector.uses,
      settled: collector.settled,
      mismatched: mismatched.filter((one) => !resolver.isIgnored(one.package)),
      skipped: [...listing.skipped, ...invalidManifests(state), ...skipped, ...leftOut.values()].toSorted((a, b) =>
        compare(a.file, b.file),
      ),
      stats: {
        files: records.size - leftOut.size,
        cached: [...cached].filter((path) => records.has(path) && !leftOut.has(path)).length,
        elapsedMs: this.#context.clock.now().getTime() - start,
      },
    };
  }

  async readProjects(root: string, signal: AbortSignal): Promise<ProjectMap> {
    const state = await this.#prepare(root, signal);
    await state.list(this.#breather(signal));
    return state.context().map;
  }

  async knownProjects(root: string, signal: AbortSignal): Promise<ProjectMap> {
    const state = await this.#prepare(root, signal);
    await state.listed;
    return state.context().map;
  }

  async scanDocument(root: string, file: RelativePath, text: string, signal: AbortSignal): Promise<DocumentScan> {
    const state = await this.#prepare(root, signal);
    await state.listed;
    const reason = unfitDocument(state, file, text);
    if (reason !== undefined) return { file, uses: [], skipped: { file, reason } };
    if (!isSourceOrManifest(file)) return { file, uses: [], skipped: undefined };
    await state.declarationsRead;
    throwIfCancelled(signal);
    const first = state.resolver(this.#ignored(root));
    const lexed = this.#lexDocument(state, file, text);
    const resolver = first.needsConfirmation(file, lexed.candidates) ? await this.#informed(state, first) : first;
    const record = await this.#confirmDocument(state, resolver, file, text, lexed);
    throwIfCancelled(signal);
    if (record.unfit !== undefined) return { file, uses: [], skipped: { file, reason: record.unfit } };
    return { file, uses: resolver.uses(file, record.sites ?? record.candidates), skipped: undefined };
  }

  async usesOnDisk(root: string, file: RelativePath, signal: AbortSignal): Promise<readonly PackageUse[] | undefined> {
    const state = await this.#prepare(root, signal);
    await state.listed;
    const known = state.known(file);
    if (unfitDocument(state, file, '') !== undefined) return undefined;
    // What is new since then had nothing.
    if (known === undefined) return state.reader.stat(file) === undefined ? [] : undefined;
    return state.resolver(this.#ignored(root)).uses(file, known.sites ?? known.candidates);
  }

  async findUnused(root: string, signal: AbortSignal): Promise<UnusedReport> {
    const state = await this.#prepare(root, signal);
    const breathe = this.#breather(signal);
    const { records } = await this.#read(state, breathe);
    const { unusedPackages } = await import('./unused/unused.ts');
    throwIfCancelled(signal);
    const imports = [...records.values()].map(({ sites, candidates }) => sites ?? candidates);
    const report = await unusedPackages(state.context(), imports, breathe);
    throwIfCancelled(signal);
    const { isIgnored } = state.resolver(this.#ignored(root));
    return { ...report, found: report.found.filter((one) => !isIgnored(one.package)) };
  }

  invalidate(root: string, paths: readonly RelativePath[]): void {
    const state = this.#states.get(root);
    for (const path of paths) state?.invalidate(path);
  }

  configure(root: string, options: ScanOptions): void {
    this.#options.set(root, options);
    this.#states.get(root)?.forgetResolver();
  }

  async forget(root: string): Promise<void> {
    this.#states.delete(root);
    await this.#context.cache.forget(root);
  }

  warmUp(): void {
    // Whoever needs them next meets the error, if there is one.
    prepareLexer().catch(() => undefined);
    this.#loadConfirmer().catch(() => undefined);
  }

  async dispose(): Promise<void> {
    this.#states.clear();
    this.#documents.clear();
  }

  #ignored(root: string): readonly string[] {
    return (this.#options.get(root) ?? this.#defaults).ignorePackages;
  }

  async #prepare(root: string, signal: AbortSignal): Promise<FolderState> {
    throwIfCancelled(signal);
    let state = this.#states.get(root);
    if (state === undefined) {
      state = new FolderState(new FolderReader(this.#context.tree, root), this.#context.cache, this.#context.popular);
      this.#states.set(root, state);
    }
    if (!state.reader.isFolder('')) throw folderMissing(root);
    await state.load();
    throwIfCancelled(signal);
    return state;
  }

  /** Looks at the whole folder anew. Documents that are asked for meanwhile wait until its declarations are known. */
  async #read(state: FolderState, breathe: Breathe): Promise<Reading & { readonly listing: Listing }> {
    const declared = Promise.withResolvers<void>();
    const others = state.declarationsRead;
    state.declarationsRead = declared.promise.then(() => others);
    try {
      const listing = await state.list(breathe);
      return { ...(await readAll(state, listing.files, breathe, declared.resolve)), listing };
    } finally {
      declared.resolve();
    }
  }

  #breather(signal: AbortSignal): Breathe {
    let last = this.#context.clock.now().getTime();
    return () => {
      const now = this.#context.clock.now().getTime();
      if (now - last < patience) return undefined;
      last = now;
      return new Promise<void>((resolve) => setImmediate(resolve)).then(() => throwIfCancelled(signal));
    };
  }

  async #confirmFile(state: FolderState, path: RelativePath, record: FileRecord): Promise<FileRecord> {
    if (record.sites !== undefined) return record;
    const text = state.reader.readText(path);
    // Gone since it was listed: the next scan will not list it.
    if (text === undefined) return { ...record, candidates: Sightings.none };
    const hash = hashText(text);
    // Written since it was lexed: the size no file has makes the next scan read it again.
    const known = state.known(path) ?? record;
    const fresh = hash === known.hash ? known : readRecord(path, text, { size: -1, mtimeMs: record.mtimeMs, hash });
    const confirmed = { ...fresh, sites: Sightings.of((await this.#loadConfirmer()).confirm(path, text)) };
    state.remember(path, confirmed);
    return confirmed;
  }

  /** The resolver that knows of configurations too: the first file that misses something asks for them. */
  async #informed(state: FolderState, resolver: Resolver): Promise<Resolver> {
    const context = state.context();
    if (context.knowsConfigAliases) return resolver;
    context.setConfigAliases(await readConfigAliases(state, () => this.#loadConfirmer()));
    // Something was invalidated meanwhile: what was read belongs to a context that is gone.
    if (state.context() !== context) return this.#informed(state, resolver);
    state.forgetResolver();
    return state.resolver(this.#ignored(state.reader.root));
  }

  #lexDocument(state: FolderState, file: RelativePath, text: string): FileRecord {
    const hash = hashText(text);
    const known = [this.#documents.get(documentKey(state, file)), state.known(file)].find((one) => one?.hash === hash);
    return known ?? readRecord(file, text, { size: text.length, mtimeMs: 0, hash });
  }

  async #confirmDocument(
    state: FolderState,
    resolver: Resolver,
    file: RelativePath,
    text: string,
    record: FileRecord,
  ): Promise<FileRecord> {
    const isEnough = record.sites !== undefined || !resolver.needsConfirmation(file, record.candidates);
    const read = isEnough
      ? record
      : { ...record, sites: Sightings.of((await this.#loadConfirmer()).confirm(file, text)) };
    this.#keepDocument(documentKey(state, file), read);
    return read;
  }

  #keepDocument(key: string, record: FileRecord): void {
    this.#documents.delete(key);
    this.#documents.set(key, record);
    const [oldest] = this.#documents.keys();
    if (this.#documents.size > mostDocuments && oldest !== undefined) this.#documents.delete(oldest);
  }

  #loadConfirmer(): Promise<Confirmer> {
    this.#confirmer ??= this.#context.loadConfirmer().catch((error: unknown) => {
      this.#confirmer = undefined;
      throw error;
    });
    return this.#confirmer;
  }
}

async function mismatchedIn(context: FolderContext): Promise<readonly MismatchedPackage[]> {
  if (!context.map.projects.some(({ hasNodeModules }) => hasNodeModules)) return [];
  const { mismatchedPackages } = await import('./mismatched.ts');
  return mismatchedPackages(context);
}

function documentKey({ reader }: FolderState, file: RelativePath): string {
  return `${reader.root}\n${file}`;
}

function unfitDocument(state: FolderState, file: RelativePath, text: string): SkipReason | undefined {
  if (file.split('/').includes('node_modules')) return 'node-modules';
  if (state.isIgnored(file)) return 'git-ignored';
  if (text.length > largestSource) return 'too-large';
  const folder = directoryOf(file);
  const owner = state.context().ownerOf(folder);
  if (owner === undefined) return state.context().ownerlessBecause(folder);
  return state.imported.has(file) ? undefined : leftOutReason(state.context(), file);
}

function invalidManifests(state: FolderState): readonly SkippedFile[] {
  return state.context().map.faults.map(({ folder }) => ({ file: manifestPath(folder), reason: 'invalid-manifest' }));
}

function folderMissing(root: string): QmError {
  return new QmError('QM_FOLDER_MISSING', {
    message: t('The folder {0} does not exist.', root),
    hint: t('Open a folder that exists, or check the path.'),
  });
}
