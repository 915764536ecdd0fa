import { absolute } from '../base/path.ts';
import { isLockfile } from '../model/lockfile.ts';
import type { FileChange } from '../model/resolution.ts';
import type { Files } from '../ports/files.ts';
import type { WriteAhead } from '../ports/user-state.ts';
import { sameBytes, toChanges, writeSide } from './file-records.ts';

/**
 * `untouched`: nothing was about to change yet. `restored`: as before the operation. `kept`: somebody edited a file
 * since; nothing was overwritten.
 */
export type Recovery = 'untouched' | 'restored' | 'kept';

/**
 * Puts back the manifests and the lockfile of an operation whose process died. A manifest that has neither the bytes from
 * before nor those we meant to write was edited by the user: then nothing at all is touched. A lockfile of other bytes is
 * the manager's own half-written one where our change of the manifest stands, or where it is empty; elsewhere somebody
 * brought it, by a pull or an install of their own, and it stays.
 */
export async function recoverFiles(files: Files, record: WriteAhead): Promise<Recovery> {
  const changes = toChanges(record.files);
  if (changes.length === 0) return 'untouched';
  const [manifests, lockfiles] = [changes.filter(isWritten), changes.filter((change) => !isWritten(change))];
  const read = (change: FileChange): Promise<Uint8Array | undefined> => files.read(absolute(record.root, change.path));
  let begun = false;
  for (const change of manifests) {
    const now = await read(change);
    if (!sameBytes(now, change.before) && !sameBytes(now, change.after)) return 'kept';
    begun ||= !sameBytes(now, change.before);
  }
  const ours: FileChange[] = [];
  for (const change of lockfiles) {
    const now = await read(change);
    if (begun || now?.length === 0 || sameBytes(now, change.after)) ours.push(change);
  }
  await writeSide(files, record.root, [...manifests, ...ours], 'before');
  return 'restored';
}

function isWritten({ path }: FileChange): boolean {
  return !isLockfile(path);
}
