import type { Disposable } from '../base/lifecycle.ts';
import type { Clock } from '../ports/clock.ts';
import { stillMs } from './intent.ts';

/** A timer that comes later than this, in milliseconds, comes to a process that was held up. */
const lateMs = 250;
/** A process that is held up all the time tells at last. */
const mostDelays = 3;

/**
 * Whether nobody has typed for {@link stillMs}. A process that was held up (by another extension of the same host, say)
 * runs its timers before it hears of the keys that came meanwhile: then it waits once more, or a name would be taken for
 * one that stands while its next letters are on their way.
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

  /** Something was typed. */
  poke(): void {
    this.#delays = 0;
    this.#arm();
  }

  dispose(): void {
    this.#disarm?.();
    this.#disarm = undefined;
  }

  #arm(): void {
    this.dispose();
    const due = this.#clock.now().getTime() + stillMs;
    this.#disarm = this.#clock.schedule(() => {
      this.#disarm = undefined;
      const isLate = this.#clock.now().getTime() - due > lateMs;
      if (isLate && this.#delays++ < mostDelays) this.#arm();
      else this.#stood();
    }, stillMs);
  }
}
