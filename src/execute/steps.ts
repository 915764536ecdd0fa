import { throwIfCancelled, UndoFailedError } from '../base/errors.ts';

/** One step of a change beside its undo. Reading a list of them is reading the protocol. */
export interface Step {
  readonly name: string;
  do(signal: AbortSignal): Promise<void>;
  /** Puts back what `do` did, wholly or in part done. Never cancelled. */
  undo(): Promise<void>;
}

/** Who is told how far the steps are; `index` is that of the step. */
export interface StepListener {
  readonly onStep: (step: Step, index: number) => void;
  /** From here on what was done is undone, since this step did not come to its end. Where it rejects, that is done all the same. */
  readonly onUndo: (index: number) => Promise<void>;
}

/**
 * Does all steps in order. When one fails or the signal fires, be it during the last one, it and those before it are
 * undone in reverse order, and the failure is thrown on.
 */
export async function runSteps(
  steps: readonly Step[],
  { onStep, onUndo }: StepListener,
  signal: AbortSignal,
): Promise<void> {
  throwIfCancelled(signal);
  for (const [index, step] of steps.entries()) {
    try {
      onStep(step, index);
      await step.do(signal);
      throwIfCancelled(signal);
    } catch (error) {
      const begun = steps.slice(0, index + 1);
      if (begun.some((each) => each.undo !== nothing)) await onUndo(index).catch(() => undefined);
      await undo(begun, error);
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

/** The undo of a step that changes nothing. */
export const nothing = async (): Promise<void> => undefined;
