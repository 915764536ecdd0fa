import * as vscode from 'vscode';

/** The built-in TypeScript extension. */
const typescriptExtension = 'vscode.typescript-language-features';

/**
 * TypeScript's own squiggle may outlive an install (microsoft/vscode: "Cannot find module" stays until the server looks
 * again). Reloading the projects makes it look, and costs less than a restart of the server.
 */
export async function nudgeTypeScript(): Promise<void> {
  if (vscode.extensions.getExtension(typescriptExtension)?.isActive !== true) return;
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined) return;
  const id = document.languageId.startsWith('javascript') ? 'javascript.reloadProjects' : 'typescript.reloadProjects';
  // Refused where no project is open; then there is nothing to nudge.
  await Promise.resolve(vscode.commands.executeCommand(id)).catch(() => undefined);
}
