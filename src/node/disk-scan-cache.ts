import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { ScanCache } from '../ports/scan-cache.ts';

const schema = v.object({ root: v.string(), entries: v.array(v.tuple([v.string(), v.unknown()])) });

/** One JSON file a scanned folder below `cacheFolder`, which is absolute and made when it is first needed. */
export function createDiskScanCache(cacheFolder: string): ScanCache {
  const fileOf = (root: string): string =>
    join(cacheFolder, 'scan', `${createHash('sha256').update(root).digest('hex').slice(0, 32)}.json`);
  return {
    async load(root) {
      const stored = v.safeParse(schema, await readJson(fileOf(root)));
      return new Map(stored.success && stored.output.root === root ? stored.output.entries : []);
    },

    forget: (root) => rm(fileOf(root), { force: true }),

    async save(root, entries) {
      const file = fileOf(root);
      await mkdir(join(cacheFolder, 'scan'), { recursive: true, mode: 0o700 });
      const temporary = `${file}.${randomUUID().slice(0, 8)}.tmp`;
      try {
        await writeFile(temporary, JSON.stringify({ root, entries: [...entries] }), { mode: 0o600 });
        await rename(temporary, file);
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },
  };
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
