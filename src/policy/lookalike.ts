import type { PopularList, PopularPackage } from '../ports/popular-list.ts';
import { distance } from './distance.ts';

/** How much more popular the real one must be: typos of names used alike are ordinary names. */
const ratio = 100;

/** Edits that still look like a slip: none in short names, where every name is near another. */
function slips(length: number): number {
  if (length < 5) return 0;
  return length < 9 ? 1 : 2;
}

/** The popular package that a name may have been meant to be, the most downloaded first; undefined where there is none. */
export function lookalikeOf(name: string, popular: PopularList): PopularPackage | undefined {
  const own = popular.find(name)?.downloadsPerMonth ?? popular.floor;
  return near(name, popular, (candidate) => candidate.downloadsPerMonth >= own * ratio);
}

/** The nearest name of the list, whatever its downloads: for a name that does not exist at all. */
export function nearestPopular(name: string, popular: PopularList): PopularPackage | undefined {
  return near(name, popular, () => true);
}

function near(
  name: string,
  popular: PopularList,
  counts: (candidate: PopularPackage) => boolean,
): PopularPackage | undefined {
  const limit = slips(name.length);
  const folded = fold(name);
  let best: { readonly candidate: PopularPackage; readonly edits: number } | undefined;
  for (const candidate of popular.ofLength(name.length - Math.max(limit, 2), name.length + Math.max(limit, 2))) {
    if (candidate.name === name || !counts(candidate)) continue;
    const edits = fold(candidate.name) === folded ? 0 : distance(name, candidate.name, limit);
    if (edits > limit || (edits > 0 && limit === 0)) continue;
    const better =
      best === undefined ||
      edits < best.edits ||
      (edits === best.edits && candidate.downloadsPerMonth > best.candidate.downloadsPerMonth);
    if (better) best = { candidate, edits };
  }
  return best?.candidate;
}

/** Separators, scope marks and a plural's s away: `lodash_merge`, `@lodash/merge` and `lodash.merge` are one. */
function fold(name: string): string {
  return name.replace(/[@/._-]/g, '').replace(/s$/, '');
}
