import * as vscode from 'vscode';
import type { IgnorePackage } from './editor/quick-fixes.ts';

/** Where the list that counts for the folder is kept: its own settings win over those of the workspace. */
export async function ignoreAlways({ name, folder }: IgnorePackage): Promise<void> {
  const settings = vscode.workspace.getConfiguration('quartermaster', vscode.Uri.parse(folder));
  const { workspaceFolderValue, workspaceValue } = settings.inspect<string[]>('ignorePackages') ?? {};
  const { Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  const value = new Set([...(workspaceFolderValue ?? workspaceValue ?? []), name]);
  await settings.update('ignorePackages', [...value], workspaceFolderValue === undefined ? Workspace : WorkspaceFolder);
}
