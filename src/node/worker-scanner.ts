import { Worker } from 'node:worker_threads';
import { t } from '@vscode/l10n';
import { CancelledError, QmError } from '../base/errors.ts';
import type { RelativePath } from '../base/path.ts';
import type { ProjectMap } from '../model/project.ts';
import type { PackageUse, Snapshot } from '../model/snapshot.ts';
import type { UnusedReport } from '../model/unused.ts';
import type { Clock } from '../ports/clock.ts';
import type { DocumentScan, ScanOptions, Scanner } from '../ports/scanner.ts';
import type { FromScanWorker, ScanAnswers, ScanRequest, ScanWorkerData, ToScanWorker } from './scan-protocol.ts';

export interface WorkerScannerSettings {
  /** Absolute path of the worker's program. */
  readonly workerFile: string;
  /** Absolute folder for what was read, in the user's own cache. */
  readonly cacheFolder: string;
  /** Absolute path of the list of well-known packages. */
  readonly popularFile: string;
  readonly clock: Clock;
  /** The text of the l10n bundle; undefined for English. */
  readonly l10n: string | undefined;
}

/** Milliseconds without a request after which the worker ends: it holds a parser's worth of memory. */
export const idleAfter = 5 * 60_000;

/**
 * A scanner on a thread of its own. The worker starts with the first request, ends when idle, starts again on demand.
 * One that crashes is started again once for the requests it held; then they reject with QM_INTERNAL.
 */
export function createWorkerScanner(settings: WorkerScannerSettings): Scanner {
  return new WorkerScanner(settings);
}

interface Pending {
  readonly request: ScanRequest;
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
  /** How many workers died over it. */
  crashes: number;
}

class WorkerScanner implements Scanner {
  readonly #settings: WorkerScannerSettings;
  readonly #pending = new Map<number, Pending>();
  readonly #options = new Map<string, ScanOptions>();
  #worker: Worker | undefined;
  #nextId = 1;
  #disarm: (() => void) | undefined;
  #isDisposed = false;

  constructor(settings: WorkerScannerSettings) {
    this.#settings = settings;
  }

  scanFolder(root: string, signal: AbortSignal): Promise<Snapshot> {
    return this.#ask({ kind: 'scanFolder', root }, signal);
  }

  readProjects(root: string, signal: AbortSignal): Promise<ProjectMap> {
    return this.#ask({ kind: 'readProjects', root }, signal);
  }

  knownProjects(root: string, signal: AbortSignal): Promise<ProjectMap> {
    return this.#ask({ kind: 'knownProjects', root }, signal);
  }

  scanDocument(root: string, file: RelativePath, text: string, signal: AbortSignal): Promise<DocumentScan> {
    return this.#ask({ kind: 'scanDocument', root, file, text }, signal);
  }

  usesOnDisk(root: string, file: RelativePath, signal: AbortSignal): Promise<readonly PackageUse[] | undefined> {
    return this.#ask({ kind: 'usesOnDisk', root, file }, signal);
  }

  findUnused(root: string, signal: AbortSignal): Promise<UnusedReport> {
    return this.#ask({ kind: 'findUnused', root }, signal);
  }

  invalidate(root: string, paths: readonly RelativePath[]): void {
    // A worker that does not run remembers nothing.
    this.#worker?.postMessage({ kind: 'invalidate', root, paths } satisfies ToScanWorker);
  }

  configure(root: string, options: ScanOptions): void {
    this.#options.set(root, options);
    this.#worker?.postMessage({ kind: 'configure', root, options } satisfies ToScanWorker);
  }

  forget(root: string): Promise<void> {
    return this.#ask({ kind: 'forget', root }, new AbortController().signal);
  }

  warmUp(): void {
    if (this.#isDisposed) return;
    this.#post({ kind: 'warmUp' });
    this.#armIdle();
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    for (const { reject } of this.#pending.values()) reject(new CancelledError());
    this.#pending.clear();
    await this.#end();
  }

  async #ask<K extends keyof ScanAnswers>(
    request: ScanRequest & { readonly kind: K },
    signal: AbortSignal,
  ): Promise<ScanAnswers[K]> {
    if (signal.aborted || this.#isDisposed) throw new CancelledError();
    const id = this.#nextId++;
    const cancel = (): void => {
      this.#worker?.postMessage({ kind: 'cancel', id } satisfies ToScanWorker);
      this.#settle(id)?.reject(new CancelledError());
    };
    signal.addEventListener('abort', cancel, { once: true });
    try {
      return await new Promise<ScanAnswers[K]>((resolve, reject) => {
        this.#pending.set(id, { request, resolve, reject, crashes: 0 });
        this.#stayAwake();
        this.#post({ kind: 'request', id, request });
      });
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  #post(message: ToScanWorker): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage(message);
  }

  #start(): Worker {
    const { workerFile, cacheFolder, popularFile, l10n } = this.#settings;
    const worker = new Worker(workerFile, {
      workerData: { cacheFolder, popularFile, l10n, options: this.#options } satisfies ScanWorkerData,
    });
    let failure: unknown;
    worker.on('message', (message: FromScanWorker) => this.#receive(message));
    worker.on('error', (error) => (failure = error));
    worker.on('exit', () => this.#exited(worker, failure));
    return worker;
  }

  #receive(message: FromScanWorker): void {
    const pending = this.#settle(message.id);
    if (pending === undefined) return;
    if (message.kind === 'answer') pending.resolve(message.value as never);
    else if (message.kind === 'cancelled') pending.reject(new CancelledError());
    else pending.reject(new QmError(message.code, { message: message.message, hint: message.hint }));
  }

  /** Takes a request off the list; the last one starts the wait for the idle worker's end. */
  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (this.#pending.size === 0) this.#armIdle();
    return pending;
  }

  #exited(worker: Worker, failure: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    for (const [id, pending] of this.#pending) {
      if (pending.crashes++ === 0) this.#post({ kind: 'request', id, request: pending.request });
      else this.#settle(id)?.reject(workerDied(failure));
    }
  }

  #armIdle(): void {
    this.#stayAwake();
    if (this.#pending.size > 0) return;
    this.#disarm = this.#settings.clock.schedule(() => void this.#end(), idleAfter);
  }

  #stayAwake(): void {
    this.#disarm?.();
    this.#disarm = undefined;
  }

  async #end(): Promise<void> {
    this.#stayAwake();
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}

function workerDied(cause: unknown): QmError {
  return new QmError('QM_INTERNAL', {
    message: t('Looking at the source files failed twice.'),
    hint: t('Reload the window. If it happens again, report it with the log.'),
    cause,
  });
}
