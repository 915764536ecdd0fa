import * as vscode from 'vscode';
import type { Finding } from '../../../model/finding.ts';
import { diskTree } from '../../../node/disk-tree.ts';

/**
 * Where docs/findings.md, which comes with the extension, explains a kind. VS Code opens the target of a diagnostic's
 * code as a text file: its fragment can name a line, not a heading, and a command is refused.
 */
export function findingsPage(extensionUri: vscode.Uri): (kind: Finding['kind']) => vscode.Uri {
  const page = vscode.Uri.joinPath(extensionUri, 'docs', 'findings.md');
  let lines: readonly string[] | undefined;
  return (kind) => {
    lines ??= (diskTree.readText(page.fsPath) ?? '').split('\n');
    return page.with({ fragment: `L${lines.indexOf(`## ${kind}`) + 1}` });
  };
}
