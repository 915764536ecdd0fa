import { join, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { CancelledError, errorText, isCancellation } from '../../base/errors.ts';
import { DisposableStore, Emitter, type Disposable } from '../../base/lifecycle.ts';
import type { RelativePath } from '../../base/path.ts';
import { createEngine, type Engine } from '../../engine/engine.ts';
import type { Finding } from '../../model/finding.ts';
import type { InstallOutcome } from '../../model/install.ts';
import type { Operation } from '../../model/operation.ts';
import { popularFileName } from '../../node/bundled-popular-list.ts';
import { realPathOr } from '../../node/real-path.ts';
import { createWorkerScanner } from '../../node/worker-scanner.ts';
import { userFolders } from '../../node/user-folders.ts';
import { defaultRetention, type Retention } from '../../model/retention.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Scanner } from '../../ports/scanner.ts';
import type { Trust } from '../../ports/trust.ts';
import { composeServices, type SharedServices } from '../compose.ts';
import { covering, ownFindings } from './answering.ts';
import { isWithin, TerminalRuns } from './terminal-runs.ts';

/** A workspace folder with its engine. */
export interface FolderEntry {
  /** Never given twice in a window, so that what was told of a folder that left is not taken for another's. */
  readonly key: string;
  readonly folder: vscode.WorkspaceFolder;
  readonly engine: Engine;
  /** Resolves when the engine has started and looked at the folder once. */
  readonly ready: Promise<void>;
}

/** A file, and a folder of the window in which it stands. */
export interface FilePlace {
  readonly entry: FolderEntry;
  /** Relative to the folder; '..' and on for what stands outside of it. */
  readonly file: RelativePath;
}

export interface FolderEvent<T> {
  readonly entry: FolderEntry;
  readonly value: T;
}

/** One engine a workspace folder; they share the scanner's worker and everything that asks the world. */
export class Folders implements Disposable {
  readonly #log: Log;
  readonly #store = new DisposableStore();
  /** Engines of folders that left, until their last end is written. */
  readonly #closing = new Set<Promise<void>>();
  readonly #entries = new Map<string, { readonly entry: FolderEntry; readonly store: DisposableStore }>();
  readonly #scanner: Scanner;
  readonly #services: SharedServices;
  readonly #changed = this.#store.add(new Emitter<FolderEntry>());
  readonly #ended = this.#store.add(new Emitter<FolderEvent<Operation>>());
  readonly #asked = this.#store.add(new Emitter<FolderEvent<InstallOutcome>>());
  readonly #set = this.#store.add(new Emitter<void>());
  readonly #trust: Trust;
  /** Folders that were ever opened in this window. */
  #count = 0;

  /** Something that is shown of a folder changed. */
  readonly onDidChange = this.#changed.event;
  readonly onDidEnd = this.#ended.event;
  readonly onDidAsk = this.#asked.event;
  /** Folders were added or removed. */
  readonly onDidChangeFolders = this.#set.event;

  constructor(context: vscode.ExtensionContext, log: Log) {
    this.#log = log;
    const paths = userFolders();
    const dist = join(context.extensionPath, 'dist');
    const dataFolder = join(dist, 'data');
    const terminals = this.#store.add(new TerminalRuns());
    this.#store.add(terminals.onDidEnd((folder) => this.#installEnded(folder)));
    this.#services = composeServices({
      dataFolder,
      packumentWorker: join(dist, 'packument-worker.js'),
      workspaces: () => (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath),
      folders: paths,
      others: terminals,
    });
    this.#scanner = createWorkerScanner({
      workerFile: join(dist, 'scan-worker.js'),
      cacheFolder: paths.cache,
      popularFile: join(dataFolder, popularFileName),
      clock: this.#services.clock,
      l10n: vscode.l10n.bundle === undefined ? undefined : JSON.stringify(vscode.l10n.bundle),
    });
    this.#trust = editorTrust(this.#store);
  }

  get all(): readonly FolderEntry[] {
    return [...this.#entries.values()].map(({ entry }) => entry);
  }

  get scanner(): Scanner {
    return this.#scanner;
  }

  get clock(): Clock {
    return this.#services.clock;
  }

  /** Opens the folders of the window and follows their coming and going. */
  open(): void {
    this.#sync();
    this.#store.add(vscode.workspace.onDidChangeWorkspaceFolders(() => this.#sync()));
    this.#store.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('quartermaster.defaultMode')) {
          for (const { engine } of this.all) void engine.setDefaultMode(defaultMode());
        }
        for (const entry of this.all) {
          if (!event.affectsConfiguration('quartermaster.ignorePackages', entry.folder.uri)) continue;
          this.#configure(entry.engine.root, entry.folder);
          void this.#look(entry);
        }
      }),
    );
    this.#store.add(this.#trust.onDidGrant(() => this.#restart()));
  }

  /**
   * The folder that answers for a file, and its path below it; undefined for what is not on a disk or in no folder. It is the
   * innermost, unless its project is a member of a workspace that is open too.
   */
  locate(uri: vscode.Uri): FilePlace | undefined {
    if (uri.scheme !== 'file') return undefined;
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    const entry = folder === undefined ? undefined : this.#entries.get(folder.uri.toString())?.entry;
    if (entry === undefined) return undefined;
    const place = placeIn(entry, uri);
    const cover = covering(this.all, entry, place.file);
    return cover === undefined ? place : placeIn(cover, uri);
  }

  /** Every folder in which a file stands: one may be open inside of another. */
  around(uri: vscode.Uri): readonly FilePlace[] {
    if (uri.scheme !== 'file') return [];
    return this.all.map((entry) => placeIn(entry, uri)).filter(({ file }) => file !== '..' && !file.startsWith('../'));
  }

  /** The findings of a folder that no other answers for. */
  findingsOf(entry: FolderEntry): readonly Finding[] {
    return ownFindings(this.all, entry);
  }

  /** The uri of a path that an engine told. */
  uriOf(entry: FolderEntry, file: RelativePath): vscode.Uri {
    return file === '' ? entry.folder.uri : vscode.Uri.joinPath(entry.folder.uri, ...file.split('/'));
  }

  /** The window closes: stops what runs in any folder, also in those that left, and waits until that is written. */
  async close(): Promise<void> {
    this.#removeAll();
    await Promise.all(this.#closing);
    await this.#scanner.dispose();
    this.dispose();
  }

  dispose(): void {
    this.#removeAll();
    this.#store.dispose();
  }

  #sync(): void {
    const wanted = new Map((vscode.workspace.workspaceFolders ?? []).map((folder) => [folder.uri.toString(), folder]));
    for (const uri of this.#entries.keys()) if (!wanted.has(uri)) this.#remove(uri, false);
    for (const [uri, folder] of wanted) if (!this.#entries.has(uri)) this.#add(uri, folder);
    this.#set.fire();
  }

  #add(uri: string, folder: vscode.WorkspaceFolder): void {
    if (folder.uri.scheme !== 'file') return;
    const root = realPathOr(folder.uri.fsPath);
    this.#configure(root, folder);
    const engine = createEngine({
      ...this.#services,
      root,
      scanner: this.#scanner,
      log: this.#log,
      trust: this.#trust,
      documents: { isUnsaved: (path) => isUnsaved(path) },
      patienceMs: Infinity,
      livesOn: true,
      retention: () => this.#retention(),
    });
    const store = new DisposableStore();
    const ready = this.#start(engine);
    const entry: FolderEntry = { key: String(++this.#count), folder, engine, ready };
    this.#entries.set(uri, { entry, store });
    store.add(engine.onDidChange(() => this.#changed.fire(entry)));
    store.add(engine.onDidEnd((value) => this.#ended.fire({ entry, value })));
    store.add(engine.onDidAsk((value) => this.#asked.fire({ entry, value })));
  }

  /** Noted for the command line, which does not read an editor's settings. Where that fails, the history is still shown. */
  async #retention(): Promise<Retention> {
    const told = retention();
    await this.#services.user.setRetention(told).catch((error: unknown) => {
      this.#log.warn(`how much history is kept could not be noted for the command line: ${errorText(error)}`);
    });
    return told;
  }

  #configure(root: string, folder: vscode.WorkspaceFolder): void {
    this.#scanner.configure(root, { ignorePackages: ignoredPackages(folder) });
  }

  async #start(engine: Engine): Promise<void> {
    try {
      await engine.start(defaultMode());
      await engine.scan(new AbortController().signal);
    } catch (error) {
      if (!isCancellation(error)) this.#log.error(`${engine.root} could not be opened`, error);
    }
  }

  #removeAll(): void {
    for (const uri of this.#entries.keys()) this.#remove(uri, true);
  }

  /**
   * An operation that runs there has to write its end: nobody else would. `later`: the window closes, and it goes on in the
   * next one; where only the folder leaves it is cancelled.
   */
  #remove(uri: string, later: boolean): void {
    const removed = this.#entries.get(uri);
    this.#entries.delete(uri);
    if (removed === undefined) return;
    removed.store.dispose();
    const { engine } = removed.entry;
    const closing = engine
      .close(later)
      .catch((error: unknown) => this.#log.error(`${engine.root} could not be closed`, error))
      .finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }

  /** The watchers tell of what an install has written; one that failed, or wrote what was there, is answered too. */
  #installEnded(folder: string): void {
    for (const { engine } of this.all) {
      if (isWithin(engine.root, folder)) {
        engine.filesChanged([join(relative(engine.root, folder), 'package.json').split(sep).join('/')]);
      } else if (isWithin(folder, engine.root)) engine.filesChanged(['package.json']);
    }
  }

  /** Trust was granted: what was held back (repairs, the journal, questions to the registry) is done now. */
  #restart(): void {
    for (const entry of this.all) void this.#start(entry.engine);
  }

  async #look(entry: FolderEntry): Promise<void> {
    await entry.engine.scan(new AbortController().signal).catch((error: unknown) => {
      if (!(error instanceof CancelledError)) this.#log.error('the folder could not be scanned', error);
    });
  }
}

