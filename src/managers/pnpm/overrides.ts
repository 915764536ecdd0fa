import type { RelativePath } from '../../base/path.ts';
import { setInManifest } from '../../model/manifest-edit.ts';
import type { Override, ReadConfig } from '../../ports/manager-driver.ts';
import { editYaml } from '../yaml-edit.ts';

/**
 * `overrides` of pnpm-workspace.yaml, `parent@range>name` below one dependent (pnpm documentation: overrides). Until pnpm
 * 10 those of package.json, where there are any, take the place of all of them; since 11 nobody reads them there.
 */
export async function pnpmOverride(
  read: ReadConfig,
  { name, parent, range }: Override,
  version: string,
): Promise<{ readonly path: RelativePath; readonly text: string }> {
  const key = parent === undefined ? name : `${parent.name}@${parent.range}>${name}`;
  const manifest = (await read('package.json')) ?? '{}';
  if (Number.parseInt(version, 10) <= 10 && hasOverrides(manifest)) {
    return { path: 'package.json', text: setInManifest(manifest, ['pnpm', 'overrides', key], range) };
  }
  const text = (await read('pnpm-workspace.yaml')) ?? '';
  return {
    path: 'pnpm-workspace.yaml',
    text: await editYaml(text, [{ path: ['overrides', key], value: range }]),
  };
}

/** Yarn's `resolutions` count as overrides there. */
function hasOverrides(text: string): boolean {
  try {
    const { pnpm, resolutions } = JSON.parse(text) as { pnpm?: { overrides?: object }; resolutions?: object };
    return [pnpm?.overrides, resolutions].some((each) => Object.keys(each ?? {}).length > 0);
  } catch {
    return false;
  }
}
