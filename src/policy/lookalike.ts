import type { PopularList, PopularPackage } from '../ports/popular-list.ts';
import { distance } from './distance.ts';

/** How much more popular the real one must be: typos of names used alike are ordinary names. */
const ratio = 100;
/**
 * Against the list's floor, for a name that is not listed: how much it is downloaded is unknown, and mostly far less
 * than the floor. Measured on 1,000 names from the list's end as if they were not listed: a single slip at 10 asks about
 * 14 of them (10 at 100), two slips at 10 would ask about 24 more (7 at 100), two names joined at 100 about 3.
 */
const unlistedRatio = { oneSlip: 10, twoSlips: 100, joined: 100 };

/** How much longer or shorter a name may be that folds to the same: a trailing `.js`. No less than the most slips. */
const foldedAway = 3;

/** Edits that still look like a slip: none in short names, where every name is near another. */
function slips(length: number): number {
  if (length < 5) return 0;
  return length < 9 ? 1 : 2;
}

/** The popular package that a name may have been meant to be, the most downloaded first; undefined where there is none. */
export function lookalikeOf(name: string, popular: PopularList): PopularPackage | undefined {
  const own = popular.find(name)?.downloadsPerMonth;
  const { oneSlip, twoSlips } = unlistedRatio;
  const least = (edits: number): number =>
    own === undefined ? popular.floor * (edits <= 1 ? oneSlip : twoSlips) : own * ratio;
  return near(name, popular, (candidate, edits) => candidate.downloadsPerMonth >= least(edits));
}

/** Two popular names joined by a dash to one that is not listed: `react-lodash`. Undefined for any other name. */
export function joinedOf(name: string, popular: PopularList): readonly [PopularPackage, PopularPackage] | undefined {
  if (name.startsWith('@') || popular.find(name) !== undefined) return undefined;
  const least = popular.floor * unlistedRatio.joined;
  for (let dash = name.indexOf('-'); dash > 0; dash = name.indexOf('-', dash + 1)) {
    const [left, right] = [popular.find(name.slice(0, dash)), popular.find(name.slice(dash + 1))];
    if (left === undefined || right === undefined) continue;
    if (Math.min(left.downloadsPerMonth, right.downloadsPerMonth) >= least) return [left, right];
  }
  return undefined;
}

/** The nearest name of the list, whatever its downloads: for a name that does not exist at all. */
export function nearestPopular(name: string, popular: PopularList): PopularPackage | undefined {
  return near(name, popular, () => true);
}

/** `counts`: with more edits, or fewer downloads, it may count less and never more. */
function near(
  name: string,
  popular: PopularList,
  counts: (candidate: PopularPackage, edits: number) => boolean,
): PopularPackage | undefined {
  const limit = slips(name.length);
  const folded = fold(name);
  let best: { readonly candidate: PopularPackage; readonly edits: number } | undefined;
  for (const candidate of ofLengthNear(name, popular, (each) => counts(each, 0))) {
    if (candidate.name === name) continue;
    const edits = fold(candidate.name) === folded ? 0 : distance(name, candidate.name, limit);
    if (edits > limit || (edits > 0 && limit === 0) || !counts(candidate, edits)) continue;
    const better =
      best === undefined ||
      edits < best.edits ||
      (edits === best.edits && candidate.downloadsPerMonth > best.candidate.downloadsPerMonth);
    if (better) best = { candidate, edits };
  }
  return best?.candidate;
}

/** Those of each length up to the first that cannot count: behind it are only less downloaded ones. */
function* ofLengthNear(
  { length }: string,
  popular: PopularList,
  canCount: (candidate: PopularPackage) => boolean,
): Generator<PopularPackage> {
  for (let near = length - foldedAway; near <= length + foldedAway; near++) {
    for (const candidate of popular.ofLength(near)) {
      if (!canCount(candidate)) break;
      yield candidate;
    }
  }
}

/**
 * Separators, scope marks, a plural's s and a trailing `.js` away: `lodash_merge`, `@lodash/merge`, `lodash.merge` and
 * `lodash-merge.js` are one.
 */
function fold(name: string): string {
  return name
    .replace(/[.-]js$/, '')
    .replace(/[@/._-]/g, '')
    .replace(/s$/, '');
}
