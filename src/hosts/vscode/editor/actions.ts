import * as vscode from 'vscode';
import { dataConfigNames, sourceEndings } from '../../../scan/source-kind.ts';
import type { CommandId, InternalCommandId } from '../contributions.ts';

/** Where a package is used, and where it is named or declared. */
export const findingPlaces: readonly vscode.DocumentFilter[] = [
  { scheme: 'file', pattern: `**/*.{${sourceEndings.join(',')}}` },
  { scheme: 'file', pattern: `**/{package.json,${dataConfigNames.join(',')}}` },
];

/** How long a lightbulb or a hover may wait for the registry. */
const patienceMs = 1_500;

/** What was asked, or `otherwise` where it fails, is late, or the lightbulb is closed. */
export async function inTime<T>(asked: Promise<T>, token: vscode.CancellationToken, otherwise: () => T): Promise<T> {
  const late = new Promise<T>((resolve) => {
    const timer = setTimeout(() => resolve(otherwise()), patienceMs);
    token.onCancellationRequested(() => {
      clearTimeout(timer);
      resolve(otherwise());
    });
  });
  return Promise.race([asked.catch(otherwise), late]);
}

/** Each names the diagnostic that it answers: VS Code sorts those that name none behind all others. */
export function quickFix(title: string, diagnostic: vscode.Diagnostic): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  return action;
}

/** A quick fix that is a command of ours. */
export function command(
  title: string,
  id: CommandId | InternalCommandId,
  diagnostic: vscode.Diagnostic,
  args: readonly unknown[] = [],
): vscode.CodeAction {
  const action = quickFix(title, diagnostic);
  action.command = { command: id, title, arguments: [...args] };
  return action;
}
