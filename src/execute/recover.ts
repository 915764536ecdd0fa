import { absolute } from '../base/path.ts';
import type { Files } from '../ports/files.ts';
import type { WriteAhead } from '../ports/user-state.ts';
import { sameBytes, toChanges, writeSide } from './file-records.ts';

/**
 * `untouched`: nothing was about to change yet. `restored`: as before the operation. `kept`: somebody edited a file
 * since; nothing was overwritten.
 */
export type Recovery = 'untouched' | 'restored' | 'kept';

/**
 * Puts back the manifests and the lockfile of an operation whose process died. A file that has neither the bytes from
 * before nor those we meant to write was edited by the user: then nothing at all is touched. A lockfile of no bytes is
 * the manager's own half-written one.
 */
export async function recoverFiles(files: Files, record: WriteAhead): Promise<Recovery> {
  const changes = toChanges(record.files);
  if (changes.length === 0) return 'untouched';
  for (const change of changes) {
    const now = await files.read(absolute(record.root, change.path));
    const ours = sameBytes(now, change.before) || sameBytes(now, change.after) || now?.length === 0;
    if (!ours) return 'kept';
  }
  await writeSide(files, record.root, changes, 'before');
  return 'restored';
}
