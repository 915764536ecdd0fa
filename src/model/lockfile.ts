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
}

/** What a change of a lockfile brings in: packages that were not in it before in this version with these bytes. */
export function broughtIn(before: Lockfile, after: Lockfile): readonly Newcomer[] {
  const known = new Set(before.packages.map(keyOf));
  const names = new Set(before.packages.map(({ name }) => name));
  return after.packages
    .filter((found) => found.source !== 'workspace' && !known.has(keyOf(found)))
    .map((found) => ({ ...found, isNewName: !names.has(found.name) }));
}

function keyOf({ name, version, source, integrity }: LockedPackage): string {
  return [name, version, source, integrity ?? ''].join('\n');
}

/** Each package once: managers list one for every place it stands in. */
export function withoutRepeats(packages: Iterable<LockedPackage>): readonly LockedPackage[] {
  return [...new Map([...packages].map((found) => [keyOf(found), found])).values()];
}
