import { setInManifest } from '../../../model/manifest-edit.ts';
import type { Override, ReadConfig } from '../../../ports/manager-driver.ts';

/**
 * `resolutions` of the root manifest (Yarn 1 documentation: selective dependency resolutions). They know dependents by
 * name alone, in every version: one that holds below some versions is none of theirs.
 */
export async function classicOverride(read: ReadConfig, { name, parent, range }: Override) {
  if (parent !== undefined && parent.range !== '*') return undefined;
  const pattern = parent === undefined ? name : `**/${parent.name}/${name}`;
  const text = (await read('package.json')) ?? '{}';
  return { path: 'package.json', text: setInManifest(text, ['resolutions', pattern], range) };
}
