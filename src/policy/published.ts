import type { Packument, PublishedVersion } from '../ports/registry.ts';

const hourMs = 3_600_000;
/** So many versions within an hour are written by a mirror, not published by a person. */
const burst = 10;

/**
 * When a version was published, by the registry's word; undefined where that says nothing, or nothing that can be: a time in the
 * future, before the package itself, or one of ten or more within an hour, as mirrors make them up.
 */
export function publishedAt(packument: Packument, version: string, now: Date): Date | undefined {
  const time = timeOf(packument.times.get(version), now);
  if (time === undefined) return undefined;
  const created = timeOf(packument.times.get('created'), now);
  if (created !== undefined && time < created) return undefined;
  const all = sortedTimes(packument);
  const near = countBelow(all, time.getTime() + hourMs + 1) - countBelow(all, time.getTime() - hourMs);
  return near >= burst ? undefined : time;
}

/** A package may have thousands of versions, each of which is asked about. */
const sorted = new WeakMap<Packument, Float64Array>();

/** When each version was published, in milliseconds since 1970. */
function sortedTimes(packument: Packument): Float64Array {
  const known = sorted.get(packument);
  if (known !== undefined) return known;
  const { times, versions } = packument;
  const all = [...times].flatMap(([name, text]) => (versions.has(name) ? Date.parse(text) : []));
  const found = Float64Array.from(all.filter((time) => !Number.isNaN(time))).sort();
  sorted.set(packument, found);
  return found;
}

/** How many of sorted numbers are below a limit. */
function countBelow(all: Float64Array, limit: number): number {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle] as number) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** When the first version of the package was published; undefined where the registry does not say, or not what can be. */
export function createdAt({ times }: Packument, now: Date): Date | undefined {
  return timeOf(times.get('created'), now);
}

/** Days in which most of what was smuggled into a package was found and taken down: 8 of 10 big attacks. */
export const leastVersionDays = 7;

/** Whether a version has been there for {@link leastVersionDays}; undefined where nobody can tell. */
export function isOldEnough(packument: Packument, version: string, now: Date): boolean | undefined {
  const time = publishedAt(packument, version, now);
  return time === undefined ? undefined : daysSince(time, now) >= leastVersionDays;
}

/** Whole days between a time and now. */
export function daysSince(time: Date, now: Date): number {
  return Math.floor((now.getTime() - time.getTime()) / (24 * hourMs));
}

/** The versions below one, the highest first. What is a prerelease of the same is no earlier than it. */
export function earlierVersions(
  { versions }: Pick<Packument, 'versions'>,
  version: string,
): readonly PublishedVersion[] {
  const top = numbersOf(version);
  return [...versions.values()]
    .map((one) => ({ one, numbers: numbersOf(one.version) }))
    .filter(({ numbers }) => order(numbers, top) < 0)
    .toSorted((a, b) => order(b.numbers, a.numbers))
    .map(({ one }) => one);
}

/**
 * The highest of the versions below one that was there before it and `had` something; of no plausible time, it counts as if it was.
 * A release has no prerelease before it: those are often published by another way.
 */
export function lastBefore(
  packument: Packument,
  version: string,
  now: Date,
  had: (one: PublishedVersion) => boolean,
): PublishedVersion | undefined {
  // Most packages have none, and some have thousands of versions.
  const all = [...packument.versions].filter(([, one]) => had(one));
  if (all.length === 0) return undefined;
  const time = publishedAt(packument, version, now);
  return earlierVersions({ versions: new Map(all) }, version).find((one) => {
    if (one.version.includes('-') && !version.includes('-')) return false;
    const its = time === undefined ? undefined : publishedAt(packument, one.version, now);
    return time === undefined || its === undefined || its < time;
  });
}

/** By major, minor and patch alone: this is asked at the start of a window, before semver is worth its load. */
function order(left: readonly number[], right: readonly number[]): number {
  for (const [index, number] of left.entries()) {
    const difference = number - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbersOf(version: string): readonly number[] {
  return version.split(/[.+-]/, 3).map(Number);
}

/** A mirror that does not say who published a package has left out the rest of what a registry says as well. */
export function hidesPublishers({ versions }: Packument): boolean {
  return [...versions.values()].every(({ publisher }) => publisher === undefined);
}

function timeOf(text: string | undefined, now: Date): Date | undefined {
  const time = new Date(text ?? Number.NaN);
  return Number.isNaN(time.getTime()) || time > now ? undefined : time;
}
