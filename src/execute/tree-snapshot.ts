import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import { absolute, type RelativePath } from '../base/path.ts';
import type { Files } from '../ports/files.ts';

/** What an install makes beside a manifest, by its path from the project's root, and whether it stood there before. */
export interface TreeState {
  readonly path: RelativePath;
  readonly existed: boolean;
}

/**
 * Keeps the trees as they are, in `folder`, by hard links: 0.06 s for 162 packages, 2 s for 1,600, where the package
 * manager needs 3 s and 50 s to make them anew. Undefined where they cannot be kept so, and then nothing is left there.
 */
export async function takeSnapshot(
  files: Files,
  root: string,
  trees: readonly RelativePath[],
  folder: string,
): Promise<readonly TreeState[] | undefined> {
  const states: TreeState[] = [];
  for (const [index, path] of trees.entries()) {
    const existed = await files.exists(absolute(root, path));
    if (existed && !(await files.linkTree(absolute(root, path), keptAt(folder, index)))) {
      for (let each = 0; each < index; each++) await files.remove(keptAt(folder, each));
      return undefined;
    }
    states.push({ path, existed });
  }
  return states;
}

/**
 * Puts the trees back: what stands there is moved aside, what was kept takes its place. May be broken off at any
 * instant and done again.
 */
export async function restoreSnapshot(
  files: Files,
  root: string,
  states: readonly TreeState[],
  folder: string,
): Promise<void> {
  for (const [index, { path, existed }] of states.entries()) {
    const [now, kept, aside] = [absolute(root, path), keptAt(folder, index), `${folder}/broken-${index}`];
    const isKept = existed && (await files.exists(kept));
    if (existed && !isKept) {
      // It was put back already; unless the whole folder is gone with it.
      if (await files.exists(folder)) continue;
      throw snapshotGone(path);
    }
    if (await files.exists(now)) {
      await files.remove(aside);
      await files.move(now, aside);
    }
    if (existed) await files.move(kept, now);
  }
}

function snapshotGone(path: RelativePath): QmError {
  return new QmError('QM_VERIFY_FAILED', {
    message: t('What was kept of {0} is gone: somebody removed it.', path),
    hint: t('Run an install with your package manager to bring it back.'),
  });
}

export async function anyTree(files: Files, root: string, paths: readonly RelativePath[]): Promise<boolean> {
  for (const path of paths) if (await files.exists(absolute(root, path))) return true;
  return false;
}

function keptAt(folder: string, index: number): string {
  return `${folder}/kept-${index}`;
}
