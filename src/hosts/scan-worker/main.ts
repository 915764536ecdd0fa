import { config } from '@vscode/l10n';
import { errorText, isCancellation, QmError } from '../../base/errors.ts';
import { BundledPopularList } from '../../node/bundled-popular-list.ts';
import { createDiskScanCache } from '../../node/disk-scan-cache.ts';
import { diskTree } from '../../node/disk-tree.ts';
import type { FromScanWorker, ScanRequest } from '../../node/scan-protocol.ts';
import { scanWorkerPort, type ScanWorkerPort } from '../../node/scan-worker-port.ts';
import { systemClock } from '../../node/system-clock.ts';
import type { Scanner } from '../../ports/scanner.ts';
import { loadConfirmer } from '../../scan/confirm/confirmer.ts';
import { createScanner } from '../../scan/scanner.ts';

/** Entry of the scan worker: the scanner on this thread, spoken to by messages. */
function main(port: ScanWorkerPort): void {
  const { data } = port;
  if (data.l10n !== undefined) config({ contents: data.l10n });
  const cache = createDiskScanCache(data.cacheFolder);
  const popular = new BundledPopularList(data.popularFile);
  const context = { tree: diskTree, cache, clock: systemClock, loadConfirmer, popular };
  const scanner = createScanner(context, { ignorePackages: [] });
  for (const [root, options] of data.options) scanner.configure(root, options);
  const running = new Map<number, AbortController>();
  port.onMessage((message) => {
    switch (message.kind) {
      case 'request': {
        const controller = new AbortController();
        running.set(message.id, controller);
        void answer(scanner, message.id, message.request, controller.signal).then((reply) => {
          running.delete(message.id);
          port.post(reply);
        });
        return;
      }
      case 'cancel':
        return running.get(message.id)?.abort();
      case 'invalidate':
        return scanner.invalidate(message.root, message.paths);
      case 'configure':
        return scanner.configure(message.root, message.options);
      case 'warmUp':
        return scanner.warmUp();
    }
  });
}

async function answer(
  scanner: Scanner,
  id: number,
  request: ScanRequest,
  signal: AbortSignal,
): Promise<FromScanWorker> {
  try {
    return { kind: 'answer', id, value: await run(scanner, request, signal) };
  } catch (error) {
    if (isCancellation(error)) return { kind: 'cancelled', id };
    if (error instanceof QmError)
      return { kind: 'failed', id, code: error.code, message: error.message, hint: error.hint };
    return { kind: 'failed', id, code: 'QM_INTERNAL', message: errorText(error), hint: '' };
  }
}

function run(scanner: Scanner, request: ScanRequest, signal: AbortSignal): ReturnType<Scanner[ScanRequest['kind']]> {
  switch (request.kind) {
    case 'scanFolder':
      return scanner.scanFolder(request.root, signal);
    case 'readProjects':
      return scanner.readProjects(request.root, signal);
    case 'knownProjects':
      return scanner.knownProjects(request.root, signal);
    case 'forget':
      return scanner.forget(request.root);
    case 'findUnused':
      return scanner.findUnused(request.root, signal);
    case 'usesOnDisk':
      return scanner.usesOnDisk(request.root, request.file, signal);
    case 'scanDocument':
      return scanner.scanDocument(request.root, request.file, request.text, signal);
  }
}

const port = scanWorkerPort();
if (port !== undefined) main(port);
