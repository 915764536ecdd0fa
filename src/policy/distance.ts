/**
 * Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours, each one. Counts
 * no further than `limit`; anything above it is `limit + 1`. Swaps matter: `lodahs` is one slip away from `lodash`.
 */
export function distance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit) return limit + 1;
  let before: number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    let best = i;
    for (let j = 1; j <= right.length; j++) {
      const cost = left[i - 1] === right[j - 1] ? 0 : 1;
      let value = Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, (row[j - 1] as number) + cost);
      const swapped = i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      if (swapped) value = Math.min(value, (before[j - 2] as number) + 1);
      next.push(value);
      if (value < best) best = value;
    }
    if (best > limit) return limit + 1;
    before = row;
    row = next;
  }
  return Math.min(row[right.length] as number, limit + 1);
}
