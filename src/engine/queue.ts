import type { LiveStep } from '../model/live-step.ts';
import type { OperationId } from '../model/operation.ts';
import type { OperationRunner } from './operation-runner.ts';

const nothingLive: ReadonlyMap<OperationId, LiveStep> = new Map();

/** The operations of a folder that wait or run in this process. Of another process's it knows nothing. */
export class Queue {
  readonly #runner: () => OperationRunner | undefined;
  readonly #changed: () => void;

  /** `runner`: undefined before the first change, when nothing waits or runs. */
  constructor(runner: () => OperationRunner | undefined, changed: () => void) {
    this.#runner = runner;
    this.#changed = changed;
  }

  get busy(): boolean {
    return this.#runner()?.busy ?? false;
  }

  /** What operations are at within their steps, where their managers tell. */
  get live(): ReadonlyMap<OperationId, LiveStep> {
    return this.#runner()?.live.all ?? nothingLive;
  }

  canCancel(id: OperationId): boolean {
    return this.#runner()?.canCancel(id) ?? false;
  }

  /** False where there is nothing to cancel. */
  cancel(id: OperationId): boolean {
    return this.#runner()?.cancel(id) ?? false;
  }

  /** True while it waits for its turn, held or not. */
  canHold(id: OperationId): boolean {
    return this.#runner()?.canHold(id) ?? false;
  }

  /** Lets others pass until it is released. False where it does not wait. */
  hold(id: OperationId): boolean {
    const found = this.#runner()?.hold(id) ?? false;
    this.#changed();
    return found;
  }

  release(id: OperationId): boolean {
    const found = this.#runner()?.release(id) ?? false;
    this.#changed();
    return found;
  }

  isHeld(id: OperationId): boolean {
    return this.#runner()?.isPaused(id) ?? false;
  }
}
