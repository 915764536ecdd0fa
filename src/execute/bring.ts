import type { FileChange } from '../model/resolution.ts';
import type { Files } from '../ports/files.ts';
import type { ManagerDriver } from '../ports/manager-driver.ts';
import { baseMoved, writeSide } from './file-records.ts';

interface BringContext {
  readonly files: Files;
  readonly driver: ManagerDriver;
}

/** Rejects with QM_BASE_MOVED where a person's edit cannot be brought together with the change. */
export async function bring(
  { files, driver }: BringContext,
  root: string,
  changes: readonly FileChange[],
  side: 'before' | 'after',
): Promise<void> {
  const kept = await writeSide(files, root, changes, side, driver);
  if (kept.length > 0) throw baseMoved();
}

/**
 * What is brought to a side before the install. A file that the side has not is removed after it: npm takes packages out
 * of node_modules only where a lockfile tells it that they were there. A manager that makes its trees anew knows that by
 * itself, and refuses a lockfile that does not fit.
 */
export function beforeInstall(
  { keepsTrees }: ManagerDriver,
  changes: readonly FileChange[],
  side: 'before' | 'after',
): readonly FileChange[] {
  return keepsTrees ? changes.filter((change) => change[side] !== undefined) : changes;
}

export function absent(changes: readonly FileChange[], side: 'before' | 'after'): readonly FileChange[] {
  return changes.filter((change) => change[side] === undefined);
}
