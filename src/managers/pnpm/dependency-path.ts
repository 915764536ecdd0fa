import type { PackageSource } from '../../model/lockfile.ts';

/** A dependency path or a link without the peers it was resolved with: `(react@18.0.0)`, `_react@18.0.0` before. */
export function withoutPeers(path: string): string {
  const bracket = path.indexOf('(');
  const plain = bracket < 0 ? path : path.slice(0, bracket);
  // Of a version alone and of version 5's paths; a name may have an underscore itself.
  return plain.replace(/(^|\/)(\d+\.\d+\.\d[^/_@]*)_[^/]*(?:\/.*)?$/, '$1$2');
}

/**
 * Name and version of a dependency path (pnpm's repository: deps.path): `name@1.0.0` (9), `/name@1.0.0` (6),
 * `/name/1.0.0` (5), each with a scope or peers; undefined for a path without a name, such as `github.com/a/b/1234`.
 */
export function nameAndVersion(path: string): { readonly name: string; readonly version: string } | undefined {
  const plain = withoutPeers(path);
  const rest = plain.startsWith('/') ? plain.slice(1) : plain;
  const named = /^((?:@[^/@]+\/)?[^/@:]+)@(.+)$/.exec(rest);
  if (named !== null) return { name: named[1] as string, version: named[2] as string };
  // Version 5 has the registry's host in front where it is not the one of the project.
  const parted = /^(?:[^/@]+\.[^/@]+\/)?((?:@[^/@]+\/)?[^/@]+)\/(\d+\.\d+\.\d[^/]*)$/.exec(rest);
  return parted === null ? undefined : { name: parted[1] as string, version: parted[2] as string };
}

/** What is read of an entry's `resolution`. */
interface Resolution {
  readonly tarball?: string | undefined;
  readonly type?: string | undefined;
  readonly repo?: string | undefined;
  readonly directory?: string | undefined;
}

/** Hosts whose archives are made of a repository. */
const gitArchive = /^https?:\/\/(?:codeload\.github\.com|gitlab\.com|bitbucket\.org)\//;

/** `version`: what stands for the version in the dependency path, or the path itself. */
export function sourceOf(version: string, { tarball, type, repo, directory }: Resolution): PackageSource {
  if (type === 'git' || repo !== undefined || gitArchive.test(tarball ?? '') || gitArchive.test(version)) return 'git';
  if (/^(?:git\+|git:|git@|ssh:|github\.com\/|gitlab\.com\/|bitbucket\.org\/)/.test(version)) return 'git';
  if (type === 'directory' || directory !== undefined || /^(?:file|link):/.test(version)) return 'file';
  if (tarball?.startsWith('file:') === true) return 'file';
  // A Node.js, Deno or Bun that pnpm brings along comes from its makers, whatever package has that name.
  if (/^(?:https?|runtime):/.test(version) || /^@?[^/@]+\.[^/]+\/.*\.(?:tgz|tar\.gz)$/.test(version)) return 'url';
  return 'registry';
}
