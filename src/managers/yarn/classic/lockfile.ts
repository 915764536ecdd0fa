import * as v from 'valibot';
import {
  emptyLockfile,
  hostOf,
  withoutRepeats,
  type LockedPackage,
  type Lockfile,
  type PackageSource,
} from '../../../model/lockfile.ts';
import { hasConflicts, splitPattern } from '../patterns.ts';

/** A malformed field is one that is not there, a malformed entry none at all. */
const text = v.fallback(v.optional(v.string()), undefined);
const entry = v.fallback(v.optional(v.object({ version: v.string(), resolved: text, integrity: text })), undefined);
type Entry = NonNullable<v.InferOutput<typeof entry>>;

/** By `name@range`, as manifests ask. */
type Entries = ReadonlyMap<string, Entry>;

/** The line by which the parser knows this kind of lockfile, in which quotes stand where YAML wants colons. */
const mark = '# yarn lockfile v1\n';

/** yarn.lock of Yarn 1 (Yarn 1 documentation: yarn.lock). Unreadable text has no versions. */
export async function readClassicLockfile(lockfile: string): Promise<Lockfile> {
  const entries = await parse(lockfile);
  if (entries.size === 0) return emptyLockfile;
  const byName = Map.groupBy(entries, ([key]) => splitPattern(key).name);
  return {
    // Members are not in it, and nothing else is by folder: what the manifest asks for leads to the entry.
    version(_, name, range) {
      if (range !== undefined) return (entries.get(`${name}@${range}`) ?? entries.get(name))?.version;
      const versions = new Set((byName.get(name) ?? []).map(([, { version }]) => version));
      return versions.size === 1 ? [...versions][0] : undefined;
    },
    packages: withoutRepeats([...entries].map(([key, found]) => lockedPackage(key, found))),
  };
}

/** Where the lockfile has each package from. */
export async function resolvedIn(
  lockfile: string,
): Promise<readonly { readonly name: string; readonly resolved: string }[]> {
  return [...(await parse(lockfile))].flatMap(([key, { resolved }]) =>
    resolved === undefined ? [] : { name: realName(key), resolved },
  );
}

/** What of these patterns, `name@range`, the lockfile does not have. */
export async function missingFrom(lockfile: string, patterns: readonly string[]): Promise<readonly string[]> {
  const entries = await parse(lockfile);
  return patterns.filter((pattern) => !entries.has(pattern));
}

/** The text of a yarn.lock without what it has of these packages, so that the next resolve chooses them anew. */
export function withoutPackages(lockfile: string, names: ReadonlySet<string>): string {
  // An entry is a line of keys that begins at the margin, and what is indented below it.
  return lockfile
    .split(/^(?=[^\s#])/m)
    .filter((block) => !keysOf(block).some((key) => names.has(realName(key))))
    .join('');
}

function keysOf(block: string): readonly string[] {
  const line = /^[^\s#].*?(?=:\r?$)/m.exec(block)?.[0];
  return line === undefined ? [] : line.split(/,\s*/).map((key) => key.replace(/^"|"$/g, ''));
}

async function parse(lockfile: string): Promise<Entries> {
  const body = lockfile.replace(/^\uFEFF/, '');
  if (hasConflicts(body)) return new Map();
  const { parseSyml } = await import('../../lazy/lockfile-parsers.ts');
  try {
    const parsed: Record<string, unknown> = parseSyml(mark + body);
    return new Map(
      Object.entries(parsed).flatMap(([key, raw]) => {
        const found = v.parse(entry, raw);
        return found === undefined ? [] : [[key, found] as const];
      }),
    );
  } catch {
    return new Map();
  }
}

function lockedPackage(key: string, { version, resolved, integrity }: Entry): LockedPackage {
  return {
    name: realName(key),
    version,
    source: sourceOf(splitPattern(key).range, resolved),
    // An old lockfile has a SHA-1 behind the address instead.
    integrity: integrity ?? (resolved === undefined ? undefined : /#([0-9a-f]{40})$/.exec(resolved)?.[1]),
    host: hostOf(resolved),
  };
}

/** `alias@npm:real@^1.0.0` is `real`. */
function realName(key: string): string {
  const { name, range } = splitPattern(key);
  return range.startsWith('npm:') ? splitPattern(range.slice('npm:'.length)).name : name;
}

/** The range tells what somebody asked for, `resolved` what it came to: `user/repo` becomes a tarball of its host. */
function sourceOf(range: string, resolved: string | undefined): PackageSource {
  if (/^(?:file:|link:|\.{0,2}\/)/.test(range)) return 'file';
  if (/^(?:git[+:@]|ssh:|(?:github|gitlab|bitbucket|gist):)|\.git(?:#|$)/.test(range)) return 'git';
  if (/^https?:/.test(range)) return 'url';
  if (/^(?:git[+:@]|ssh:)|^https:\/\/codeload\.github\.com\/|\.git#/.test(resolved ?? '')) return 'git';
  return 'registry';
}
