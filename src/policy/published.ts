import type { Packument, PublishedVersion } from '../ports/registry.ts';

const hourMs = 3_600_000;
/** So many versions within an hour are written by a mirror, not published by a person. */
const burst = 10;

/**
 * When a version was published, by the registry's word; undefined where that says nothing, or nothing that can be: a time in the
 * future, before the package itself, or one of ten or more within an hour, as mirrors make them up.
 */
export function publishedAt({ times, versions }: Packument, version: string, now: Date): Date | undefined {
  const time = timeOf(times.get(version), now);
  if (time === undefined) return undefined;
  const created = timeOf(times.get('created'), now);
  if (created !== undefined && time < created) return undefined;
  const near = [...times].filter(
    ([name, text]) => versions.has(name) && Math.abs(Date.parse(text) - time.getTime()) <= hourMs,
  );
  return near.length >= burst ? undefined : time;
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

/** The versions below one, the nearest first. What is a prerelease of the same is no earlier than it. */
export function earlierVersions({ versions }: Packument, version: string): readonly PublishedVersion[] {
  return [...versions.values()]
    .filter((one) => order(one.version, version) < 0)
    .toSorted((a, b) => order(b.version, a.version));
}

/** By major, minor and patch alone: this is asked at the start of a window, before semver is worth its load. */
function order(left: string, right: string): number {
  const [a, b] = [numbersOf(left), numbersOf(right)];
  return a.map((number, index) => number - (b[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
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
