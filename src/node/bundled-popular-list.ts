import { readFileSync } from 'node:fs';
import type { PackageName } from '../model/package-name.ts';
import type { PopularList, PopularPackage } from '../ports/popular-list.ts';

/** In the folder of the shipped data files. */
export const popularFileName = 'npm-popular.txt';

/**
 * The list that ships in data/npm-popular.txt. First line: date and floor; then `name version thousands-a-month`,
 * most downloaded first. Read at the first question: 10 ms that a start should not pay.
 */
export class BundledPopularList implements PopularList {
  readonly #file: string;
  #content: Content | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  get date(): string {
    return this.#load().date;
  }

  get floor(): number {
    return this.#load().floor;
  }

  find(name: string): PopularPackage | undefined {
    const { text, byName } = this.#load();
    const start = byName.get(name);
    return start === undefined ? undefined : entryAt(text, start);
  }

  *ofLength(length: number): Generator<PopularPackage> {
    const { text, byLength } = this.#load();
    for (const start of byLength.get(length) ?? []) yield entryAt(text, start);
  }

  #load(): Content {
    this.#content ??= parseList(readFileSync(this.#file, 'utf8'));
    return this.#content;
  }
}

interface Content {
  readonly text: string;
  readonly date: string;
  readonly floor: number;
  /** Where each name's line begins. Lines are read when they are asked for: most never are. */
  readonly byName: ReadonlyMap<string, number>;
  readonly byLength: ReadonlyMap<number, readonly number[]>;
}

function parseList(text: string): Content {
  const first = lineEnd(text, 0);
  const [date = '', floor = ''] = text.slice(0, first).split(' ');
  const byName = new Map<string, number>();
  const byLength = new Map<number, number[]>();
  for (let start = first + 1, end = 0; start < text.length; start = end + 1) {
    end = lineEnd(text, start);
    const length = text.indexOf(' ', start) - start;
    if (length < 0 || start + length > end) continue;
    byName.set(text.slice(start, start + length), start);
    const sameLength = byLength.get(length);
    if (sameLength === undefined) byLength.set(length, [start]);
    else sameLength.push(start);
  }
  return { text, date, floor: Number(floor), byName, byLength };
}

function entryAt(text: string, start: number): PopularPackage {
  const [name = '', version = '', thousands = ''] = text.slice(start, lineEnd(text, start)).split(' ');
  return { name: name as PackageName, version, downloadsPerMonth: Number(thousands) * 1000 };
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end;
}
