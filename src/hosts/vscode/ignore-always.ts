import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { IgnorePackage } from './editor/ignore-actions.ts';

/**
 * Adds to the list that counts for the folder, and keeps it where it is kept: the folder's own settings win over those of
 * the workspace. A list that is new there stands in place of the user's, so it begins with what that says.
 */
export async function ignoreAlways({ name, folder }: IgnorePackage): Promise<void> {
  // There a list of the workspace does not count.
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showInformationMessage(
      t('This needs a trusted workspace: until then its settings do not count.'),
    );
    return;
  }
  const settings = vscode.workspace.getConfiguration('quartermaster', vscode.Uri.parse(folder));
  const lists = settings.inspect<string[]>('ignorePackages');
  const counts = lists?.workspaceFolderValue ?? lists?.workspaceValue ?? lists?.globalValue ?? [];
  const { Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  await settings.update(
    'ignorePackages',
    [...new Set([...counts, name])],
    lists?.workspaceFolderValue === undefined ? Workspace : WorkspaceFolder,
  );
}
