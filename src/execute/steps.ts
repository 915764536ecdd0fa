import { throwIfCancelled, UndoFailedError } from '../base/errors.ts';

/** One step of a change beside its undo. Reading a list of them is reading the protocol. */
export interface Step {
  readonly name: string;
  do(signal: AbortSignal): Promise<void>;
  /** Puts back what `do` did, wholly or in part done. Never cancelled. */
  undo(): Promise<void>;
}

/**
 * Does all steps in order. When one fails or the signal fires, be it during the last one, it and those before it are
 * undone in reverse order, and the failure is thrown on.
 */
export async function runSteps(
  steps: readonly Step[],
  onStep: (step: Step, index: number) => void,
  signal: AbortSignal,
): Promise<void> {
  throwIfCancelled(signal);
  for (const [index, step] of steps.entries()) {
    try {
      onStep(step, index);
      await step.do(signal);
      throwIfCancelled(signal);
    } catch (error) {
      await undo(steps.slice(0, index + 1), error);
      throw error;
    }
  }
}

async function undo(steps: readonly Step[], cause: unknown): Promise<void> {
  try {
    for (const step of [...steps].reverse()) await step.undo();
  } catch (undoError) {
    throw new UndoFailedError(cause, undoError);
  }
}
