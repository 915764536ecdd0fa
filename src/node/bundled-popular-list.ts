import { readFileSync } from 'node:fs';
import type { PackageName } from '../model/package-name.ts';
import type { PopularList, PopularPackage } from '../ports/popular-list.ts';

/** In the folder of the shipped data files. */
export const popularFileName = 'npm-popular.txt';

/**
 * The list that ships in data/npm-popular.txt. First line: date and floor; then `name version thousands-a-month`,
 * most downloaded first. Read at the first question, as text in which a name is looked for: few are ever asked about, and
 * an index of all of them takes 10 ms.
 */
export class BundledPopularList implements PopularList {
  readonly #file: string;
  #text: string | undefined;
  /** What was asked for: many files name the same. */
  readonly #found = new Map<string, PopularPackage | undefined>();
  /** Where the lines begin, by the length of their names. Lines are read when they are asked for: most never are. */
  #byLength: ReadonlyMap<number, readonly number[]> | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  get date(): string {
    return this.#head()[0] ?? '';
  }

  get floor(): number {
    return Number(this.#head()[1] ?? '');
  }

  find(name: string): PopularPackage | undefined {
    const known = this.#found.get(name);
    if (known !== undefined || this.#found.has(name)) return known;
    const text = this.#read();
    const before = name === '' || /\s/.test(name) ? -1 : text.indexOf(`\n${name} `);
    const found = before < 0 ? undefined : entryAt(text, before + 1);
    this.#found.set(name, found);
    return found;
  }

  *ofLength(length: number): Generator<PopularPackage> {
    const text = this.#read();
    this.#byLength ??= linesByLength(text);
    for (const start of this.#byLength.get(length) ?? []) yield entryAt(text, start);
  }

  #head(): readonly string[] {
    const text = this.#read();
    return text.slice(0, lineEnd(text, 0)).split(' ');
  }

  #read(): string {
    // Names that npm takes are ASCII, of which this is read five times as fast.
    this.#text ??= readFileSync(this.#file, 'latin1');
    return this.#text;
  }
}

function linesByLength(text: string): ReadonlyMap<number, readonly number[]> {
  const byLength = new Map<number, number[]>();
  for (let start = lineEnd(text, 0) + 1, end = 0; start < text.length; start = end + 1) {
    end = lineEnd(text, start);
    const length = text.indexOf(' ', start) - start;
    if (length < 0 || start + length > end) continue;
    const sameLength = byLength.get(length);
    if (sameLength === undefined) byLength.set(length, [start]);
    else sameLength.push(start);
  }
  return byLength;
}

function entryAt(text: string, start: number): PopularPackage {
  const afterName = text.indexOf(' ', start);
  const afterVersion = text.indexOf(' ', afterName + 1);
  return {
    name: text.slice(start, afterName) as PackageName,
    version: text.slice(afterName + 1, afterVersion),
    downloadsPerMonth: Number(text.slice(afterVersion + 1, lineEnd(text, afterVersion))) * 1000,
  };
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end;
}
