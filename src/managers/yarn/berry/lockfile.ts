import * as v from 'valibot';
import type { RelativePath } from '../../../base/path.ts';
import {
  emptyLockfile,
  withoutRepeats,
  type LockedPackage,
  type Lockfile,
  type PackageSource,
} from '../../../model/lockfile.ts';
import { hasConflicts, splitPattern } from '../patterns.ts';

/** A malformed field is one that is not there, a malformed entry none at all. */
const entry = v.fallback(
  v.optional(
    v.object({
      version: v.string(),
      resolution: v.string(),
      checksum: v.fallback(v.optional(v.string()), undefined),
      dependencies: v.fallback(v.optional(v.record(v.string(), v.string())), undefined),
    }),
  ),
  undefined,
);
type Entry = NonNullable<v.InferOutput<typeof entry>>;

/** By `name@protocol:range`. */
type Entries = ReadonlyMap<string, Entry>;

/** What a member is locked at: its version stands in its manifest alone. */
const noVersion = '0.0.0-use.local';

/** yarn.lock since Yarn 2, in each of its formats (Yarn documentation: Lexicon, "Lockfile"). Unreadable text has no versions. */
export async function readBerryLockfile(text: string): Promise<Lockfile> {
  const entries = await parse(text);
  if (entries.size === 0) return emptyLockfile;
  const byName = Map.groupBy(entries, ([pattern]) => splitPattern(pattern).name);
  const members = new Map(
    [...entries.values()].flatMap((found) => {
      const folder = memberFolder(found.resolution);
      return folder === undefined ? [] : [[folder, new Map(Object.entries(found.dependencies ?? {}))] as const];
    }),
  );
  const find = (name: string, range: string | undefined): Entry | undefined => {
    const named = byName.get(name) ?? [];
    const asked = range === undefined ? undefined : named.find(([pattern]) => isAskedFor(pattern, name, range));
    if (asked !== undefined) return asked[1];
    // A resolution of the root manifest stands in the place of what was asked for.
    const found = new Set(named.map(([, each]) => each));
    return found.size === 1 ? [...found][0] : undefined;
  };
  return {
    version(folder, name, range) {
      const version = find(name, members.get(folder)?.get(name) ?? range)?.version;
      return version === noVersion ? undefined : version;
    },
    packages: withoutRepeats([...entries.values()].filter(isPackage).map(lockedPackage)),
  };
}

/** The format in which a lockfile is written; undefined where none is. Yarn 1's has no number. */
export function formatOf(text: string): string | undefined {
  const number = /^__metadata:\r?\n(?:[ \t].*\r?\n)*?[ \t]+version: (\d+)/m.exec(text)?.[1];
  return number ?? (/^[^\s#]/m.test(text) ? '1' : undefined);
}

/** The version of what stands at a locator, `name@reference`; undefined where the lockfile has none. */
export async function versionAt(text: string, locator: string): Promise<string | undefined> {
  const found = [...(await parse(text)).values()].find(({ resolution }) => resolution === locator)?.version;
  return found === noVersion ? undefined : found;
}

async function parse(text: string): Promise<Entries> {
  if (hasConflicts(text)) return new Map();
  const { parseSyml } = await import('../../lazy/lockfile-parsers.ts');
  try {
    const parsed: Record<string, unknown> = parseSyml(text.replace(/^\uFEFF/, ''));
    return new Map(
      Object.entries(parsed).flatMap(([key, raw]) => {
        const found = v.parse(entry, raw);
        return found === undefined ? [] : key.split(/,\s*/).map((pattern) => [pattern, found] as const);
      }),
    );
  } catch {
    return new Map();
  }
}

/** Ranges stand without their protocol in older formats; what is relative to a member has that behind it. */
function isAskedFor(pattern: string, name: string, range: string): boolean {
  return [range, `npm:${range}`].some(
    (each) => pattern === `${name}@${each}` || pattern.startsWith(`${name}@${each}::`),
  );
}

function memberFolder(resolution: string): RelativePath | undefined {
  const path = /@workspace:(.+)$/.exec(resolution)?.[1];
  return path === '.' ? '' : path;
}

/** What Yarn itself patches, as it does TypeScript, is in the lockfile as it was published too. */
function isPackage({ resolution }: Entry): boolean {
  return !/@patch:[^#]*#(?:optional!)?builtin<[^>]*>(?:::|$)/.test(resolution);
}

function lockedPackage({ version, resolution, checksum }: Entry): LockedPackage {
  const { name, range } = splitPattern(resolution);
  return { name, version, source: sourceOf(range), integrity: checksum };
}

/** By the protocol of what it came to; a patched package is one with a file of the project. */
function sourceOf(reference: string): PackageSource {
  if (reference.startsWith('npm:')) return 'registry';
  if (reference.startsWith('workspace:')) return 'workspace';
  if (/^(?:patch|file|link|portal|exec):/.test(reference)) return 'file';
  return /[#&]commit=/.test(reference) ? 'git' : 'url';
}
