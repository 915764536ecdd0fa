import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../../base/lifecycle.ts';
import { isMissing, type FindingId, type MissingFinding } from '../../../model/finding.ts';
import type { Proposal } from '../../../model/install.ts';
import { isKnownVulnerable } from '../../../policy/gate.ts';
import type { FolderEntry, Folders } from '../folders.ts';
import type { LanguageModels } from '../language-models.ts';
import { rowId } from '../dashboard/dashboard-model.ts';
import { command, findingPlaces, quickFix } from './actions.ts';
import { batchActions } from './batch-actions.ts';
import { FindingDiagnostic } from './diagnostics.ts';
import { ignoreActions } from './ignore-actions.ts';
import {
  barredActions,
  buildActions,
  declareActions,
  installActions,
  managerOf,
  mismatchedActions,
} from './install-actions.ts';
import { proposalFor } from './proposed.ts';
import { suggestionActions, suggestionsInTime } from './suggestion-actions.ts';

export function registerQuickFixes(folders: Folders, models: Pick<LanguageModels, 'isThere'>): Disposable {
  const store = new DisposableStore();
  const kinds = [vscode.CodeActionKind.QuickFix];
  for (const where of findingPlaces) {
    store.add(
      vscode.languages.registerCodeActionsProvider(where, new FindingFixes(folders, models), {
        providedCodeActionKinds: kinds,
      }),
    );
  }
  return store;
}

class FindingFixes implements vscode.CodeActionProvider {
  readonly #folders: Folders;
  readonly #models: Pick<LanguageModels, 'isThere'>;

  constructor(folders: Folders, models: Pick<LanguageModels, 'isThere'>) {
    this.#folders = folders;
    this.#models = models;
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    _context: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    const place = this.#folders.locate(document.uri);
    if (place === undefined || place.entry.engine.mode === 'off') return [];
    const here = vscode.languages
      .getDiagnostics(document.uri)
      .filter((diagnostic) => diagnostic instanceof FindingDiagnostic)
      .filter((diagnostic) => diagnostic.range.intersection(range) !== undefined);
    const seen = new Set<FindingId>();
    const actions: vscode.CodeAction[] = [];
    for (const diagnostic of here) {
      if (seen.has(diagnostic.findingId)) continue;
      seen.add(diagnostic.findingId);
      actions.push(...(await this.#actionsFor(document, place.entry, place.file, diagnostic, token)));
    }
    return actions;
  }

  async #actionsFor(
    document: vscode.TextDocument,
    entry: FolderEntry,
    file: string,
    diagnostic: FindingDiagnostic,
    token: vscode.CancellationToken,
  ): Promise<readonly vscode.CodeAction[]> {
    const finding = entry.engine.findings.find((candidate) => candidate.id === diagnostic.findingId);
    if (finding?.kind === 'unbuilt') return buildActions(entry, finding, diagnostic);
    const isOne = this.#folders.all.length === 1;
    if (finding?.kind === 'mismatched') return mismatchedActions(entry, file, finding, diagnostic, isOne);
    if (finding === undefined || !('package' in finding)) return [];
    const ignore = ignoreActions(document, entry, diagnostic, finding.package);
    if (!isMissing(finding)) return ignore;
    const place = { entry, document, file, finding, diagnostic };
    const [proposal, atOnce] = await Promise.all([proposalFor(entry, finding, token), suggestionsInTime(place, token)]);
    // What was asked beside the gate did not know yet what that has found; by now nobody has to be asked for it again.
    const isLate = atOnce?.cause === 'missing' && isKnownVulnerable(proposal.report);
    const suggested = isLate ? await suggestionsInTime(place, token) : atOnce;
    const isBarred = entry.engine.obstacle(finding.manifest) !== undefined;
    const isTrusted = vscode.workspace.isTrusted;
    const first = isBarred ? barredActions : installActions;
    const installs = isTrusted ? first(entry, finding, diagnostic, proposal) : [];
    const all = isTrusted ? batchActions(entry, file, diagnostic, isOne) : [];
    const declares = isTrusted && !isBarred ? declareActions(entry, finding, diagnostic) : [];
    const manager = managerOf(entry, finding);
    const others = suggestionActions(place, suggested, {
      meant: proposal.report.didYouMean,
      installs: isTrusted && !isBarred,
      by: manager?.kind === 'chosen' ? manager.id : 'npm',
      asks: this.#models.isThere,
    });
    const renames = renameActions(document, diagnostic, finding, proposal);
    const explain = isTrusted ? [explainAction(entry, finding, diagnostic)] : [];
    return [...installs, ...declares, ...renames, ...others, ...all, ...explain, ...ignore];
  }
}

/** A name that looks like a better known one, or that does not exist: the specifier is put right. */
function renameActions(
  document: vscode.TextDocument,
  diagnostic: vscode.Diagnostic,
  finding: MissingFinding,
  proposal: Proposal,
): readonly vscode.CodeAction[] {
  const name = proposal.report.didYouMean;
  const specifier = document.getText(diagnostic.range);
  if (name === undefined || !specifier.startsWith(finding.package)) return [];
  const action = quickFix(t('Change to "{0}"', name), diagnostic);
  action.isPreferred = true;
  action.edit = new vscode.WorkspaceEdit();
  action.edit.replace(document.uri, diagnostic.range, name + specifier.slice(finding.package.length));
  return [action];
}

/** Opens the page that has every check of the gate. */
function explainAction(entry: FolderEntry, finding: MissingFinding, diagnostic: vscode.Diagnostic): vscode.CodeAction {
  const title = t('Explain the decision about {0}', finding.package);
  return command(title, 'quartermaster.openDashboard', diagnostic, [rowId(entry, finding.id)]);
}
