import { Worker } from 'node:worker_threads';
import type { PackageName } from '../model/package-name.ts';
import type { Clock } from '../ports/clock.ts';
import type { RegistryAnswer } from '../ports/registry.ts';
import { readHere, type ReadPackument } from './read-packument.ts';

/** Below this, reading takes less of this thread than asking another: some 10 ms. */
const largeBytes = 400_000;
/** A thread that reads nothing for so long ends, in milliseconds. */
const idleMs = 20_000;
/** Of the thread: enough for the largest packument that is read, and no more. */
const mostMegabytes = 1_024;

export interface ToPackumentWorker {
  readonly id: number;
  readonly name: PackageName;
  readonly sent: Uint8Array<ArrayBuffer>;
}

export type FromPackumentWorker =
  { readonly id: number; readonly answer: RegistryAnswer } | { readonly id: number; readonly fault: string };

interface Pending {
  resolve(answer: RegistryAnswer): void;
  reject(error: Error): void;
}

/**
 * Reads large packuments on a thread of its own, since the one of an editor's extensions is shared with all others: 20 MB of
 * one would hold it for half a second. The thread ends when nobody needs it.
 */
export class PackumentThread {
  readonly #file: string;
  readonly #clock: Clock;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  #worker: Worker | undefined;
  #disarm: (() => void) | undefined;

  /** `file`: the worker's script, absolute. */
  constructor(file: string, clock: Clock) {
    this.#file = file;
    this.#clock = clock;
  }

  readonly read: ReadPackument = async (name, sent) => {
    if (sent.byteLength < largeBytes) return readHere(name, sent);
    this.#disarm?.();
    const id = this.#nextId++;
    return new Promise<RegistryAnswer>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#worker ??= this.#start();
      this.#worker.postMessage({ id, name, sent } satisfies ToPackumentWorker, [sent.buffer]);
    });
  };

  #start(): Worker {
    const worker = new Worker(this.#file, { resourceLimits: { maxOldGenerationSizeMb: mostMegabytes } });
    let failure: unknown;
    worker.on('message', (message: FromPackumentWorker) => this.#receive(message));
    worker.on('error', (error) => (failure = error));
    worker.on('exit', () => this.#exited(worker, failure));
    return worker;
  }

  #receive(message: FromPackumentWorker): void {
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (this.#pending.size === 0) this.#disarm = this.#clock.schedule(() => void this.#end(), idleMs);
    if ('answer' in message) pending?.resolve(message.answer);
    else pending?.reject(new SyntaxError(message.fault));
  }

  /** What it was reading is gone with it: its memory was not enough, or its script is not there. */
  #exited(worker: Worker, failure: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    for (const { reject } of this.#pending.values())
      reject(new SyntaxError(`It could not be read: ${String(failure)}`));
    this.#pending.clear();
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}
