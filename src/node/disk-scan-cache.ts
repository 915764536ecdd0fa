import { promises, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScanCache } from '../ports/scan-cache.ts';
import { pathKey } from './path-key.ts';
import { writeCacheFile } from './write-cache-file.ts';

/** One JSON file a scanned folder below `cacheFolder`, which is absolute and made when it is first needed. */
export function createDiskScanCache(cacheFolder: string): ScanCache {
  const fileOf = (root: string): string => join(cacheFolder, 'scan', `${pathKey(root)}.json`);
  return {
    async load(root) {
      return new Map(entriesOf(readJson(fileOf(root)), root));
    },

    forget: (root) => promises.rm(fileOf(root), { force: true }),

    async save(root, entries) {
      await writeCacheFile(fileOf(root), JSON.stringify({ root, entries: [...entries] }));
    },
  };
}

/** Nothing where the file is damaged or of another folder. By hand: a schema's walk over 50,000 entries takes longer than the scan. */
function entriesOf(stored: unknown, root: string): readonly (readonly [string, unknown])[] {
  if (typeof stored !== 'object' || stored === null) return [];
  const { root: of, entries } = stored as { readonly root?: unknown; readonly entries?: unknown };
  if (of !== root || !Array.isArray(entries)) return [];
  return entries.every((entry) => Array.isArray(entry) && typeof entry[0] === 'string')
    ? (entries as readonly (readonly [string, unknown])[])
    : [];
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
