import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import { absolute, foldersAbove } from '../base/path.ts';
import type { DriverContext } from '../ports/manager-driver.ts';
import { readJsonObject } from './json.ts';

/**
 * Rejects with QM_PROJECT_HOOKS where a folder above the shadow is a workspace. A manager that looks upward for one takes
 * its configuration and resolves there, and a shadow stands in the system's temporary folder, which every user of a
 * machine may write to.
 */
export async function assertNoWorkspaceAbove(
  { cwd, project, scratch, files }: DriverContext,
  manager: string,
): Promise<void> {
  if (cwd === project) return;
  // The first is the shadow's own.
  const [, ...folders] = foldersAbove(scratch);
  for (const path of folders.map((folder) => absolute(folder, 'package.json'))) {
    const text = new TextDecoder().decode((await files.read(path)) ?? new Uint8Array());
    if (readJsonObject(text)['workspaces'] === undefined) continue;
    throw new QmError('QM_PROJECT_HOOKS', {
      message: t('{0} would go by {1} while it resolves, and that is not of this project.', manager, path),
      hint: t('Remove that file, or let TMPDIR name a folder that only you can write to.'),
    });
  }
}
