import * as v from 'valibot';
import { baseNameOf, upward, type RelativePath } from '../../base/path.ts';
import {
  emptyLockfile,
  hostOf,
  withoutRepeats,
  type LockedPackage,
  type Lockfile,
  type PackageSource,
} from '../../model/lockfile.ts';

/** A malformed field is one that is not there. */
const text = v.fallback(v.optional(v.string()), undefined);
const ranges = v.fallback(v.optional(v.record(v.string(), v.string())), undefined);

/** One malformed entry is an unknown version, not an unknown lockfile. */
const entry = v.fallback(
  v.object({
    name: text,
    version: text,
    link: v.fallback(v.optional(v.boolean()), undefined),
    resolved: text,
    integrity: text,
    dependencies: ranges,
    devDependencies: ranges,
    optionalDependencies: ranges,
    peerDependencies: ranges,
  }),
  {},
);
type Entry = v.InferOutput<typeof entry>;

/** Version 1 nests what a package has of its own below it; `from` has what a URL was asked for with. */
interface OldEntry {
  readonly version?: string | undefined;
  readonly resolved?: string | undefined;
  readonly integrity?: string | undefined;
  readonly dependencies?: Readonly<Record<string, OldEntry>> | undefined;
}
const oldEntry: v.GenericSchema<unknown, OldEntry> = v.fallback(
  v.object({
    version: text,
    resolved: text,
    integrity: text,
    dependencies: v.fallback(
      v.optional(
        v.record(
          v.string(),
          v.lazy(() => oldEntry),
        ),
      ),
      undefined,
    ),
  }),
  {},
);

const lockfile = v.object({
  packages: v.optional(v.record(v.string(), entry)),
  dependencies: v.optional(v.record(v.string(), oldEntry)),
});

const inModules = 'node_modules/';

/** package-lock.json 1 to 3 (npm documentation: package-lock.json). Unreadable text has no versions. */
export function readNpmLockfile(text: string): Lockfile {
  const { packages, dependencies } = parse(text);
  if (packages !== undefined) return readPlaces(packages);
  return dependencies === undefined ? emptyLockfile : readNested(dependencies);
}

type Places = Readonly<Record<string, Entry>>;

function readPlaces(packages: Places): Lockfile {
  const urls = askedByUrl(packages);
  return {
    version(folder, name) {
      for (const at of upward(folder)) {
        const found = packages[placeOf(at, name)];
        if (found !== undefined) return found.link === true ? packages[found.resolved ?? '']?.version : found.version;
      }
      return undefined;
    },
    packages: withoutRepeats(
      Object.entries(packages).flatMap(([place, found]) => {
        if (place === '' || found.link === true) return [];
        const source = place.includes(inModules) ? sourceOf(found, urls) : 'workspace';
        return [lockedPackage(found.name ?? nameAt(place), found, source)];
      }),
    ),
  };
}

function readNested(dependencies: Readonly<Record<string, OldEntry>>): Lockfile {
  const all = (level: Readonly<Record<string, OldEntry>>): readonly LockedPackage[] =>
    Object.entries(level).flatMap(([name, found]) => [
      // A URL stands in the place of the version there.
      lockedPackage(name, found, sourceOfUrl(found.version) ?? 'registry'),
      ...all(found.dependencies ?? {}),
    ]);
  return { version: (_, name) => dependencies[name]?.version, packages: withoutRepeats(all(dependencies)) };
}

function lockedPackage(
  name: string,
  { version, integrity, resolved }: Pick<Entry, 'version' | 'integrity' | 'resolved'>,
  source: PackageSource,
): LockedPackage {
  return { name, version: version ?? '', source, integrity, host: hostOf(resolved) };
}

/** Every range that is a URL: by it a tarball that somebody asked for is told from one that a registry named. */
function askedByUrl(packages: Places): ReadonlySet<string> {
  const found = Object.values(packages).flatMap((each) =>
    [each.dependencies, each.devDependencies, each.optionalDependencies, each.peerDependencies].flatMap((field) =>
      Object.values(field ?? {}),
    ),
  );
  return new Set(found.filter((range) => /^https?:/.test(range)));
}

function sourceOf({ resolved }: Entry, urls: ReadonlySet<string>): PackageSource {
  const source = sourceOfUrl(resolved);
  return source === 'url' && !urls.has(resolved ?? '') ? 'registry' : (source ?? 'registry');
}

function sourceOfUrl(url: string | undefined): PackageSource | undefined {
  if (url === undefined) return undefined;
  if (/^(?:git[+:@]|git\+|github:|gitlab:|bitbucket:|gist:)/.test(url)) return 'git';
  if (/^https?:/.test(url)) return 'url';
  return url.startsWith('file:') ? 'file' : undefined;
}

/** A package's place ends in its name; a member's in its folder's, which is its name where the lockfile gives no other. */
function nameAt(place: string): string {
  const at = place.lastIndexOf(inModules);
  return at < 0 ? baseNameOf(place) : place.slice(at + inModules.length);
}

function placeOf(folder: RelativePath, name: string): string {
  return folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
}

function parse(text: string): v.InferOutput<typeof lockfile> {
  try {
    const parsed = v.safeParse(lockfile, JSON.parse(text));
    return parsed.success ? parsed.output : {};
  } catch {
    return {};
  }
}
