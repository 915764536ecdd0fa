import { directoryOf, joinRelative, type RelativePath } from '../../../base/path.ts';
import { manifestPath } from '../../../model/manifest.ts';
import type { ReadConfig } from '../../../ports/manager-driver.ts';

const fields = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies', 'resolutions'];

/** What a manifest asks for, resolutions included; text that is no manifest asks for nothing. */
export function rangesIn(text: string): readonly { readonly name: string; readonly range: string }[] {
  const manifest = parse(text);
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

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}
