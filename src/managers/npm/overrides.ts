import { satisfies, validRange } from 'semver';
import { upward } from '../../base/path.ts';
import { readJsonObject } from '../json.ts';

/** An override of package.json whose range can be compared with a version. */
interface Forced {
  readonly name: string;
  readonly range: string;
  /** The dependent below which it holds; undefined: everywhere. */
  readonly parent: { readonly name: string; readonly range: string } | undefined;
}

type Packages = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

/**
 * Packages that an override in the package.json of a workspace wants in another version than the lockfile has. npm 11 and
 * 12 follow a new override in what the root itself asks for; what a member asks for they leave as it was locked until
 * they are told to update it.
 */
export function unfollowedOverrides(manifest: string, lockfile: string): readonly string[] {
  const { workspaces, overrides } = readJsonObject(manifest);
  if (workspaces === undefined) return [];
  const packages = objectOf(readJsonObject(lockfile)['packages']) as Packages;
  const unfollowed = forcedIn(objectOf(overrides), undefined).filter((forced) => !isFollowed(packages, forced));
  return [...new Set(unfollowed.map(({ name }) => name))];
}

/** Those that name a registry's version, everywhere or below one dependent (npm documentation: package.json, "overrides"). */
function forcedIn(overrides: Readonly<Record<string, unknown>>, parent: Forced['parent']): readonly Forced[] {
  return Object.entries(overrides).flatMap(([key, value]) => {
    const at = key.indexOf('@', 1);
    const [name, asked] = at < 0 ? [key, '*'] : [key.slice(0, at), key.slice(at + 1)];
    if (typeof value !== 'string') return parent === undefined ? forcedIn(objectOf(value), { name, range: asked }) : [];
    return validRange(value) === null || at >= 0 || key === '.' ? [] : [{ name, range: value, parent }];
  });
}

function isFollowed(packages: Packages, { name, range, parent }: Forced): boolean {
  const places =
    parent === undefined
      ? Object.keys(packages).filter((place) => nameAt(place) === name)
      : Object.entries(packages)
          .filter(([place, found]) => nameAt(place) === parent.name && isIn(found, parent.range))
          .filter(([, found]) => Object.hasOwn(objectOf(found?.['dependencies']), name))
          .flatMap(([place]) => placeOf(packages, place, name) ?? []);
  return places.every((place) => isIn(packages[place], range));
}

/** Where Node finds a package from the folder of another. */
function placeOf(packages: Packages, folder: string, name: string): string | undefined {
  const places = [...upward(folder)].map((at) => (at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`));
  return places.find((place) => packages[place] !== undefined);
}

function nameAt(place: string): string | undefined {
  return /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(place)?.[1];
}

/** What is no version of a registry is none that an override could have missed. */
function isIn(found: Packages[string], range: string): boolean {
  const version = found?.['version'];
  return typeof version !== 'string' || satisfies(version, range, { includePrerelease: true });
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
