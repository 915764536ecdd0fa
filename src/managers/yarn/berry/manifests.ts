import { directoryOf, joinRelative, type RelativePath } from '../../../base/path.ts';
import { manifestPath } from '../../../model/manifest.ts';
import type { ReadConfig } from '../../../ports/manager-driver.ts';
import { deniedIn } from '../../denied-builds.ts';
import { readJsonObject } from '../../json.ts';

const fields = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies', 'resolutions'];

/** What a manifest asks for, resolutions included; text that is no manifest asks for nothing. */
export function rangesIn(text: string): readonly { readonly name: string; readonly range: string }[] {
  const manifest = readJsonObject(text);
  return fields.flatMap((field) =>
    Object.entries((manifest[field] ?? {}) as Readonly<Record<string, unknown>>).flatMap(([name, range]) =>
      typeof range === 'string' ? { name, range } : [],
    ),
  );
}

/** The patches that manifests name: `patch:x@npm%3A1.0.0#~/.yarn/patches/x.patch` (Yarn documentation: Protocols, "Patch"). */
export async function readPatches(
  read: ReadConfig,
  folders: readonly RelativePath[],
): Promise<readonly RelativePath[]> {
  const paths = await Promise.all(
    folders.map(async (folder) => {
      const path = manifestPath(folder);
      return rangesIn((await read(path)) ?? '').flatMap(({ range }) => patchesIn(range, directoryOf(path)));
    }),
  );
  return [...new Set(paths.flat())];
}

/** `dependenciesMeta` with `built: false`, by `name` or `name@version`, in the manifest at the root (Yarn documentation: Manifest). */
export async function deniedBuilds(read: ReadConfig): Promise<readonly string[]> {
  const meta = readJsonObject((await read(manifestPath(''))) ?? '')['dependenciesMeta'];
  if (typeof meta !== 'object' || meta === null) return [];
  const built = Object.entries(meta).map(([name, of]) => [name, (of as { readonly built?: unknown } | null)?.built]);
  return deniedIn(Object.fromEntries(built));
}

function patchesIn(range: string, folder: RelativePath): readonly RelativePath[] {
  const [, sources = ''] = /^patch:[^#]*#([^:]*)/.exec(range) ?? [];
  return sources.split('&').flatMap((source) => {
    const path = source.replace(/^optional!/, '');
    // Yarn's own patches have no file.
    if (path === '' || path.startsWith('builtin<')) return [];
    const inside = path.startsWith('~/') ? joinRelative('', path.slice(2)) : joinRelative(folder, path);
    return inside ?? [];
  });
}
