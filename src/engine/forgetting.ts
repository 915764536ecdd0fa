import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import type { ProjectMap } from '../model/project.ts';
import type { EngineContext } from './context.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import { lockAll } from './recovery.ts';

/** Removes what is kept of a folder: history, the user's own rules, mode, caches. Rejects with QM_BUSY while anybody works in it. */
export async function forgetFolder(context: EngineContext, keeper: JournalKeeper, map: ProjectMap): Promise<void> {
  const { root, state, user, scanner } = context;
  if (await state.stands(root)) {
    // Another window, or the command line, may be in the middle of an operation, with what it takes to undo it in here.
    const release = await lockAll(
      context,
      map.projects.map((project) => project.root),
    );
    if (release === undefined) throw busy();
    keeper.close();
    await state.forget(root).finally(release);
  }
  keeper.close();
  await user.forget(root);
  await scanner.forget(root);
}

/** Somebody works in the folder. */
export function busy(): QmError {
  return new QmError('QM_BUSY', {
    message: t('An operation is running in this folder.'),
    hint: t('Wait for its end, or cancel it, then try again.'),
  });
}
