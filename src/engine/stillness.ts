import type { Disposable } from '../base/lifecycle.ts';
import type { Clock } from '../ports/clock.ts';
import { stillMs } from './intent.ts';

/** How long it listens once more when the time is over, in milliseconds: many turns of a process that runs. */
export const listenMs = 100;
/** A timer that comes later than this, in milliseconds, comes to a process that was held up. */
const lateMs = 250;
/** A process that is held up all the time tells at last. */
const mostDelays = 3;

/**
 * Whether nobody has typed for {@link stillMs}. A process that was held up (by another extension of the same host, say)
 * runs its timers before it hears of the keys that came meanwhile. So it listens a little longer when the time is over,
 * and once more where even that timer comes late, or a name would be taken for one that stands while its next letters are
 * on their way.
 */
export class Stillness implements Disposable {
  readonly #clock: Clock;
  readonly #stood: () => void;
  #disarm: (() => void) | undefined;
  #delays = 0;

  /** `stood` is told each time when it is reached. */
  constructor(clock: Clock, stood: () => void) {
    this.#clock = clock;
    this.#stood = stood;
  }

  get isReached(): boolean {
    return this.#disarm === undefined;
  }

  /** Something was typed that is to be told of once it stands. */
  poke(): void {
    this.#delays = 0;
    this.#wait();
  }

  /** Anything was typed: what is waited for does not stand yet. */
  touch(): void {
    if (!this.isReached) this.poke();
  }

  dispose(): void {
    this.#disarm?.();
    this.#disarm = undefined;
  }

  #wait(): void {
    this.dispose();
    this.#disarm = this.#clock.schedule(() => this.#listen(), stillMs);
  }

  #listen(): void {
    const due = this.#clock.now().getTime() + listenMs;
    this.#disarm = this.#clock.schedule(() => {
      const isLate = this.#clock.now().getTime() - due > lateMs;
      if (isLate && this.#delays++ < mostDelays) return this.#listen();
      this.#disarm = undefined;
      this.#stood();
    }, listenMs);
  }
}
