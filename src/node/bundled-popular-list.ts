import { readFileSync } from 'node:fs';
import type { PackageName } from '../model/package-name.ts';
import type { PopularList, PopularPackage } from '../ports/popular-list.ts';

/** In the folder of the shipped data files. */
export const popularFileName = 'npm-popular.txt';

/**
 * The list that ships in data/npm-popular.txt. First line: date and floor; then `name version thousands-a-month`,
 * most downloaded first. Read at the first question: 20 ms that a start should not pay.
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
    return this.#load().byName.get(name);
  }

  *ofLength(shortest: number, longest: number): Generator<PopularPackage> {
    const { byLength } = this.#load();
    for (let length = shortest; length <= longest; length++) yield* byLength.get(length) ?? [];
  }

  #load(): Content {
    this.#content ??= parseList(readFileSync(this.#file, 'utf8'));
    return this.#content;
  }
}

interface Content {
  readonly date: string;
  readonly floor: number;
  readonly byName: ReadonlyMap<string, PopularPackage>;
  readonly byLength: ReadonlyMap<number, readonly PopularPackage[]>;
}

function parseList(text: string): Content {
  const [head = '', ...lines] = text.split('\n');
  const [date = '', floor = ''] = head.split(' ');
  const byName = new Map<string, PopularPackage>();
  const byLength = new Map<number, PopularPackage[]>();
  for (const line of lines) {
    const [name = '', version = '', thousands = ''] = line.split(' ');
    if (version === '') continue;
    const entry = { name: name as PackageName, version, downloadsPerMonth: Number(thousands) * 1000 };
    byName.set(name, entry);
    const sameLength = byLength.get(name.length);
    if (sameLength === undefined) byLength.set(name.length, [entry]);
    else sameLength.push(entry);
  }
  return { date, floor: Number(floor), byName, byLength };
}