function editorTrust(store: DisposableStore): Trust {
  const granted = store.add(new Emitter<void>());
  store.add(vscode.workspace.onDidGrantWorkspaceTrust(() => granted.fire()));
  return { isTrusted: () => vscode.workspace.isTrusted, onDidGrant: granted.event };
}

/** Application scope: a workspace cannot set it, and autopilot is not among its values. */
function defaultMode(): 'assist' | 'off' {
  return vscode.workspace.getConfiguration('quartermaster').get('defaultMode') === 'off' ? 'off' : 'assist';
}

/** Each folder of a workspace may have its own. */
function ignoredPackages(folder: vscode.WorkspaceFolder): readonly string[] {
  const value: unknown = vscode.workspace.getConfiguration('quartermaster', folder).get('ignorePackages');
  return Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : [];
}

/** Machine scope: a workspace cannot have history forgotten. */
function retention(): Retention {
  const settings = vscode.workspace.getConfiguration('quartermaster');
  return {
    days: settings.get('history.keepDays', defaultRetention.days),
    operations: settings.get('history.keepOperations', defaultRetention.operations),
  };
}

function isUnsaved(path: string): boolean {
  return vscode.workspace.textDocuments.some(
    (document) => document.isDirty && document.uri.scheme === 'file' && realPathOr(document.uri.fsPath) === path,
  );
}

function placeIn(entry: FolderEntry, uri: vscode.Uri): FilePlace {
  return { entry, file: relative(entry.folder.uri.fsPath, uri.fsPath).split(sep).join('/') };
}
