import { t } from '@vscode/l10n';
import { absolute, type RelativePath } from '../base/path.ts';
import { recoverFiles, type Recovery } from '../execute/recover.ts';
import type { OperationError } from '../model/operation.ts';
import type { Journal } from '../ports/journal.ts';
import type { EngineContext } from './context.ts';
import type { JournalKeeper } from './journal-keeper.ts';

/**
 * Ends what dead processes left open in this folder, each project under its lock: whoever holds it may be in the middle
 * of the very files.
 */
export async function recoverAbandoned(context: EngineContext, keeper: JournalKeeper): Promise<void> {
  const roots = new Set((await context.user.abandoned(context.root)).map((record) => record.root));
  for (const root of roots) {
    const project = root === context.root ? '' : root.slice(context.root.length + 1).replaceAll('\\', '/');
    const release = await lockProject(context, project, () => undefined, new AbortController().signal);
    try {
      await recoverProject(context, await keeper.read(), project);
    } finally {
      await release();
    }
  }
}

/**
 * To be called with the project's lock held, before anything is begun in it. The package manager that was left behind
 * is ended, the files are put back, the row is closed, and the log says so.
 */
export async function recoverProject(
  context: EngineContext,
  journal: Journal | undefined,
  project: RelativePath,
): Promise<void> {
  const root = absolute(context.root, project);
  const records = (await context.user.abandoned(root)).filter((record) => record.root === root);
  for (const record of records) {
    const child = await context.user.runningChild(record.operation);
    if (child !== undefined) await context.run.endGroup(child);
    const recovery = await recoverFiles(context.files, record);
    context.log.warn(`operation ${record.operation} was interrupted: ${recovery}`);
    journal?.update(record.operation, {
      status: recovery === 'restored' ? 'rolled-back' : 'needs-user',
      step: undefined,
      endedAt: context.clock.now().toISOString(),
      error: interrupted(recovery),
    });
    await context.user.closeWriteAhead(record.operation);
  }
}

/** The lock of a project, over all windows, containers and the command line. */
export function lockProject(
  context: EngineContext,
  project: RelativePath,
  onWait: () => void,
  signal: AbortSignal,
): Promise<() => Promise<void>> {
  const name = project === '' ? 'root' : project.replace(/[^\w-]+/g, '_');
  return context.lock.acquire(`${absolute(context.root, '.quartermaster')}/locks/${name}`, onWait, signal);
}

function interrupted(recovery: Recovery): OperationError {
  return {
    code: 'QM_INTERNAL',
    message: t('Quartermaster was ended in the middle of this operation.'),
    hint:
      recovery === 'restored'
        ? t('package.json and the lockfile are as they were. Run an install to bring node_modules back.')
        : t('A file was edited since, so nothing was overwritten. Compare it with version control.'),
    details: undefined,
  };
}
