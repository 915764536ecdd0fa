/** Time, so that tests can move it. */
export interface Clock {
  now(): Date;
  /** Arms a timer that keeps no process alive; the returned function disarms it. */
  schedule(run: () => void, milliseconds: number): () => void;
  /** Resolves after a while, and keeps the process alive for it. Rejects with CancelledError when the signal fires. */
  pause(milliseconds: number, signal: AbortSignal): Promise<void>;
}
