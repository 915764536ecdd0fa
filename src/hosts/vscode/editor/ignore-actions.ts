import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { isYamlConfig } from '../../../scan/source-kind.ts';
import {
  ignoreHereComment,
  ignoreNextLineComment,
  ignoreNextLineStyleComment,
  ignoreNextLineYamlComment,
  takesComments,
} from '../../../scan/suppress.ts';
import type { FolderEntry } from '../folders.ts';
import { command, quickFix } from './actions.ts';

/** Argument of `quartermaster.internal.ignoreAlways`. */
export interface IgnorePackage {
  readonly name: string;
  readonly folder: string;
}

export function ignoreActions(
  document: vscode.TextDocument,
  entry: FolderEntry,
  diagnostic: vscode.Diagnostic,
  name: string,
): readonly vscode.CodeAction[] {
  const always = alwaysIgnore(entry, diagnostic, name);
  if (!takesComments(document.uri.path, document.getText())) return always;
  const here = quickFix(t('Ignore {0} here', name), diagnostic);
  here.edit = new vscode.WorkspaceEdit();
  const { at, text } = ignoreComment(document, diagnostic.range.start);
  here.edit.insert(document.uri, at, text);
  return [here, ...always];
}

/** In Restricted Mode a list of the workspace does not count. */
export function alwaysIgnore(
  entry: FolderEntry,
  diagnostic: vscode.Diagnostic,
  name: string,
): readonly vscode.CodeAction[] {
  if (!vscode.workspace.isTrusted) return [];
  const argument: IgnorePackage = { name, folder: entry.folder.uri.toString() };
  const title = t('Always ignore {0} in this workspace', name);
  return [command(title, 'quartermaster.internal.ignoreAlways', diagnostic, [argument])];
}

/**
 * A line of its own above the import; right before the specifier where the line may have begun as text, in JSX or in a
 * template, in which a comment would be read as text too.
 */
function ignoreComment(document: vscode.TextDocument, specifier: vscode.Position) {
  const line = document.lineAt(specifier.line);
  const indent = line.text.slice(0, line.firstNonWhitespaceCharacterIndex);
  const before = line.text.slice(indent.length, specifier.character);
  const isYaml = isYamlConfig(document.uri.path, document.getText());
  if (!isYaml && !/^(?:import\b|export\b|\/)/.test(before) && /[`{}<>]/.test(before)) {
    // The diagnostic stands on the name, inside of its quotes.
    return { at: specifier.translate(0, -1), text: `${ignoreHereComment} ` };
  }
  const eol = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  return {
    at: line.range.start,
    text: `${indent}${isYaml ? ignoreNextLineYamlComment : lineCommentFor(before)}${eol}`,
  };
}

/** `before`: what stands on the line before the specifier. */
function lineCommentFor(before: string): string {
  const isStyle = /^@(?:import|use|forward|plugin|reference)\b/i.test(before);
  return isStyle ? ignoreNextLineStyleComment : ignoreNextLineComment;
}
