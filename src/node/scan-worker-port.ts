import { parentPort, workerData } from 'node:worker_threads';
import type { FromScanWorker, ScanWorkerData, ToScanWorker } from './scan-protocol.ts';

/** What a worker that `WorkerScanner` started sees of it. */
export interface ScanWorkerPort {
  readonly data: ScanWorkerData;
  /** The thread lives as long as somebody listens. */
  onMessage(listener: (message: ToScanWorker) => void): void;
  post(message: FromScanWorker): void;
}

/** Undefined on a main thread. */
export function scanWorkerPort(): ScanWorkerPort | undefined {
  const port = parentPort;
  if (port === null) return undefined;
  return {
    data: workerData as ScanWorkerData,
    onMessage: (listener) => void port.on('message', listener),
    post: (message) => port.postMessage(message),
  };
}
