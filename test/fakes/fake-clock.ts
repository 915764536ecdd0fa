import { CancelledError } from '../../src/base/errors.ts';
import type { Clock } from '../../src/ports/clock.ts';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** Time that stands still until a test moves it. */
export class FakeClock implements Clock {
  #now: number;
  #timers: Timer[] = [];

  constructor(start = '2026-11-23T10:00:00.000Z') {
    this.#now = Date.parse(start);
  }

  now(): Date {
    return new Date(this.#now);
  }

  readonly schedule: Clock['schedule'] = (run, milliseconds) => {
    const timer = { at: this.#now + milliseconds, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  readonly pause: Clock['pause'] = (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      const disarm = this.schedule(resolve, milliseconds);
      signal.addEventListener('abort', () => {
        disarm();
        reject(new CancelledError());
      });
    });

  /** The process gets no time for so long: what fell due on the way runs at the end. */
  holdUp(milliseconds: number): void {
    this.#now += milliseconds;
    this.#run(this.#timers.filter((timer) => timer.at <= this.#now));
  }

  /** Runs what falls due on the way, in its order. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const [next] = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = next.at;
      next.run();
    }
    this.#now = end;
  }

  #run(due: readonly Timer[]): void {
    this.#timers = this.#timers.filter((timer) => !due.includes(timer));
    for (const { run } of due.toSorted((a, b) => a.at - b.at)) run();
  }
}
