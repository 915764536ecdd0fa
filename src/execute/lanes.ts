import { CancelledError } from '../base/errors.ts';

/** How many lockfile roots work side by side: measured gain is flat after four (parallel installs share one disk). */
const mostRoots = 4;

/** A place in a lane. */
export interface Ticket {
  /** Unique among those that wait. */
  readonly id: string;
  /** The lane: absolute folder of a lockfile root. */
  readonly root: string;
  /** The higher goes first, whatever waits longer. */
  readonly priority: number;
  /** Waits until it is released, from its beginning. */
  readonly held?: boolean;
}

/**
 * Waits for something outside with the lane kept, and its place among the working roots free for others meanwhile. Where it
 * is held, the signal fires, the lane is free too, and after its release it waits anew.
 */
export type StepAside = (wait: (signal: AbortSignal) => Promise<void>) => Promise<void>;

interface Waiting extends Ticket {
  held: boolean;
  /** Its lane is its own already. */
  readonly hasLane: boolean;
  readonly begin: () => void;
}

/**
 * One lane a lockfile root: what is asked for one root runs one after the other, different roots side by side. Two
 * installs in one root lose each other's work with every package manager. One for all folders of a process: they share
 * its processors.
 */
export class Lanes {
  readonly #most: number;
  /** In the order in which they came, those that stepped aside before them. */
  #waiting: readonly Waiting[] = [];
  /** Roots whose lanes are taken. */
  readonly #taken = new Set<string>();
  /** How many of them work at this moment. */
  #working = 0;
  /** What stepped aside, by its id: fires where it is held. */
  readonly #aside = new Map<string, AbortController>();

  /** `cores`: processors of this machine. */
  constructor(cores: number) {
    this.#most = Math.max(1, Math.min(cores, mostRoots));
  }

  /**
   * Runs `work` when its lane is free and fewer than the most roots are busy. Rejects with CancelledError when the signal
   * fires before it began; from then on the signal is the work's own business.
   */
  async run<T>(ticket: Ticket, work: (aside: StepAside) => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#turn(ticket, false, signal);
    let works = true;
    let hasLane = true;
    const leave = (): void => {
      if (works) this.#working -= 1;
      works = false;
    };
    const aside: StepAside = async (wait) => {
      leave();
      this.#next();
      while (await this.#isHeldWhile(ticket.id, wait, signal)) {
        this.#taken.delete(ticket.root);
        hasLane = false;
        await this.#turn({ ...ticket, held: true }, false, signal);
        hasLane = true;
        // It has its lane again, and waits as before.
        this.#working -= 1;
        this.#next();
      }
      await this.#turn({ ...ticket, held: false }, true, signal);
      works = true;
    };
    try {
      return await work(aside);
    } finally {
      leave();
      if (hasLane) this.#taken.delete(ticket.root);
      this.#next();
    }
  }

  /** Lets others pass until it is released. False for what does not wait. */
  hold(id: string): boolean {
    const aside = this.#aside.get(id);
    aside?.abort(new CancelledError());
    return aside !== undefined || this.#setHeld(id, true);
  }

  release(id: string): boolean {
    const found = this.#setHeld(id, false);
    this.#next();
    return found;
  }

  isHeld(id: string): boolean {
    return this.#find(id)?.held === true || this.#aside.get(id)?.signal.aborted === true;
  }

  /** True where {@link hold} would find it. */
  isWaiting(id: string): boolean {
    return this.#aside.has(id) || this.#find(id) !== undefined;
  }

  /** False where the wait came to its end. */
  async #isHeldWhile(id: string, wait: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<boolean> {
    const held = new AbortController();
    this.#aside.set(id, held);
    try {
      await wait(AbortSignal.any([signal, held.signal]));
      return false;
    } catch (error) {
      if (signal.aborted || !held.signal.aborted) throw error;
      return true;
    } finally {
      this.#aside.delete(id);
    }
  }

  #turn(ticket: Ticket, hasLane: boolean, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(new CancelledError());
      const leave = (): void => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
        reject(new CancelledError());
        this.#next();
      };
      const waiting: Waiting = {
        ...ticket,
        held: ticket.held === true,
        hasLane,
        begin: () => {
          signal.removeEventListener('abort', leave);
          resolve();
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting = hasLane ? [waiting, ...this.#waiting] : [...this.#waiting, waiting];
      this.#next();
    });
  }

  #next(): void {
    while (this.#working < this.#most) {
      const next = this.#first();
      if (next === undefined) break;
      this.#waiting = this.#waiting.filter((other) => other !== next);
      this.#taken.add(next.root);
      this.#working += 1;
      next.begin();
    }
  }

  #first(): Waiting | undefined {
    const ready = this.#waiting.filter(({ held, hasLane, root }) => !held && (hasLane || !this.#taken.has(root)));
    return ready.reduce<Waiting | undefined>(
      (best, ticket) => (best === undefined || ticket.priority > best.priority ? ticket : best),
      undefined,
    );
  }

  #setHeld(id: string, held: boolean): boolean {
    const found = this.#find(id);
    if (found !== undefined) found.held = held;
    return found !== undefined;
  }

  /** What comes back from aside is not among them: held, it would keep others out of its lane. */
  #find(id: string): Waiting | undefined {
    return this.#waiting.find((ticket) => ticket.id === id && !ticket.hasLane);
  }
}
