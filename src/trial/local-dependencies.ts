import { absolute, joinBeyond } from '../base/path.ts';
import { manifestPath } from '../model/manifest.ts';
import type { Files } from '../ports/files.ts';

/** Of how many local folders the manifests are read before it is given up: they may name each other in a circle. */
const mostFolders = 500;

/** A manifest by its folder, and the ranges in it; both relative to the project's root, which they may leave. */
interface Declaring {
  readonly folder: string;
  readonly ranges: Iterable<string>;
}

/**
 * What a resolve reads of folders and tarballs that ranges name by a relative path (`file:../lib`, `link:`, `portal:`,
 * `./vendor/x.tgz`; npm documentation: package.json, "Local Paths"): the manifests of the folders, those of the folders
 * that these name in turn, and the tarballs themselves, by their path from the project's root. What is not there is left
 * out; the package manager says so in its own words.
 */
export async function readLocalDependencies(
  files: Files,
  root: string,
  declaring: readonly Declaring[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  const waiting = [...declaring];
  const seen = new Set(waiting.map(({ folder }) => folder));
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    for (const target of targetsOf(next)) {
      if (seen.has(target) || seen.size >= mostFolders) continue;
      seen.add(target);
      const manifest = manifestPath(target);
      const bytes = await files.read(absolute(root, manifest));
      if (bytes !== undefined) {
        found.set(manifest, bytes);
        waiting.push({ folder: target, ranges: rangesIn(bytes) });
      } else if (/\.(?:tgz|tar\.gz|tar)$/.test(target)) {
        const tarball = await files.read(absolute(root, target));
        if (tarball !== undefined) found.set(target, tarball);
      }
    }
  }
  return found;
}

/** How many folders above the root the paths reach. */
export function depthAbove(paths: Iterable<string>): number {
  return Math.max(0, ...[...paths].map((path) => path.split('/').filter((part) => part === '..').length));
}

function targetsOf({ folder, ranges }: Declaring): readonly string[] {
  return [...ranges].flatMap((range) => {
    const path = /^(?:file|link|portal):(?!\/)(.+)$/.exec(range)?.[1] ?? /^\.{1,2}\/.*$/.exec(range)?.[0];
    return path === undefined ? [] : [joinBeyond(folder, path)];
  });
}

const fields = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

function rangesIn(bytes: Uint8Array): readonly string[] {
  try {
    const manifest = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
    return fields
      .flatMap((field) => Object.values((manifest[field] ?? {}) as Record<string, unknown>))
      .filter((range) => typeof range === 'string');
  } catch {
    return [];
  }
}
