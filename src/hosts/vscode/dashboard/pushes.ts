import { toDisposable, type Disposable } from '../../../base/lifecycle.ts';
import type { Clock } from '../../../ports/clock.ts';

/** Several changes within this time are one push: it is seen within 200 ms all the same. */
export const pushMs = 60;
/** The safety net beside the pushes. */
export const refreshMs = 5_000;

/** Decides when the dashboard's pages are told how things stand: soon after a change, and every few seconds. */
export class Pushes implements Disposable {
  readonly #send: () => void;
  readonly #schedule: Clock['schedule'];
  #readers = 0;
  #soon: (() => void) | undefined;
  #refresh: (() => void) | undefined;

  constructor(send: () => void, schedule: Clock['schedule']) {
    this.#send = send;
    this.#schedule = schedule;
  }

  /** A page is there to be told, until it is disposed of. Without one nothing is ever sent. */
  attach(): Disposable {
    this.#readers += 1;
    if (this.#readers === 1) this.#again();
    return toDisposable(() => {
      this.#readers -= 1;
      if (this.#readers === 0) this.#stop();
    });
  }

  /** Something that is shown changed. */
  changed(): void {
    if (this.#readers === 0) return;
    this.#soon ??= this.#schedule(() => {
      this.#soon = undefined;
      this.#send();
    }, pushMs);
  }

  dispose(): void {
    this.#stop();
  }

  /** Set anew before it sends: an error of one time must not end the next. */
  #again(): void {
    this.#refresh = this.#schedule(() => {
      this.#again();
      this.#send();
    }, refreshMs);
  }

  #stop(): void {
    this.#soon?.();
    this.#refresh?.();
    this.#soon = undefined;
    this.#refresh = undefined;
  }
}
