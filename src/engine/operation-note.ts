import type { TreeState } from '../execute/tree-snapshot.ts';
import type { FileRecord, OperationId } from '../model/operation.ts';
import type { StoredRequest } from '../model/stored-request.ts';
import type { WriteAhead } from '../ports/user-state.ts';
import type { EngineContext } from './context.ts';
import { gitHead } from './git-state.ts';

/**
 * The write-ahead record of one operation: opened before its row is, so that whatever its process leaves behind is known
 * to the next start, and closed when the row has its end.
 */
export class OperationNote {
  readonly #context: EngineContext;
  #record: WriteAhead;
  /** What is written last stands: one after the other. */
  #last: Promise<void> = Promise.resolve();

  private constructor(context: EngineContext, record: WriteAhead) {
    this.#context = context;
    this.#record = record;
  }

  /** `root`: absolute folder of the lockfile root. */
  static async open(
    context: EngineContext,
    operation: OperationId,
    root: string,
    request: StoredRequest | undefined,
    held: boolean,
  ): Promise<OperationNote> {
    const at = context.clock.now().toISOString();
    const none = { files: [], begun: false, head: undefined, shadow: undefined, trees: undefined };
    const note = new OperationNote(context, { operation, root, workspace: context.root, ...none, request, held, at });
    await note.#write({});
    return note;
  }

  /** What the project's files are about to become. */
  files(files: readonly FileRecord[]): Promise<void> {
    return this.#write({ files });
  }

  /** From here on the files change. */
  async begun(): Promise<void> {
    const head = await gitHead(this.#context.files, this.#record.root);
    return this.#write({ begun: true, head });
  }

  /** What git had checked out then, by {@link gitHead}. */
  get head(): string | undefined {
    return this.#record.head;
  }

  /** Its user told it to wait, or to go on. */
  held(held: boolean): Promise<void> {
    return this.#write({ held });
  }

  /** Where it resolves; undefined: no more. */
  shadow(shadow: string | undefined): Promise<void> {
    return this.#write({ shadow });
  }

  /** The copy that it resolves in, where that could not be removed. */
  get leftShadow(): string | undefined {
    return this.#record.shadow;
  }

  /** Nothing of the project is about to change any more: it stands as it did. */
  reset(): Promise<void> {
    return this.#write({ files: [], begun: false, trees: undefined });
  }

  /** Of which trees a snapshot stands; before the first of them changes. */
  trees(trees: readonly TreeState[]): Promise<void> {
    return this.#write({ trees });
  }

  /** The process that works for it now. Where it cannot be noted the work goes on: only a death in its middle would miss it. */
  child(pid: number): void {
    void this.#context.user.noteChild(this.#record.operation, pid).catch(() => undefined);
  }

  close(): Promise<void> {
    return this.#after(() => this.#context.user.closeWriteAhead(this.#record.operation));
  }

  #write(change: Partial<WriteAhead>): Promise<void> {
    const record = { ...this.#record, ...change };
    this.#record = record;
    return this.#after(() => this.#context.user.writeAhead(record));
  }

  #after(write: () => Promise<void>): Promise<void> {
    const done = this.#last.then(write);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
