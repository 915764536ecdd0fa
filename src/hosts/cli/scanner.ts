import { createDiskScanCache } from '../../node/disk-scan-cache.ts';
import { diskTree } from '../../node/disk-tree.ts';
import { systemClock } from '../../node/system-clock.ts';
import type { Scanner } from '../../ports/scanner.ts';
import { loadConfirmer } from '../../scan/confirm/confirmer.ts';
import { createScanner } from '../../scan/scanner.ts';

/** A command line has no thread to keep free: it scans on its own. `cacheFolder` is the user's own. */
export function makeScanner(cacheFolder: string): Scanner {
  const cache = createDiskScanCache(cacheFolder);
  return createScanner({ tree: diskTree, cache, clock: systemClock, loadConfirmer }, { ignorePackages: [] });
}
