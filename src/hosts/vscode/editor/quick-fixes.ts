import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../../base/lifecycle.ts';
import {
  installedRange,
  isMendable,
  isMissing,
  standsIn,
  type FindingId,
  type MendableFinding,
  type MismatchedFinding,
  type MissingFinding,
  type UnbuiltFinding,
} from '../../../model/finding.ts';
import type { Proposal } from '../../../model/install.ts';
import type { DependencyType } from '../../../model/manifest.ts';
import { projectOfManifest, type ManagerChoice } from '../../../model/project.ts';
import { dataConfigNames, isYamlConfig, sourceEndings } from '../../../scan/source-kind.ts';
import {
  ignoreHereComment,
  ignoreNextLineComment,
  ignoreNextLineStyleComment,
  ignoreNextLineYamlComment,
  takesComments,
} from '../../../scan/suppress.ts';
import type { FolderEntry, Folders } from '../folders.ts';
import { command, inTime, quickFix } from './actions.ts';
import { FindingDiagnostic } from './diagnostics.ts';
import { suggestionActions, suggestionsInTime } from './suggestion-actions.ts';

/** Argument of `quartermaster.internal.install`. */
export interface InstallFindings {
  readonly folder: string;
  readonly findings: readonly FindingId[];
  readonly field?: DependencyType | undefined;
}

/** Argument of `quartermaster.internal.build` and `quartermaster.internal.declareInstalled`. */
export interface OneFinding {
  readonly folder: string;
  readonly finding: FindingId;
}

/** Argument of `quartermaster.internal.ignoreAlways`. */
export interface IgnorePackage {
  readonly name: string;
  readonly folder: string;
}

export function registerQuickFixes(folders: Folders): Disposable {
  const store = new DisposableStore();
  const selector = { scheme: 'file', pattern: `**/*.{${sourceEndings.join(',')}}` };
  const kinds = [vscode.CodeActionKind.QuickFix];
  const named = { scheme: 'file', pattern: `**/{package.json,${dataConfigNames.join(',')}}` };
  // Where a package is used, and where it is named or declared.
  for (const where of [selector, named]) {
    store.add(
      vscode.languages.registerCodeActionsProvider(where, new FindingFixes(folders), {
        providedCodeActionKinds: kinds,
      }),
    );
  }
  return store;
}

class FindingFixes implements vscode.CodeActionProvider {
  readonly #folders: Folders;

  constructor(folders: Folders) {
    this.#folders = folders;
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
    const [proposal, suggested] = await Promise.all([
      proposalFor(entry, finding, token),
      suggestionsInTime(place, token),
    ]);
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
    });
    const renames = renameActions(document, diagnostic, finding, proposal);
    return [...installs, ...declares, ...renames, ...others, ...all, ...ignore];
  }
}

/** What would be installed. Where nobody answered in time the gate says what it can by itself, and no version is named. */
async function proposalFor(
  entry: FolderEntry,
  finding: MissingFinding,
  token: vscode.CancellationToken,
): Promise<Proposal> {
  const proposal = await proposalInTime(entry, finding, token);
  return proposal ?? { manifest: finding.manifest, range: '', report: entry.engine.judgeLocally(finding.package) };
}

async function proposalInTime(
  entry: FolderEntry,
  finding: MissingFinding,
  token: vscode.CancellationToken,
): Promise<Proposal | undefined> {
  const known = entry.engine.knownProposal(finding.package, finding.manifest);
  if (!vscode.workspace.isTrusted) return known;
  const asked = entry.engine.proposal(finding.package, finding.manifest, new AbortController().signal);
  return inTime(asked, token, () => known);
}

