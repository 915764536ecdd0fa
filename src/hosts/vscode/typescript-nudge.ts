import * as vscode from 'vscode';

/** Languages of the built-in TypeScript extension. */
const served: ReadonlySet<string> = new Set(['javascript', 'javascriptreact', 'typescript', 'typescriptreact']);

/** The extension itself. */
const typescriptExtension = 'vscode.typescript-language-features';

/**
 * TypeScript's own squiggle may outlive an install (microsoft/vscode: "Cannot find module" stays until the server looks
 * again). Reloading the projects makes it look, and costs less than a restart of the server. Its one server has all the
 * projects of all open documents, whichever editor is active, or none.
 */
export async function nudgeTypeScript(): Promise<void> {
  if (vscode.extensions.getExtension(typescriptExtension)?.isActive !== true) return;
  const isOpen = vscode.workspace.textDocuments.some(({ languageId }) => served.has(languageId));
  if (!isOpen) return;
  // Refused where no project is open; then there is nothing to nudge.
  await Promise.resolve(vscode.commands.executeCommand('typescript.reloadProjects')).catch(() => undefined);
}
