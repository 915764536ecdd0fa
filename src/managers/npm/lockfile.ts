import * as v from 'valibot';
import { upward, type RelativePath } from '../../base/path.ts';
import type { LockedVersions } from '../../ports/manager-driver.ts';

/** One malformed entry is an unknown version, not an unknown lockfile. */
const entry = v.fallback(
  v.object({ version: v.optional(v.string()), link: v.optional(v.boolean()), resolved: v.optional(v.string()) }),
  {},
);
const lockfile = v.object({
  packages: v.optional(v.record(v.string(), entry)),
  dependencies: v.optional(v.record(v.string(), entry)),
});

/** package-lock.json 1 to 3 (npm documentation: package-lock.json). Unreadable text has no versions. */
export function readNpmLockfile(text: string): LockedVersions {
  const { packages, dependencies } = parse(text);
  return {
    version(folder, name) {
      if (packages === undefined) return dependencies?.[name]?.version;
      for (const at of upward(folder)) {
        const found = packages[placeOf(at, name)];
        if (found !== undefined) return found.link === true ? packages[found.resolved ?? '']?.version : found.version;
      }
      return undefined;
    },
  };
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
