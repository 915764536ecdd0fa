import { valid } from 'semver';
import { setInManifest } from '../../../model/manifest-edit.ts';
import type { Override, ReadConfig } from '../../../ports/manager-driver.ts';

/**
 * `resolutions` of the root manifest (Yarn documentation: Manifest, "resolutions"). A dependent is known by name, or by
 * name and the one version that the lockfile has of it; a range of versions matches none.
 */
export async function berryOverride(read: ReadConfig, { name, parent, range }: Override) {
  const pattern = parent === undefined ? name : patternBelow(parent, name);
  if (pattern === undefined) return undefined;
  const text = (await read('package.json')) ?? '{}';
  return { path: 'package.json', text: setInManifest(text, ['resolutions', pattern], range) };
}

function patternBelow(parent: NonNullable<Override['parent']>, name: string): string | undefined {
  if (parent.range === '*') return `${parent.name}/${name}`;
  return valid(parent.range) === null ? undefined : `${parent.name}@npm:${parent.range}/${name}`;
}
