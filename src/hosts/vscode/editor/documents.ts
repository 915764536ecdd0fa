import * as vscode from 'vscode';
import { isCancellation } from '../../../base/errors.ts';
import { DisposableStore, type Disposable } from '../../../base/lifecycle.ts';
import type { EditKind } from '../../../engine/engine.ts';
import type { Log } from '../../../ports/log.ts';
import type { Folders } from '../folders.ts';

export const languages = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact'] as const;

/** Quiet time after a key before the text is looked at. */
const debounceMs = 120;

interface Pending {
  readonly timer: NodeJS.Timeout;
  readonly kind: EditKind;
}

/** Feeds the text of open editors to the engines: on open, on change (debounced), on save and on close. */
export function registerDocuments(folders: Folders, log: Log): Disposable {
  const store = new DisposableStore();
  const session = new DocumentSession(folders, log);
  store.add(session);
  store.add(vscode.workspace.onDidOpenTextDocument((document) => session.look(document, 'from-disk')));
  store.add(vscode.workspace.onDidChangeTextDocument((event) => session.changed(event)));
  store.add(vscode.workspace.onDidSaveTextDocument((document) => void session.saved(document)));
  store.add(vscode.workspace.onDidCloseTextDocument((document) => session.closed(document)));
  store.add(folders.onDidChangeFolders(() => session.lookAtAll()));
  return store;
}

class DocumentSession implements Disposable {
  readonly #folders: Folders;
  readonly #log: Log;
  readonly #pending = new Map<string, Pending>();
  readonly #controllers = new Map<string, AbortController>();

  constructor(folders: Folders, log: Log) {
    this.#folders = folders;
    this.#log = log;
  }

  lookAtAll(): void {
    for (const document of vscode.workspace.textDocuments) this.look(document, 'from-disk');
  }

  look(document: vscode.TextDocument, kind: EditKind): void {
    void this.#scan(document, kind);
  }

  changed(event: vscode.TextDocumentChangeEvent): void {
    const { document } = event;
    if (!isSource(document) || event.contentChanges.length === 0) return;
    // A cold worker needs most of a second: it starts with the first key, not with the first pause.
    this.#folders.scanner.warmUp();
    const key = document.uri.toString();
    const earlier = this.#pending.get(key);
    clearTimeout(earlier?.timer);
    const kind = stronger(earlier?.kind, kindOf(event));
    const timer = setTimeout(() => {
      this.#pending.delete(key);
      void this.#scan(document, kind);
    }, debounceMs);
    this.#pending.set(key, { timer, kind });
  }

  /** What was typed right before the save is looked at first: the save is about this text. */
  async saved(document: vscode.TextDocument): Promise<void> {
    if (!isSource(document)) return;
    const pending = this.#pending.get(document.uri.toString());
    clearTimeout(pending?.timer);
    this.#pending.delete(document.uri.toString());
    await this.#scan(document, pending?.kind ?? 'reverted');
    const place = this.#folders.locate(document.uri);
    place?.entry.engine.documentSaved(place.file);
  }

  closed(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.#pending.get(key)?.timer);
    this.#pending.delete(key);
    this.#controllers.get(key)?.abort();
    this.#controllers.delete(key);
    const place = this.#folders.locate(document.uri);
    place?.entry.engine.documentClosed(place.file);
  }

  dispose(): void {
    for (const { timer } of this.#pending.values()) clearTimeout(timer);
    for (const controller of this.#controllers.values()) controller.abort();
  }

  async #scan(document: vscode.TextDocument, kind: EditKind): Promise<void> {
    const place = isSource(document) ? this.#folders.locate(document.uri) : undefined;
    if (place === undefined) return;
    const key = document.uri.toString();
    this.#controllers.get(key)?.abort();
    const controller = new AbortController();
    this.#controllers.set(key, controller);
    try {
      await place.entry.engine.documentChanged(place.file, document.getText(), kind, controller.signal);
    } catch (error) {
      if (!isCancellation(error)) this.#log.error(`${place.file} could not be looked at`, error);
    }
  }
}

export function isSource(document: vscode.TextDocument): boolean {
  return document.uri.scheme === 'file' && (languages as readonly string[]).includes(document.languageId);
}

/** A change that leaves the document clean came from disk: a checkout, a merge, another program. */
function kindOf(event: vscode.TextDocumentChangeEvent): EditKind {
  if (!event.document.isDirty) return 'from-disk';
  return event.reason === undefined ? 'typed' : 'reverted';
}

/** Of several changes in one pause: one from disk makes the text the disk's, a typed one the user's. */
function stronger(earlier: EditKind | undefined, later: EditKind): EditKind {
  if (later === 'from-disk' || earlier === undefined) return later;
  return earlier === 'typed' ? 'typed' : later;
}
