import { delimiter, join } from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { errorText } from '../../base/errors.ts';
import { DisposableStore, toDisposable, type Disposable } from '../../base/lifecycle.ts';
import { writeTerminalShim } from '../../node/terminal-shim.ts';
import type { Log } from '../../ports/log.ts';
import { openFoldersVariable } from '../open-folders.ts';
import type { Folders } from './folders.ts';

/**
 * Puts `quartermaster` on the PATH of VS Code's terminals: a shim that runs the bundled command line on the editor's
 * own Node, so that it works where the project's Node is too old for it.
 */
export function registerTerminalCommand(context: vscode.ExtensionContext, folders: Folders, log: Log): Disposable {
  const store = new DisposableStore();
  store.add(folders.onDidChangeFolders(() => tellFolders(context, folders)));
  const timer = setTimeout(() => {
    try {
      const folder = join(context.globalStorageUri.fsPath, 'bin');
      writeTerminalShim(folder, join(context.extensionPath, 'dist', 'cli.js'));
      context.environmentVariableCollection.description = t('Adds the command quartermaster.');
      context.environmentVariableCollection.prepend('PATH', `${folder}${delimiter}`);
    } catch (error) {
      log.warn(`the terminal command could not be set up: ${errorText(error)}`);
    }
  }, 0);
  store.add(toDisposable(() => clearTimeout(timer)));
  return store;
}

function tellFolders(context: vscode.ExtensionContext, folders: Folders): void {
  const roots = folders.all.map((entry) => entry.engine.root).filter((root) => !root.includes(delimiter));
  context.environmentVariableCollection.replace(openFoldersVariable, roots.join(delimiter));
}
