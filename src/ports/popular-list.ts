import type { PackageName } from '../model/package-name.ts';

/** One row of the list. */
export interface PopularPackage {
  readonly name: PackageName;
  /** Newest version that was at least 14 days old at the list's date, or the latest the list has. */
  readonly version: string;
  readonly downloadsPerMonth: number;
}

/** The bundled list of well-known public packages. Always there, offline too. */
export interface PopularList {
  /** ISO date of the list: every version in it is at least that old. */
  readonly date: string;
  /** Every name in it has at least this many downloads a month; one that is not in it has fewer. */
  readonly floor: number;
  find(name: string): PopularPackage | undefined;
  /** Names of so many characters, most downloaded first. */
  ofLength(length: number): Iterable<PopularPackage>;
}
