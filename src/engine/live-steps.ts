import { Emitter, type Disposable } from '../base/lifecycle.ts';
import type { LiveStep } from '../model/live-step.ts';
import type { OperationId } from '../model/operation.ts';
import type { Clock } from '../ports/clock.ts';

/** How often what is told is told on, in milliseconds: a manager may print a thousand lines a second. */
export const tellMs = 300;

/** What operations under way are at, by the words of their managers; never stored. */
export class LiveSteps implements Disposable {
  readonly #schedule: Clock['schedule'];
  readonly #steps = new Map<OperationId, LiveStep>();
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;
  #disarm: (() => void) | undefined;

  constructor(schedule: Clock['schedule']) {
    this.#schedule = schedule;
  }

  get all(): ReadonlyMap<OperationId, LiveStep> {
    return this.#steps;
  }

  tell(id: OperationId, step: LiveStep): void {
    this.#steps.set(id, step);
    this.#disarm ??= this.#schedule(() => {
      this.#disarm = undefined;
      this.#changed.fire();
    }, tellMs);
  }

  /** Its next step, or its end, says more. */
  forget(id: OperationId): void {
    this.#steps.delete(id);
  }

  dispose(): void {
    this.#disarm?.();
    this.#changed.dispose();
  }
}
