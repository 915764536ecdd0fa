import { baseNameOf, type RelativePath } from '../base/path.ts';

/** Where the bytes of a locked package come from; `workspace` is a member of the project itself. */
export const packageSources = ['registry', 'git', 'url', 'file', 'workspace'] as const;
export type PackageSource = (typeof packageSources)[number];

/** One package of a lockfile. */
export interface LockedPackage {
  /** The package's own name, whatever it is installed as. */
  readonly name: string;
  /** For anything but a registry's package the manager may write something else than a version. */
  readonly version: string;
  readonly source: PackageSource;
  /** The hash by which the manager knows the bytes, in its own notation; undefined where the lockfile has none. */
  readonly integrity: string | undefined;
  /** The host that it comes from, with its port; undefined where the lockfile says none, as many do for a configured registry. */
  readonly host?: string | undefined;
}

/** The host of an address in a lockfile; undefined for what is none. */
export function hostOf(address: string | undefined): string | undefined {
  return /^https?:\/\/(?:[^/@]*@)?([^/?#]+)/.exec(address ?? '')?.[1]?.toLowerCase();
}

/** What is read of a lockfile, whichever manager wrote it. */
export interface Lockfile {
  /**
   * The version that a file in `folder` (a workspace member, '' the root) gets by `name`; undefined where the lockfile
   * has none. `range`: what the manifest there asks for; a lockfile that knows ranges and no folders tells by it alone.
   */
  version(folder: RelativePath, name: string, range?: string): string | undefined;
  /** Every package once, direct and transitive, members included; in the lockfile's own order. */
  readonly packages: readonly LockedPackage[];
}

/** True for the name of a lockfile of any manager: machines write those, nobody's own words are in them. */
export function isLockfile(path: RelativePath): boolean {
  return /^(package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lockb?)$/.test(baseNameOf(path));
}

/** A lockfile of nothing: none stands there, or its text cannot be read. */
export const emptyLockfile: Lockfile = { version: () => undefined, packages: [] };

/** A package that a change brings into a lockfile. */
export interface Newcomer extends LockedPackage {
  /** False where the lockfile had another version of it before, or other bytes. */
  readonly isNewName: boolean;
  /** Where the lockfile had it from, or, if the name is new, others of its scope. */
  readonly former: readonly FormerHost[];
}

/** A host that a lockfile has packages from. */
export interface FormerHost {
  readonly host: string;
  readonly of: 'name' | 'scope';
  /** The names of all that the lockfile has from there. */
  readonly serves: readonly string[];
}

/** What a change of a lockfile brings in: packages that were not in it before in this version with these bytes. */
export function broughtIn(before: Lockfile, after: Lockfile): readonly Newcomer[] {
  const known = new Set(before.packages.map(keyOf));
  const names = new Set(before.packages.map(({ name }) => name));
  const served = servedBy(before.packages);
  return after.packages
    .filter((found) => found.source !== 'workspace' && !known.has(keyOf(found)))
    .map((found) => {
      const isNewName = !names.has(found.name);
      return { ...found, isNewName, former: formerHosts(found.name, isNewName, served) };
    });
}

/** The names of a registry's packages by the host that they come from. */
function servedBy(packages: readonly LockedPackage[]): ReadonlyMap<string, readonly string[]> {
  const served = new Map<string, string[]>();
  for (const { name, source, host } of packages) {
    if (source !== 'registry' || host === undefined) continue;
    const names = served.get(host);
    if (names === undefined) served.set(host, [name]);
    else names.push(name);
  }
  return served;
}

function formerHosts(
  name: string,
  isNewName: boolean,
  served: ReadonlyMap<string, readonly string[]>,
): readonly FormerHost[] {
  const scope = /^@[^/]+\//.exec(name)?.[0];
  if (isNewName && scope === undefined) return [];
  const isKin = (other: string): boolean => (isNewName ? other.startsWith(scope ?? name) : other === name);
  const of = isNewName ? 'scope' : 'name';
  return [...served].flatMap(([host, serves]) => (serves.some(isKin) ? { host, of, serves } : []));
}

function keyOf({ name, version, source, integrity }: LockedPackage): string {
  return [name, version, source, integrity ?? ''].join('\n');
}

/** Each package once: managers list one for every place it stands in. */
export function withoutRepeats(packages: Iterable<LockedPackage>): readonly LockedPackage[] {
  return [...new Map([...packages].map((found) => [keyOf(found), found])).values()];
}
