/** Anything that holds a resource and can let go of it. Letting go twice is harmless. */
export interface Disposable {
  dispose(): void;
}

/** Subscribes a listener; the returned disposable ends the subscription. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/** The one who fires an event; its `event` is what others get to see. */
export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<(value: T) => void>();

  readonly event: Event<T> = (listener) => {
    // A wrapper, so that one function subscribed twice is two subscriptions.
    const entry = (value: T): void => listener(value);
    this.#listeners.add(entry);
    return toDisposable(() => this.#listeners.delete(entry));
  };

  fire(value: T): void {
    // A copy: who subscribes while it is told hears of the next one.
    const told = [...this.#listeners];
    for (const listener of told) listener(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

/** Wraps a function so that it runs at the first `dispose` and never again. */
export function toDisposable(run: () => void): Disposable {
  let done = false;
  return {
    dispose() {
      if (done) return;
      done = true;
      run();
    },
  };
}

/** Owns disposables and lets go of them in reverse order of their making. */
export class DisposableStore implements Disposable {
  readonly #items: Disposable[] = [];
  #disposed = false;

  /** Takes ownership and hands the item back, so that making and registering are one line. */
  add<T extends Disposable>(item: T): T {
    if (this.#disposed) item.dispose();
    else this.#items.push(item);
    return item;
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    for (const item of this.#items.splice(0).reverse()) item.dispose();
  }
}
