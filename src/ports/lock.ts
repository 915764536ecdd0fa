/** One writer a folder, over all windows, containers and the command line. */
export interface FolderLock {
  /**
   * Waits until the lock of this folder is ours. `onWait` is called once with the owner, for the user to read.
   * The returned function gives it back. Rejects with CancelledError, or QM_READ_ONLY where no lock can be made.
   */
  acquire(folder: string, onWait: (owner: string) => void, signal: AbortSignal): Promise<() => Promise<void>>;
}
