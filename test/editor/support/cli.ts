import path from 'node:path';
import * as vscode from 'vscode';
import { run } from '../../support/run-command.ts';
import { workspace } from './workspace.ts';

/** A row of the history as the command line prints it. */
export interface HistoryRow {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly triggeredBy: string;
  readonly error?: { readonly code: string };
  readonly packages: readonly { readonly name: string; readonly from: string | null; readonly to: string | null }[];
}

interface Answer<T> {
  readonly code: number;
  readonly document: T;
}

/** Runs the command line that came with the extension, on the editor's Node and with the editor's user folder. */
export async function cli<T>(args: readonly string[], folder = workspace): Promise<Answer<T>> {
  const extension = vscode.extensions.getExtension('quartermaster.quartermaster');
  const script = path.join(extension?.extensionPath ?? '', 'dist/cli.js');
  const all = [script, ...args, '--json', '--cwd', folder];
  const { code, stdout, stderr } = await run(process.execPath, all, { env: process.env });
  if (code === 2) throw new Error(`quartermaster ${args.join(' ')} could not run: ${stderr}`);
  return { code, document: JSON.parse(stdout) as T };
}

/** What was done in a folder, newest first. */
export async function history(folder?: string): Promise<readonly HistoryRow[]> {
  const { document } = await cli<{ operations: readonly HistoryRow[] }>(['history'], folder);
  return document.operations;
}
