import fs from 'node:fs';
import http from 'node:http';
import { Session, type Profiler } from 'node:inspector/promises';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';

// The main file of the measured extension: loads and activates the product as VS Code would, and answers questions
// about the host it sits in. Without a product beside it, it is the empty extension that the product is compared with.

/** When the host saw something, in microseconds of the monotonic clock that V8's profiler uses as well. */
export interface HostEvent {
  readonly kind: 'change' | 'found' | 'gone';
  readonly at: number;
}

export interface HostMemory {
  /** Bytes of the host's own isolate after a collection. */
  readonly heapUsed: number;
  readonly external: number;
  /** Bytes of the heaps of its worker threads after a collection of the host's. */
  readonly workers: number;
  readonly workerCount: number;
  readonly rss: number;
}

export interface HostStart {
  /** Milliseconds to evaluate dist/extension.js; and in its activate(). */
  readonly load: number;
  readonly activate: number;
}

/** What {@link ProbeClient} may ask. */
export interface ProbeAnswers {
  readonly start: HostStart;
  readonly modules: readonly string[];
  readonly memory: HostMemory;
  readonly events: readonly HostEvent[];
  readonly endWorkers: number;
  readonly startProfile: null;
  readonly stopProfile: Profiler.Profile;
}

interface Product {
  activate(context: vscode.ExtensionContext): void;
  deactivate(): Promise<void>;
}

const productFile = path.join(__dirname, 'dist/extension.js');
const workers = new Set<Worker>();
const events: HostEvent[] = [];
const inspector = new Session();
let product: Product | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  process.on('worker', (worker: Worker) => {
    workers.add(worker);
    worker.once('exit', () => workers.delete(worker));
  });
  // Before the product's own listeners: what they cost comes after the time that is written down.
  context.subscriptions.push(vscode.workspace.onDidChangeTextDocument(() => note('change')));
  context.subscriptions.push(vscode.languages.onDidChangeDiagnostics(({ uris }) => noteDiagnostics(uris)));
  const start = startProduct(context);
  const server = http.createServer((request, response) => {
    void answer(request.url?.slice(1) ?? '', start).then(
      (value) => response.end(JSON.stringify(value)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.subscriptions.push({ dispose: () => server.close() });
  const { port } = server.address() as AddressInfo;
  const file = path.join(process.env['QM_BENCH_HOSTS'] ?? '', `${process.pid}`);
  fs.writeFileSync(`${file}.tmp`, String(port));
  fs.renameSync(`${file}.tmp`, file);
}

export async function deactivate(): Promise<void> {
  await product?.deactivate();
}

function startProduct(context: vscode.ExtensionContext): HostStart {
  if (!fs.existsSync(productFile)) return { load: 0, activate: 0 };
  const begun = performance.now();
  product = require(productFile) as Product;
  const loaded = performance.now();
  product.activate(context);
  return { load: loaded - begun, activate: performance.now() - loaded };
}

function note(kind: HostEvent['kind']): void {
  events.push({ kind, at: Number(process.hrtime.bigint() / 1000n) });
}

function noteDiagnostics(uris: readonly vscode.Uri[]): void {
  for (const uri of uris) {
    if (!uri.path.endsWith('/large.ts')) continue;
    const isFound = vscode.languages.getDiagnostics(uri).some(({ source }) => source === 'Quartermaster');
    note(isFound ? 'found' : 'gone');
  }
}

async function answer(question: string, start: HostStart): Promise<ProbeAnswers[keyof ProbeAnswers]> {
  switch (question as keyof ProbeAnswers) {
    case 'start':
      return start;
    case 'modules':
      return Object.keys(require.cache).filter((file) => file.startsWith(__dirname));
    case 'memory':
      return memory();
    case 'events':
      return events.splice(0);
    case 'endWorkers':
      return endWorkers();
    case 'startProfile':
      connect();
      await inspector.post('Profiler.enable');
      await inspector.post('Profiler.setSamplingInterval', { interval: 100 });
      await inspector.post('Profiler.start');
      return null;
    case 'stopProfile':
      return (await inspector.post('Profiler.stop')).profile;
  }
}

function connect(): void {
  try {
    inspector.connect();
  } catch {
    // Connected since an earlier question.
  }
}

async function memory(): Promise<HostMemory> {
  connect();
  for (let round = 0; round < 3; round++) await inspector.post('HeapProfiler.collectGarbage');
  const { heapUsed, external, rss } = process.memoryUsage();
  const heaps = await Promise.all([...workers].map((worker) => heapOf(worker)));
  return { heapUsed, external, rss, workers: heaps.reduce((a, b) => a + b, 0), workerCount: workers.size };
}

async function heapOf(worker: Worker): Promise<number> {
  const { getHeapStatistics } = worker as unknown as {
    getHeapStatistics?: () => Promise<{ used_heap_size: number; external_memory: number }>;
  };
  if (getHeapStatistics === undefined) return 0;
  const { used_heap_size: used, external_memory: external } = await getHeapStatistics.call(worker);
  return used + external;
}

/** As the idle clock does it, without the minutes. */
async function endWorkers(): Promise<number> {
  const running = [...workers];
  await Promise.all(running.map((worker) => worker.terminate()));
  return running.length;
}
