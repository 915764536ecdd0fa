import { quiet, type Quiet, type Schedule } from '../base/async.ts';
import type { Disposable } from '../base/lifecycle.ts';
import type { EditKind } from './documents.ts';

/** Quiet time after a key before the text is looked at. */
export const debounceMs = 120;

/** What a feed asks of its surroundings. */
export interface FeedHooks {
  /** The text as the editor holds it now. */
  text(): string;
  /** Each edit at once, before its pause. */
  touched(): void;
  /** Resolves when what the text uses is known and written down as meant so; may resolve early once the signal fired. */
  look(text: string, kind: EditKind, signal: AbortSignal): Promise<void>;
  /** The text that was looked at last is the one that was saved. */
  saved(): void;
  failed(error: unknown): void;
}

/** A text that is to be looked at, and how it came to be. */
interface Look {
  readonly text: string;
  readonly kind: EditKind;
  /** Its very text was saved. */
  isSaved: boolean;
}

/**
 * Feeds the texts of one open document to its engine, one look at a time. A look that is under way gives way only to one
 * that says the same of the same edits and more: otherwise a save, an undo or a key would decide for names that somebody
 * else brought, and what was typed would be forgotten, or what was checked out be taken for typed.
 */
export class DocumentFeed implements Disposable {
  readonly #hooks: FeedHooks;
  readonly #pause: Quiet;
  /** The newest edits, until the keys pause. */
  #edits: Look | undefined;
  #waiting: Look[] = [];
  #running: { readonly look: Look; readonly controller: AbortController } | undefined;
  /** What a look that failed should have written down: the next one does it. */
  #owed: EditKind | undefined;

  constructor(hooks: FeedHooks, schedule: Schedule) {
    this.#hooks = hooks;
    this.#pause = quiet(() => this.#flush(), debounceMs, schedule);
  }

  /** The text is the disk's as a whole: just opened, checked out, reloaded. Nothing before it counts any more. */
  fromDisk(): void {
    this.#drop();
    this.#push({ text: this.#hooks.text(), kind: 'from-disk', isSaved: false });
  }

  edited(kind: Exclude<EditKind, 'from-disk'>): void {
    // An undo within a pause means nothing of what was typed just before it, and the other way round.
    if (this.#edits !== undefined && this.#edits.kind !== kind) this.#flush();
    this.#edits = { text: this.#hooks.text(), kind, isSaved: false };
    this.#hooks.touched();
    this.#pause.poke();
  }

  /** What was typed right before the save is looked at first: the save is about this text. */
  saved(): void {
    this.#flush();
    const last = this.#waiting.at(-1) ?? this.#running?.look;
    if (last === undefined) this.#push({ text: this.#hooks.text(), kind: 'reverted', isSaved: true });
    else last.isSaved = true;
  }

  dispose(): void {
    this.#drop();
  }

  #drop(): void {
    this.#pause.cancel();
    this.#edits = undefined;
    this.#waiting = [];
    this.#owed = undefined;
    this.#running?.controller.abort();
  }

  #flush(): void {
    this.#pause.cancel();
    const edits = this.#edits;
    this.#edits = undefined;
    if (edits !== undefined) this.#push(edits);
  }

  #push(look: Look): void {
    const last = this.#waiting.at(-1);
    if (last !== undefined && isCovered(last, look)) this.#waiting.pop();
    if (this.#waiting.length === 0 && this.#running !== undefined && isCovered(this.#running.look, look)) {
      this.#running.controller.abort();
    }
    this.#waiting.push(look);
    if (this.#running === undefined) void this.#run();
  }

  async #run(): Promise<void> {
    for (let look = this.#waiting.shift(); look !== undefined; look = this.#waiting.shift()) {
      const controller = new AbortController();
      this.#running = { look, controller };
      await this.#look(look, controller.signal);
      this.#running = undefined;
    }
  }

  async #look(look: Look, signal: AbortSignal): Promise<void> {
    const kind = this.#owed === undefined ? look.kind : stronger(this.#owed, look.kind);
    try {
      await this.#hooks.look(look.text, kind, signal);
    } catch (error) {
      if (signal.aborted) return;
      this.#owed = kind;
      this.#hooks.failed(error);
      return;
    }
    if (signal.aborted) return;
    this.#owed = undefined;
    if (look.isSaved) this.#hooks.saved();
  }
}

/** Whether `later` makes `earlier` needless: the same kind of edits, and nobody waits for the text of the earlier one. */
function isCovered(earlier: Look, later: Look): boolean {
  return earlier.kind === later.kind && !earlier.isSaved;
}

/** Of two kinds that one look has to answer for: a name that may be the disk's is never taken for typed. */
function stronger(earlier: EditKind, later: EditKind): EditKind {
  if (earlier === 'from-disk' || later === 'from-disk') return 'from-disk';
  return earlier === 'typed' ? 'typed' : later;
}
