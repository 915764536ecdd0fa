import * as vscode from 'vscode';
import { isCancellation } from '../../../base/errors.ts';
import { DisposableStore, type Disposable } from '../../../base/lifecycle.ts';
import { DocumentFeed } from '../../../engine/document-feed.ts';
import type { EditKind } from '../../../engine/documents.ts';
import type { Log } from '../../../ports/log.ts';
import { isSourceOrManifest } from '../../../scan/source-kind.ts';
import type { FolderEntry, Folders } from '../folders.ts';

/** Feeds the text of open editors to the engines: on open, on change (debounced), on save and on close. */
export function registerDocuments(folders: Folders, log: Log): Disposable {
  const store = new DisposableStore();
  const session = new DocumentSession(folders, log);
  store.add(session);
  store.add(vscode.workspace.onDidOpenTextDocument((document) => session.opened(document)));
  store.add(vscode.workspace.onDidChangeTextDocument((event) => session.changed(event)));
  store.add(vscode.workspace.onDidSaveTextDocument((document) => session.saved(document)));
  store.add(vscode.workspace.onDidCloseTextDocument((document) => session.closed(document)));
  store.add(folders.onDidChangeFolders(() => session.lookAtAll()));
  return store;
}

interface Fed {
  readonly entry: FolderEntry;
  readonly file: string;
  readonly feed: DocumentFeed;
}

class DocumentSession implements Disposable {
  readonly #folders: Folders;
  readonly #log: Log;
  readonly #fed = new Map<string, Fed>();

  constructor(folders: Folders, log: Log) {
    this.#folders = folders;
    this.#log = log;
  }

  /** Folders came or went: what belongs to another engine now begins there; what was typed elsewhere stays typed. */
  lookAtAll(): void {
    for (const document of vscode.workspace.textDocuments) {
      const fed = this.#fed.get(keyOf(document));
      if (fed !== undefined && fed.entry !== this.#folders.locate(document.uri)?.entry) this.closed(document);
      this.opened(document);
    }
  }

  opened(document: vscode.TextDocument): void {
    if (!this.#fed.has(keyOf(document))) this.#feedOf(document);
  }

  changed(event: vscode.TextDocumentChangeEvent): void {
    const { document } = event;
    if (!isRead(document) || event.contentChanges.length === 0) return;
    // A cold worker needs most of a second: it starts with the first key, not with the first pause.
    this.#folders.scanner.warmUp();
    const feed = this.#feedOf(document);
    const kind = kindOf(event);
    if (kind === 'from-disk') feed?.fromDisk();
    else feed?.edited(kind);
  }

  saved(document: vscode.TextDocument): void {
    this.#feedOf(document)?.saved();
  }

  closed(document: vscode.TextDocument): void {
    const fed = this.#fed.get(keyOf(document));
    this.#fed.delete(keyOf(document));
    fed?.feed.dispose();
    fed?.entry.engine.documents.closed(fed.file);
  }

  dispose(): void {
    for (const { feed } of this.#fed.values()) feed.dispose();
  }

  /** The first that is heard of a document is that it was opened. */
  #feedOf(document: vscode.TextDocument): DocumentFeed | undefined {
    const known = this.#fed.get(keyOf(document));
    if (known !== undefined) return known.feed;
    const place = isRead(document) ? this.#folders.locate(document.uri) : undefined;
    if (place === undefined) return undefined;
    const { entry, file } = place;
    const feed = new DocumentFeed(
      {
        text: () => document.getText(),
        touched: () => entry.engine.documents.touched(),
        look: (text, kind, signal) => entry.engine.documents.changed(file, text, kind, signal),
        saved: () => entry.engine.documents.saved(file),
        failed: (error) => {
          if (!isCancellation(error)) this.#log.error(`${file} could not be looked at`, error);
        },
      },
      this.#folders.clock.schedule,
    );
    this.#fed.set(keyOf(document), { entry, file, feed });
    feed.fromDisk();
    return feed;
  }
}

function keyOf(document: vscode.TextDocument): string {
  return document.uri.toString();
}

/** By its name: a component's language is known only to editors that have an extension for it. */
function isRead({ uri }: vscode.TextDocument): boolean {
  return uri.scheme === 'file' && isSourceOrManifest(uri.path);
}

/**
 * A change that leaves the document clean came from disk: a checkout, a merge, another program. Unless it is an undo that
 * ends where the last save was: it brings nothing of the disk's, and what was typed before that save was meant.
 */
function kindOf(event: vscode.TextDocumentChangeEvent): EditKind {
  if (event.reason !== undefined) return 'reverted';
  return event.document.isDirty ? 'typed' : 'from-disk';
}
