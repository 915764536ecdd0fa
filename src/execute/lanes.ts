import { CancelledError } from '../base/errors.ts';

/** How many lockfile roots work side by side: measured gain is flat after four (parallel installs share one disk). */
const mostRoots = 4;

/** A place in a lane. */
export interface Ticket {
  /** Unique among those that wait. */
  readonly id: string;
  /** The lane: one lockfile root. */
  readonly root: string;
  /** The higher goes first, whatever waits longer. */
  readonly priority: number;
}

interface Waiting extends Ticket {
  held: boolean;
  readonly begin: () => void;
}

/**
 * One lane a lockfile root: what is asked for one root runs one after the other, different roots side by side. Two
 * installs in one root lose each other's work with every package manager.
 */
export class Lanes {
  readonly #most: number;
  /** In the order in which they came. */
  #waiting: readonly Waiting[] = [];
  readonly #busy = new Set<string>();

  /** `cores`: processors of this machine. */
  constructor(cores: number) {
    this.#most = Math.max(1, Math.min(cores, mostRoots));
  }

  /**
   * Runs `work` when its lane is free and fewer than the most roots are busy. Rejects with CancelledError when the signal
   * fires before it began; from then on the signal is the work's own business.
   */
  async run<T>(ticket: Ticket, work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#turn(ticket, signal);
    try {
      return await work();
    } finally {
      this.#busy.delete(ticket.root);
      this.#next();
    }
  }

  /** Lets others pass until it is released. False for what does not wait here. */
  hold(id: string): boolean {
    return this.#setHeld(id, true);
  }

  release(id: string): boolean {
    const found = this.#setHeld(id, false);
    this.#next();
    return found;
  }

  isHeld(id: string): boolean {
    return this.#waiting.some((ticket) => ticket.id === id && ticket.held);
  }

  /** True where {@link hold} would find it. */
  isWaiting(id: string): boolean {
    return this.#waiting.some((ticket) => ticket.id === id);
  }

  #turn(ticket: Ticket, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(new CancelledError());
      const leave = (): void => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
        reject(new CancelledError());
        this.#next();
      };
      const waiting: Waiting = {
        ...ticket,
        held: false,
        begin: () => {
          signal.removeEventListener('abort', leave);
          resolve();
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting = [...this.#waiting, waiting];
      this.#next();
    });
  }

  #next(): void {
    while (this.#busy.size < this.#most) {
      const next = this.#first();
      if (next === undefined) break;
      this.#waiting = this.#waiting.filter((other) => other !== next);
      this.#busy.add(next.root);
      next.begin();
    }
  }

  #first(): Waiting | undefined {
    const ready = this.#waiting.filter(({ held, root }) => !held && !this.#busy.has(root));
    return ready.reduce<Waiting | undefined>(
      (best, ticket) => (best === undefined || ticket.priority > best.priority ? ticket : best),
      undefined,
    );
  }

  #setHeld(id: string, held: boolean): boolean {
    const found = this.#waiting.find((ticket) => ticket.id === id);
    if (found !== undefined) found.held = held;
    return found !== undefined;
  }
}
