import type { Slip } from './name-slips.ts';

/**
 * How a name looks like another, the nearest first. `separators`: the same letters with others;
 * `scope mark`: the same letters, and one is the member of a scope (`types-node`); `plural`: an s more or less; `mark`: a word more that only says that it is JavaScript (`jquery.js`, `node-request`);
 * `drawn`: the same to the eye (`rn` for `m`); `order`: its words the other way round; `edition`: a word more that makes
 * it an edition of the other (`official`, `latest`); `unmarked`: without a real name's `js` or `node`; `companion`: a
 * word or number more as parts of something larger have it (`cli`, `2`); `scope`: a scope that nearly is a listed one;
 * `two`: two slips.
 */
export type Likeness = Reshaping | Slip;
type Reshaping =
  | 'separators'
  | 'scope mark'
  | 'plural'
  | 'mark'
  | 'drawn'
  | 'order'
  | 'edition'
  | 'unmarked'
  | 'companion'
  | 'scope'
  | 'two';

/** How many times less the looked at name must be downloaded, where that is known: names used alike are ordinary ones. */
export const ratio = 100;

const million = 1_000_000;
/** Who is downloaded less than this in a month is not worth being imitated. About ten times the floor of the list. */
export const leastImitated = million;
const never = Number.POSITIVE_INFINITY;

/**
 * Downloads a month of the imitated package from which on it is asked about a name that is not listed: how often that is
 * downloaded nobody knows, mostly far less than the list's floor of 100,000. Absolute and no multiple of that floor, so
 * that a longer or shorter list asks about the same names.
 *
 * What each costs, measured with `npm run bench:gate -- --costs` on the 24,413 names of rank above 15,000 as if they were
 * not listed, in percent of them, 1.6 in all: separators 0.26, scope mark 0.08 (0.23 from a million on), plural 0.05 (0.1
 * from a million on), mark 0.22, drawn 0.02, order 0.05 (0.2 from a million on), edition 0.04, unmarked 0.02 (0.1 from 10
 * million on), companion 0.12 (0.15 with 50 million for all), scope 0.05 (0.4 from a million on), two 0.05 (2.7 from a
 * million on).
 */
export const leastOfReshaped: Readonly<Record<Reshaping, number>> = {
  separators: million,
  'scope mark': 10 * million,
  plural: 10 * million,
  mark: million,
  drawn: 10 * million,
  order: 30 * million,
  edition: million,
  unmarked: 100 * million,
  companion: 300 * million,
  scope: 30 * million,
  two: 500 * million,
};

/** The same for a mark behind the member of a scope: who has the scope also gives such names. */
export const leastOfScopedMark = 10 * million;
/** The same for a companion of three words or more, a scope counted: what has one word has companions in plenty. */
export const leastOfLongCompanion = 50 * million;
/** The same for a slip in a name to which a mark was added. */
export const leastOfSlipAndMark = 10 * million;

/** The same for each of two names that are joined: some 0.05 % (0.14 from 100 million on, 1.0 from 10 million on). */
export const leastOfJoined = 200 * million;

/** Lengths up to which each but the last column of {@link leastOfSlips} holds. */
const columns = [2, 3, 4, 6, 9];

/**
 * The same for slips, by how long the name is: the shorter, the more names are near to it. Slips of a hand cost little:
 * swapped 0.03, doubled and undoubled 0.02, alike 0.02, beside 0.21, missing 0.12, vowel 0.05. What attackers and authors
 * do alike costs more, and so begins higher: digit 0.05 (0.3 from a million on), extra 0.07 (0.3), other 0.10 (0.4).
 */
const leastOfSlips: Readonly<Record<Slip, readonly number[]>> = {
  swapped: [never, 50 * million, 50 * million, million, million, million],
  doubled: [never, 50 * million, 50 * million, million, million, million],
  undoubled: [never, 50 * million, 50 * million, million, million, million],
  alike: [never, 50 * million, 50 * million, million, million, million],
  beside: [never, never, 50 * million, 10 * million, million, 10 * million],
  missing: [never, never, 50 * million, 10 * million, 3 * million, 10 * million],
  vowel: [never, never, never, 10 * million, 3 * million, 3 * million],
  digit: [never, never, never, 300 * million, 300 * million, 100 * million],
  extra: [never, never, never, 300 * million, 300 * million, 100 * million],
  other: [never, never, never, 300 * million, 100 * million, 30 * million],
};

/** `length`: of what may differ, without separators and without a scope that both have. */
export function leastOfSlip(slip: Slip, length: number): number {
  const column = columns.findIndex((longest) => length <= longest);
  return leastOfSlips[slip][column < 0 ? columns.length : column] ?? never;
}

/** From this length on two slips are looked for. */
export const longEnoughForTwo = 9;

/** How many slips in a scope look like another one. */
export function slipsInScope(length: number): number {
  if (length < 5) return 0;
  return length < 12 ? 1 : 2;
}
