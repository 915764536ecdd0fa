import * as v from 'valibot';
import type { RelativePath } from '../../base/path.ts';
import {
  emptyLockfile,
  hostOf,
  withoutRepeats,
  type LockedPackage,
  type Lockfile,
  type PackageSource,
} from '../../model/lockfile.ts';
import { readJsonObject } from '../json.ts';

/** A malformed field is one that is not there. */
const text = v.fallback(v.optional(v.string()), undefined);

const lockfile = v.object({
  lockfileVersion: v.number(),
  workspaces: v.fallback(v.record(v.string(), v.fallback(v.object({ name: text, version: text }), {})), {}),
  packages: v.fallback(v.record(v.string(), v.fallback(v.array(v.unknown()), [])), {}),
});
type Members = ReadonlyMap<RelativePath, { readonly name?: string | undefined; readonly version?: string | undefined }>;

/**
 * bun.lock, versions 0 to 3 (Bun's repository: bun.lock.rs): JSON with comments, a key of `packages` for each place that
 * a package stands in, such as `a` and `b/a`. Unreadable text has no packages.
 */
export function readBunLockfile(source: string): Lockfile {
  const parsed = v.safeParse(lockfile, readJsonObject(source));
  if (!parsed.success) return emptyLockfile;
  const members: Members = new Map(Object.entries(parsed.output.workspaces));
  const packages = new Map(
    Object.entries(parsed.output.packages).flatMap(([place, entry]) => {
      const found = lockedPackage(entry, members);
      return found === undefined ? [] : [[place, found] as const];
    }),
  );
  return {
    version(folder, name) {
      const own = members.get(folder)?.name;
      const found = (own === undefined ? undefined : packages.get(`${own}/${name}`)) ?? packages.get(name);
      return found === undefined || found.version === '' ? undefined : found.version;
    },
    packages: withoutRepeats(packages.values()),
  };
}

/** An entry begins with `name@version`, or with `name@` and where else it comes from; a hash stands at its end. */
function lockedPackage(entry: readonly unknown[], members: Members): LockedPackage | undefined {
  const [id] = entry;
  const parts = typeof id === 'string' ? /^(@?[^@]+)@(.*)$/s.exec(id) : null;
  if (parts === null) return undefined;
  const [, name = '', version = ''] = parts;
  const source = sourceOf(version);
  const last = entry.at(-1);
  // The second is the registry, '' for the one that is configured.
  const registry = entry[1];
  return {
    name,
    version: source === 'workspace' ? (members.get(version.slice('workspace:'.length))?.version ?? '') : version,
    source,
    integrity: typeof last === 'string' && /^(?:sha\d+|md5)-/.test(last) ? last : undefined,
    host: hostOf(source === 'registry' && typeof registry === 'string' ? registry : undefined),
  };
}

function sourceOf(version: string): PackageSource {
  if (version.startsWith('workspace:')) return 'workspace';
  if (/^(?:git[+:@]|github:|gitlab:|bitbucket:|ssh:)|\.git(?:#|$)/.test(version)) return 'git';
  if (/^https?:/.test(version)) return 'url';
  return /^(?:file:|link:|root:|\.{1,2}\/|\/)|\.(?:tgz|tar\.gz)$/.test(version) ? 'file' : 'registry';
}
