import { CancelledError } from '../base/errors.ts';
import type { Clock } from '../ports/clock.ts';

interface Remembered<T> {
  readonly at: number;
  readonly answer: Promise<T>;
  keptMs: number;
}

/** Answers that are kept at once: a packument of thousands of versions takes megabytes. */
const mostKept = 64;

/** The latest answers, each good for a while. Who asks for one that is on its way waits for it, and who gives up takes nobody along. */
export class Remembering<T extends object> {
  readonly #clock: Clock;
  readonly #keptMs: (answer: T) => number;
  readonly #known = new Map<string, Remembered<T>>();

  /** `keptMs`: for how long an answer is given again; 0: it is asked for anew. */
  constructor(clock: Clock, keptMs: (answer: T) => number) {
    this.#clock = clock;
    this.#keptMs = keptMs;
  }

  /** `ask` rejects with CancelledError alone where whoever asks has given up; any other failure is remembered by nobody. */
  async get(key: string, ask: () => Promise<T>): Promise<T> {
    const now = this.#clock.now().getTime();
    const known = this.#known.get(key);
    if (known !== undefined && now - known.at < known.keptMs) {
      const answer = await known.answer.catch(unlessCancelled);
      // Whoever asked first gave up; this caller did not.
      return answer ?? this.get(key, ask);
    }
    const entry: Remembered<T> = { at: now, answer: ask(), keptMs: Infinity };
    this.#known.delete(key);
    this.#known.set(key, entry);
    this.#dropOldest();
    const forget = (): void => void (this.#known.get(key) === entry && this.#known.delete(key));
    entry.answer.then((answer) => {
      entry.keptMs = this.#keptMs(answer);
      if (entry.keptMs === 0) forget();
    }, forget);
    return entry.answer;
  }

  /** Whoever waits for one that is dropped gets it all the same. */
  #dropOldest(): void {
    for (const key of this.#known.keys()) {
      if (this.#known.size <= mostKept) return;
      this.#known.delete(key);
    }
  }

  forget(): void {
    this.#known.clear();
  }
}

function unlessCancelled(error: unknown): undefined {
  if (!(error instanceof CancelledError)) throw error;
}
