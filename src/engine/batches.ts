import type { Operation } from '../model/operation.ts';

/** What was asked for before its operation began: one command does it all. */
export class Batch<T> {
  readonly #controller = new AbortController();
  readonly #ended = new AbortController();
  #items: readonly T[] = [];
  #waiting = 0;

  /** Called when more has come to it. */
  onJoin: () => void = () => undefined;
  /** True while it is told to wait: what is asked for then is not to wait with it. */
  isPaused: () => boolean = () => false;

  get items(): readonly T[] {
    return this.#items;
  }

  /** Fires when everybody who asked has given up. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  add(items: readonly T[], signal: AbortSignal): void {
    this.#items = [...this.#items, ...items];
    this.#waiting += 1;
    const leave = (): void => {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#controller.abort();
    };
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true, signal: this.#ended.signal });
    this.onJoin();
  }

  /** Lets go of the signals of all who asked: one may live as long as a window. */
  end(): void {
    this.#ended.abort();
  }
}

/**
 * Batches by what they have in common (project, who asked, how it was confirmed). Two installs in one project run one
 * after the other anyway; together they cost as much as one.
 */
export class Batches<T> {
  readonly #open = new Map<string, { readonly batch: Batch<T>; readonly ended: Promise<Operation> }>();
  /** What is still being judged, and may come to a batch. */
  readonly #coming = new Map<string, Set<Promise<unknown>>>();

  /**
   * Adds to the batch of this key that has not begun and is not paused, or begins one. Everybody who joined gets the same
   * operation.
   */
  join(
    key: string,
    items: readonly T[],
    begin: (batch: Batch<T>) => Promise<Operation>,
    signal: AbortSignal,
  ): Promise<Operation> {
    const open = this.#open.get(key);
    if (open?.batch.isPaused() === false) {
      open.batch.add(items, signal);
      return open.ended;
    }
    const batch = new Batch<T>();
    batch.add(items, signal);
    const ended = begin(batch).finally(() => {
      this.#close(key, batch);
      batch.end();
    });
    this.#open.set(key, { batch, ended });
    return ended;
  }

  /** All that came to the batch; nothing comes to it any more. */
  take(key: string, batch: Batch<T>): readonly T[] {
    this.#close(key, batch);
    return batch.items;
  }

  /** Runs what may end in {@link join}, so that a batch can wait for it. */
  async announce<R>(key: string, work: () => Promise<R>): Promise<R> {
    const coming = this.#coming.get(key) ?? new Set();
    this.#coming.set(key, coming);
    const running = work();
    const settled = running.catch(() => undefined);
    coming.add(settled);
    try {
      return await running;
    } finally {
      coming.delete(settled);
    }
  }

  /** Resolves when nothing is announced any more that was when it was called. */
  async gathered(key: string): Promise<void> {
    await Promise.all(this.#coming.get(key) ?? []);
  }

  #close(key: string, batch: Batch<T>): void {
    if (this.#open.get(key)?.batch === batch) this.#open.delete(key);
  }
}
