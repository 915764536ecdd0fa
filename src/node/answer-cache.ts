import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import type { Clock } from '../ports/clock.ts';
import { writeCacheFile } from './write-cache-file.ts';

/** Answers that are kept; the oldest go first. */
const mostKept = 5_000;

/** What was answered, and when: ISO 8601 UTC. */
interface Dated {
  readonly checkedAt: string;
}

const entries = v.object({ answers: v.array(v.tuple([v.string(), v.unknown()])) });

/** Answers of a service by what was asked, in memory and in one file of the user's cache. */
export class AnswerCache<T extends Dated> {
  readonly #file: string;
  readonly #read: (value: unknown) => T | undefined;
  readonly #clock: Pick<Clock, 'now'>;
  #known: Map<string, T> | undefined;

  /** `file`: absolute; made with its folder when something is kept. `read`: undefined for what is none of them. */
  constructor(file: string, read: (value: unknown) => T | undefined, clock: Pick<Clock, 'now'>) {
    this.#file = file;
    this.#read = read;
    this.#clock = clock;
  }

  /** The answer, where it is younger than so many milliseconds. A time to come is of a clock that was wrong. */
  within(key: string, milliseconds: number): T | undefined {
    const found = this.#all().get(key);
    const age = found === undefined ? Infinity : this.#clock.now().getTime() - Date.parse(found.checkedAt);
    return age >= 0 && age < milliseconds ? found : undefined;
  }

  /** Never rejects: what cannot be kept is asked for again. */
  async keep(answers: readonly (readonly [key: string, answer: T])[]): Promise<void> {
    const known = this.#all();
    for (const [key, answer] of answers) {
      // The newest stand last.
      known.delete(key);
      known.set(key, answer);
    }
    for (const key of [...known.keys()].slice(0, Math.max(0, known.size - mostKept))) known.delete(key);
    await writeCacheFile(this.#file, JSON.stringify({ answers: [...known] })).catch(() => undefined);
  }

  #all(): Map<string, T> {
    this.#known ??= new Map(
      this.#stored().flatMap(([key, value]) => {
        const answer = this.#read(value);
        return answer === undefined ? [] : [[key, answer] as const];
      }),
    );
    return this.#known;
  }

  /** Nothing where the file is missing or damaged. */
  #stored(): readonly (readonly [string, unknown])[] {
    try {
      return v.parse(entries, JSON.parse(readFileSync(this.#file, 'utf8'))).answers;
    } catch {
      return [];
    }
  }
}
