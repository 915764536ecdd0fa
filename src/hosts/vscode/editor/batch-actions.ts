import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { isMendable, isMissing, standsIn, type MendableFinding } from '../../../model/finding.ts';
import type { FolderEntry } from '../folders.ts';
import { command } from './actions.ts';
import type { InstallFindings } from './install-actions.ts';

/** Each carries what it counts, and installs that and nothing else. `isOne`: the workspace has no other folder. */
export function batchActions(
  entry: FolderEntry,
  file: string,
  diagnostic: vscode.Diagnostic,
  isOne: boolean,
): readonly vscode.CodeAction[] {
  const wanted = entry.engine.findings
    .filter(isMendable)
    .filter((finding) => entry.engine.obstacle(finding.manifest) === undefined);
  const inFile = wanted.filter((finding) => standsIn(finding, file));
  const make = (title: string, findings: readonly MendableFinding[]): vscode.CodeAction => {
    const ids = findings.map(({ id }) => id);
    const argument: InstallFindings = { folder: entry.folder.uri.toString(), findings: ids };
    return command(title, 'quartermaster.internal.install', diagnostic, [argument]);
  };
  const actions: vscode.CodeAction[] = [];
  if (inFile.length > 1) actions.push(make(batchTitle(inFile, 'file'), inFile));
  if (wanted.length > inFile.length || wanted.length > 1) {
    actions.push(make(batchTitle(wanted, isOne ? 'workspace' : { folder: entry.folder.name }), wanted));
  }
  return actions;
}

/** Of at least two of them. */
function batchTitle(
  findings: readonly MendableFinding[],
  of: 'file' | 'workspace' | { readonly folder: string },
): string {
  const [count, missing] = [findings.length, findings.filter(isMissing).length];
  if (of === 'file') {
    if (missing === count) return t('Install all {0} missing packages of this file', count);
    return missing === 0
      ? t('Install all {0} mismatched packages of this file', count)
      : t('Install all {0} missing or mismatched packages of this file', count);
  }
  if (of === 'workspace') {
    if (missing === count) return t('Install all {0} missing packages of the workspace', count);
    return missing === 0
      ? t('Install all {0} mismatched packages of the workspace', count)
      : t('Install all {0} missing or mismatched packages of the workspace', count);
  }
  if (missing === count) return t('Install all {0} missing packages of {1}', count, of.folder);
  return missing === 0
    ? t('Install all {0} mismatched packages of {1}', count, of.folder)
    : t('Install all {0} missing or mismatched packages of {1}', count, of.folder);
}
