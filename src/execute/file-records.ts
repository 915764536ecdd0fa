import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import { absolute, baseNameOf, type RelativePath } from '../base/path.ts';
import { isLockfile } from '../model/lockfile.ts';
import type { FileRecord } from '../model/operation.ts';
import type { FileChange } from '../model/resolution.ts';
import type { Files } from '../ports/files.ts';
import {
  differByCatalogs,
  isManagersWriting,
  mergeBuildLists,
  mergeCatalogs,
  type ConfigKeeper,
} from './config-merge.ts';
import { mergeManifest } from './manifest-merge.ts';

/** Bytes as they are kept in the journal. */
export function toRecords(changes: readonly FileChange[]): readonly FileRecord[] {
  return changes.map(({ path, before, after }) => ({ path, before: encode(before), after: encode(after) }));
}

export function toChanges(records: readonly FileRecord[]): readonly FileChange[] {
  return records.map(({ path, before, after }) => ({ path, before: decode(before), after: decode(after) }));
}

/** The change that takes these back. */
export function inverted(changes: readonly FileChange[]): readonly FileChange[] {
  return changes.map(({ path, before, after }) => ({ path, before: after, after: before }));
}

/** True where every file still has the bytes of that side. */
export async function standsAt(
  files: Files,
  root: string,
  changes: readonly FileChange[],
  side: 'before' | 'after',
): Promise<boolean> {
  for (const change of changes) {
    if (!sameBytes(await files.read(absolute(root, change.path)), change[side])) return false;
  }
  return true;
}

/** Rejects with QM_BASE_MOVED where someone changed a file since the change was made up. */
export async function assertBase(files: Files, root: string, changes: readonly FileChange[]): Promise<void> {
  if (!(await standsAt(files, root, changes, 'before'))) throw baseMoved();
}

/** Somebody else changed the files of a change: nothing of theirs is overwritten. */
export function baseMoved(): QmError {
  return new QmError('QM_BASE_MOVED', {
    message: t('package.json or the lockfile was changed by someone else in the meantime.'),
    hint: t('Nothing was overwritten. Try again.'),
  });
}

/**
 * Brings every file to one side, and returns those that could not be: somebody else has changed them meanwhile. A
 * manifest or a file of catalogs that has bytes of neither side was edited by a person: our change is made in what they
 * wrote, and the rest of it stays. Lockfiles, and what the manager itself wrote by what `keeper` knows, are overwritten:
 * nobody's words are lost in them. Any other file of other bytes is left as it is.
 */
export async function writeSide(
  files: Files,
  root: string,
  changes: readonly FileChange[],
  side: 'before' | 'after',
  keeper?: ConfigKeeper,
): Promise<readonly RelativePath[]> {
  const kept: RelativePath[] = [];
  const other = side === 'after' ? 'before' : 'after';
  for (const change of changes) {
    const path = absolute(root, change.path);
    const now = await files.read(path);
    if (sameBytes(now, change[side])) continue;
    const isOurs =
      sameBytes(now, change[other]) || isLockfile(change.path) || (await isManagersWriting(keeper, change, now));
    // Theirs, and nothing of ours in it.
    if (!isOurs && !isManifest(change.path) && sameBytes(change.before, change.after)) continue;
    const bytes = isOurs ? change[side] : await mergeFile(keeper, change, now, side);
    if (!isOurs && bytes === undefined) kept.push(change.path);
    else if (bytes === undefined) await files.remove(path);
    else if (!sameBytes(now, bytes)) await files.writeAtomic(path, bytes);
  }
  return kept;
}

/** Undefined where our change cannot be told from what somebody wrote there. */
async function mergeFile(
  keeper: ConfigKeeper | undefined,
  change: FileChange,
  now: Uint8Array | undefined,
  side: 'before' | 'after',
): Promise<Uint8Array | undefined> {
  const [from, to] = side === 'after' ? [change.before, change.after] : [change.after, change.before];
  const catalogs = keeper?.catalogs?.path === change.path ? keeper.catalogs : undefined;
  const own = isManifest(change.path) ? mergeManifest(now, from, to) : now;
  const merged =
    keeper !== undefined && isManifest(change.path) ? await mergeBuildLists(keeper, change.path, own, from, to) : own;
  if (catalogs === undefined) return isManifest(change.path) ? merged : undefined;
  if (!isManifest(change.path) && !(await differByCatalogs(catalogs, from, to))) return undefined;
  return mergeCatalogs(catalogs, merged, from, to);
}

/** Ours to edit, entry by entry. */
export function isManifest(path: RelativePath): boolean {
  return baseNameOf(path) === 'package.json';
}

export function sameBytes(left: Uint8Array | undefined, right: Uint8Array | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

function encode(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

function decode(text: string | undefined): Uint8Array | undefined {
  return text === undefined ? undefined : Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
