import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Disposable } from '../../base/lifecycle.ts';
import { baseNameOf, type RelativePath } from '../../base/path.ts';
import type { Operation } from '../../model/operation.ts';
import type { FolderEntry, Folders } from './folders.ts';
import { fromAddress, operationScheme, textOf, toAddress, type OperationFile, type Side } from './operation-files.ts';
import { operationTitle } from './words.ts';

/** Gives the editor the files of past operations, to be read only. */
export function registerOperationFiles(folders: Folders): Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(operationScheme, {
    provideTextDocumentContent: async ({ path, query }) => {
      const file = fromAddress(path, query);
      return (file && (await contentOf(folders, file))) ?? t('This operation is not in the history any more.');
    },
  });
}

/** Shows a file of an operation as it was before on the left, and after on the right. */
export async function showOperationDiff(entry: FolderEntry, operation: Operation, path: RelativePath): Promise<void> {
  const uri = (side: Side): vscode.Uri => uriOf(entry, operation, side, path);
  const title = t({
    message: '{0} (before / after {1})',
    args: [baseNameOf(path), operationTitle(operation)],
    comment: '{0} is a file name, {1} an operation, such as Install axios.',
  });
  await vscode.commands.executeCommand('vscode.diff', uri('before'), uri('after'), title);
}

/** Shows a file as it was before an operation on the left, and as it stands on the right, where it can be edited. */
export async function showStandingDiff(
  entry: FolderEntry,
  operation: Operation,
  path: RelativePath,
  standing: vscode.Uri,
): Promise<void> {
  const isThere = await vscode.workspace.fs.stat(standing).then(
    () => true,
    () => false,
  );
  // Where none stands, what was there before is shown alone.
  const before = uriOf(entry, operation, 'before', path);
  if (!isThere) return void (await vscode.window.showTextDocument(before));
  const title = t('{0} (before / now)', baseNameOf(path));
  await vscode.commands.executeCommand('vscode.diff', before, standing, title);
}

function uriOf(entry: FolderEntry, operation: Operation, side: Side, path: RelativePath): vscode.Uri {
  const file = { folder: entry.folder.uri.toString(), operation: operation.id, side, path };
  return vscode.Uri.from({ scheme: operationScheme, ...toAddress(file) });
}

async function contentOf(folders: Folders, { folder, operation, path, side }: OperationFile) {
  const entry = folders.all.find((candidate) => candidate.folder.uri.toString() === folder);
  const found = await entry?.engine.history.operation(operation);
  return found && textOf(found, path, side);
}
