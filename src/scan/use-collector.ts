import { mostPlaces, type PackageUse, type SettledPackage } from '../model/snapshot.ts';
import type { Meaning } from './resolver.ts';

/** A {@link SettledPackage} that grows. */
interface Tally extends SettledPackage {
  hasTypeScript: boolean;
  readonly places: PackageUse[];
}

/** What a look at a folder finds: each use that is open, and of those that are settled what they have in common. */
export class UseCollector {
  readonly uses: PackageUse[] = [];
  readonly #byKey = new Map<string, Tally>();
  /** A meaning is that of one folder's files: most uses find their tally by it. */
  readonly #byMeaning = new Map<Meaning, Tally>();

  get settled(): readonly SettledPackage[] {
    return [...this.#byKey.values()];
  }

  /** `use` is asked for it only where it is kept. `isTypeScript`: the file is. */
  add(meaning: Meaning, isTypeScript: boolean, use: () => PackageUse): void {
    if (!meaning.isSettled) return void this.uses.push(use());
    const known = this.#byMeaning.get(meaning);
    const tally = known ?? this.#tallyOf(meaning, use());
    tally.hasTypeScript ||= isTypeScript;
    // What is told of a part of a clone has to have a place there.
    const isKept = meaning.installed === undefined ? known === undefined : tally.places.length < mostPlaces;
    if (isKept) tally.places.push(use());
  }

  #tallyOf(meaning: Meaning, { package: name, manifest, installed }: PackageUse): Tally {
    const key = [manifest, name, installed === undefined ? '' : `=${installed.version ?? ''}`].join('\n');
    const known = this.#byKey.get(key) ?? { package: name, manifest, installed, hasTypeScript: false, places: [] };
    this.#byKey.set(key, known);
    this.#byMeaning.set(meaning, known);
    return known;
  }
}
