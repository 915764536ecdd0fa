/** One writer at a time, over all windows, containers and the command line. */
export interface FileLock {
  /**
   * Waits until the lock is ours that stands at `path` (absolute) while somebody has it. `onWait` is called once with the
   * owner, for the user to read. The returned function gives it back. Rejects with CancelledError, or QM_READ_ONLY where
   * no lock can be made.
   */
  acquire(path: string, onWait: (owner: string) => void, signal: AbortSignal): Promise<() => Promise<void>>;
}
