/**
 * Remembers what was read out of a source file, by its path, size, time and content hash. Lives in the user's cache
 * folder, so that a repository can neither bring nor see it. Losing it costs time, nothing else.
 */
export interface ScanCache {
  load(root: string): Promise<ReadonlyMap<string, unknown>>;
  save(root: string, entries: ReadonlyMap<string, unknown>): Promise<void>;
  forget(root: string): Promise<void>;
}
