import { absolute, baseNameOf, type RelativePath } from '../base/path.ts';
import type { OperationId } from '../model/operation.ts';
import { shadowPrefix } from '../trial/shadow-resolve.ts';
import type { EngineContext } from './context.ts';

/** A project's name as a file's: locks and snapshots are kept by it. */
export function projectKey(project: RelativePath): string {
  return project === '' ? 'root' : project.replace(/[^\w-]+/g, '_');
}

/** Where the trees of an operation are kept while it runs: in the workspace, since only one disk can be linked and renamed on. */
export function snapshotFolder(context: EngineContext, project: RelativePath, operation: OperationId): string {
  const own = absolute(context.root, '.quartermaster');
  return `${own}/snap/${projectKey(project)}/${operation.replace(/[^\w-]/g, '')}`;
}

/** Only what is one by its name: the record is a file, and files can be edited. */
export async function removeShadow({ files, log }: EngineContext, folder: string): Promise<void> {
  if (!baseNameOf(folder).startsWith(shadowPrefix)) return log.warn(`not a shadow folder, left alone: ${folder}`);
  await files.remove(folder);
}

/** Where packages are kept that were built. */
export function buildsFolder(context: EngineContext, project: RelativePath, operation: OperationId): string {
  return `${snapshotFolder(context, project, operation)}/builds`;
}
