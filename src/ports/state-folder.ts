import type { SqlDatabase } from './sql.ts';

/** What came of opening a folder's state. */
export type StateAnswer =
  | { readonly kind: 'open'; readonly database: SqlDatabase }
  /** Nothing of this user's is there; `create` was not asked for. */
  | { readonly kind: 'none' }
  /** This runtime has no SQLite: findings only, no writes. */
  | { readonly kind: 'unavailable' };

/**
 * `.quartermaster/` of a workspace folder. What this user's own folder does not know by real path, device, inode and
 * id came with the repository or with a copy: it is set aside unopened.
 */
export interface StateFolder {
  /**
   * Opens the database of `root` (real path). With `create` a missing one is made and a foreign folder is renamed away;
   * `onSetAside` is told its new name. Rejects with QM_STATE_UNAVAILABLE or QM_READ_ONLY.
   */
  open(root: string, create: boolean, onSetAside: (path: string) => void): Promise<StateAnswer>;
  /** False where the database that this user has there was taken away, or another put in its place, since it was opened. */
  stands(root: string): Promise<boolean>;
  /** Removes it, where it is this user's; what came with the repository stays. Its database must be closed. */
  forget(root: string): Promise<void>;
}