function installActions(
  entry: FolderEntry,
  finding: MissingFinding,
  diagnostic: vscode.Diagnostic,
  proposal: Proposal,
): readonly vscode.CodeAction[] {
  const { verdict } = proposal.report;
  if (verdict === 'block') return [];
  const range = finding.kind === 'uninstalled' ? finding.range : proposal.range;
  // Nobody could tell a version: a star would read as if any were welcome.
  const spec = range === '' || range === '*' ? finding.package : `${finding.package} ${range}`;
  const manager = managerOf(entry, finding);
  const by = manager?.kind === 'chosen' ? manager.id : 'npm';
  const make = (title: string, field: DependencyType | undefined, preferred: boolean): vscode.CodeAction => {
    const argument: InstallFindings = { folder: entry.folder.uri.toString(), findings: [finding.id], field };
    const action = command(title, 'quartermaster.internal.install', diagnostic, [argument]);
    action.isPreferred = preferred;
    return action;
  };
  if (verdict === 'ask') return [make(t('Install {0} with {1}… (the gate asks)', spec, by), undefined, false)];
  const install = t('Install {0} with {1}', spec, by);
  const asDev = t('Install {0} as a dev dependency with {1}', spec, by);
  if (finding.kind === 'uninstalled') return [make(install, undefined, true)];
  const dev = finding.belongsIn === 'devDependencies';
  return dev
    ? [make(asDev, 'devDependencies', true), make(install, 'dependencies', false)]
    : [make(install, 'dependencies', true), make(asDev, 'devDependencies', false)];
}

/** It asks before it runs anything. None where the package manager cannot build one package alone. */
function buildActions(
  entry: FolderEntry,
  { id, project, name, version }: UnbuiltFinding,
  diagnostic: vscode.Diagnostic,
): readonly vscode.CodeAction[] {
  if (!vscode.workspace.isTrusted || !entry.engine.canBuild(project)) return [];
  const argument: OneFinding = { folder: entry.folder.uri.toString(), finding: id };
  return [command(t('Build {0} {1}…', name, version), 'quartermaster.internal.build', diagnostic, [argument])];
}

/** What is declared comes in, or what is there is declared. */
function mismatchedActions(
  entry: FolderEntry,
  file: string,
  finding: MismatchedFinding,
  diagnostic: vscode.Diagnostic,
  isOne: boolean,
): readonly vscode.CodeAction[] {
  const ignore = alwaysIgnore(entry, diagnostic, finding.package);
  if (!vscode.workspace.isTrusted || entry.engine.obstacle(finding.manifest) !== undefined) return ignore;
  const folder = entry.folder.uri.toString();
  const manager = managerOf(entry, finding);
  const by = manager?.kind === 'chosen' ? manager.id : 'npm';
  const install: InstallFindings = { folder, findings: [finding.id] };
  const title = t('Install {0} with {1}', `${finding.package} ${finding.range}`, by);
  const first = command(title, 'quartermaster.internal.install', diagnostic, [install]);
  first.isPreferred = true;
  const declares = declareActions(entry, finding, diagnostic);
  return [first, ...declares, ...batchActions(entry, file, diagnostic, isOne), ...ignore];
}

/** What is there by luck, or in another version than is declared, is declared as it is. */
function declareActions(
  entry: FolderEntry,
  finding: MendableFinding,
  diagnostic: vscode.Diagnostic,
): readonly vscode.CodeAction[] {
  const range = installedRange(finding);
  if (range === undefined) return [];
  const argument: OneFinding = { folder: entry.folder.uri.toString(), finding: finding.id };
  const title = t('Declare {0}, which is installed', `${finding.package} ${range}`);
  return [command(title, 'quartermaster.internal.declareInstalled', diagnostic, [argument])];
}

/** In place of an install that could only fail: it says why, and the dashboard says the rest. */
function barredActions(
  entry: FolderEntry,
  finding: MissingFinding,
  diagnostic: vscode.Diagnostic,
): readonly vscode.CodeAction[] {
  const manager = managerOf(entry, finding);
  if (manager?.kind === 'above') {
    const title = t('Open the workspace in {0}, to install there…', manager.folder);
    return [command(title, 'quartermaster.internal.openWorkspace', diagnostic, [manager.folder])];
  }
  const title =
    manager?.kind === 'chosen'
      ? t('Nothing can be installed: {0} is not supported yet…', manager.id)
      : t('Nothing can be installed: choose a package manager…');
  return [command(title, 'quartermaster.openDashboard', diagnostic)];
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

/** Each carries what it counts, and installs that and nothing else. `isOne`: the workspace has no other folder. */
function batchActions(
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

function ignoreActions(
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
function alwaysIgnore(entry: FolderEntry, diagnostic: vscode.Diagnostic, name: string): readonly vscode.CodeAction[] {
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

function managerOf(entry: FolderEntry, finding: MendableFinding): ManagerChoice | undefined {
  const { map } = entry.engine;
  return map === undefined ? undefined : projectOfManifest(map, finding.manifest)?.manager;
}
