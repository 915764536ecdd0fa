import { join } from 'node:path';
import { BundledPopularList, popularFileName } from '../../node/bundled-popular-list.ts';
import { createDiskScanCache } from '../../node/disk-scan-cache.ts';
import { diskTree } from '../../node/disk-tree.ts';
import { systemClock } from '../../node/system-clock.ts';
import type { Scanner } from '../../ports/scanner.ts';
import { loadConfirmer } from '../../scan/confirm/confirmer.ts';
import { createScanner } from '../../scan/scanner.ts';

/**
 * A command line has no thread to keep free: it scans on its own. `cacheFolder` is the user's own, `dataFolder` that of the
 * shipped data files.
 */
export function makeScanner(cacheFolder: string, dataFolder: string): Scanner {
  const cache = createDiskScanCache(cacheFolder);
  const popular = new BundledPopularList(join(dataFolder, popularFileName));
  return createScanner({ tree: diskTree, cache, clock: systemClock, loadConfirmer, popular }, { ignorePackages: [] });
}
