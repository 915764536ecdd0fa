import { absolute, type RelativePath } from '../base/path.ts';
import { isLockfile } from '../model/lockfile.ts';
import type { FileChange } from '../model/resolution.ts';
import type { Files } from '../ports/files.ts';
import type { WriteAhead } from '../ports/user-state.ts';
import type { ConfigKeeper } from './config-merge.ts';
import type { OthersWork } from './others-work.ts';
import { isManifest, sameBytes, toChanges, writeSide } from './file-records.ts';

/**
 * `untouched`: nothing was about to change yet. `restored`: as before the operation. `merged`: the same, with what the user
 * edited since. `joined`: the same, with what somebody installed since; lockfile and trees are to be made to fit. `kept`:
 * what the user edited cannot be told from the change, so the files were left as they are.
 */
export type Recovery = 'untouched' | 'restored' | 'merged' | 'joined' | 'kept';

/**
 * Puts back the manifests and the lockfile of an operation whose process died. Out of a manifest that its user edited
 * since only the change itself is taken. A lockfile of other bytes is the manager's own half-written one where our change
 * of the manifest stands, or where it is empty; elsewhere somebody brought it, by a pull or an install of their own, and it
 * stays. `headMoved`: git has something else checked out now; then manifest and lockfile that are both of other bytes are
 * another branch's, and nothing is touched. `others`: what somebody installed since, whose lockfile stays. `keeper`:
 * undefined where the project cannot be read as it stands.
 */
export async function recoverFiles(
  files: Files,
  record: WriteAhead,
  headMoved: boolean,
  { others, keeper }: { readonly others?: OthersWork | undefined; readonly keeper?: ConfigKeeper | undefined } = {},
): Promise<Recovery> {
  const changes = toChanges(record.files);
  if (changes.length === 0 || !record.begun) return 'untouched';
  const states = await Promise.all(
    changes.map(async (change) => stateOf(await files.read(absolute(record.root, change.path)), change)),
  );
  const of = (isKind: (path: RelativePath) => boolean): readonly State[] =>
    states.filter((_, index) => isKind(changes[index]?.path ?? ''));
  const [manifests, lockfiles] = [of(isManifest), of(isLockfile)];
  if (headMoved && manifests.includes('foreign') && lockfiles.includes('foreign')) return 'kept';
  const isWritten = manifests.some((state) => state !== 'before');
  const mine = changes.filter(
    ({ path }, index) =>
      others?.lockfiles.has(path) !== true && (isWritten || !isLockfile(path) || states[index] !== 'foreign'),
  );
  const kept = await writeSide(files, record.root, mine, 'before', keeper);
  if (kept.length > 0) return 'kept';
  if (others !== undefined) return 'joined';
  return manifests.includes('foreign') ? 'merged' : 'restored';
}

type State = 'before' | 'after' | 'foreign';

/** A lockfile of no bytes is one that its manager was about to write. */
function stateOf(now: Uint8Array | undefined, { path, before, after }: FileChange): State {
  if (sameBytes(now, before)) return 'before';
  return sameBytes(now, after) || (isLockfile(path) && now?.length === 0) ? 'after' : 'foreign';
}
