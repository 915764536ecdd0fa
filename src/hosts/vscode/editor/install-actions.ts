import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import {
  installedRange,
  type FindingId,
  type MendableFinding,
  type MismatchedFinding,
  type MissingFinding,
  type UnbuiltFinding,
} from '../../../model/finding.ts';
import type { Proposal } from '../../../model/install.ts';
import type { DependencyType } from '../../../model/manifest.ts';
import { projectOfManifest, type ManagerChoice } from '../../../model/project.ts';
import type { FolderEntry } from '../folders.ts';
import { command } from './actions.ts';
import { alwaysIgnore } from './ignore-actions.ts';
import { batchActions } from './batch-actions.ts';
import { verdictWords } from './verdict-words.ts';

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

export function installActions(
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
  // What is declared may be another version than the newest, which was judged.
  const words = range === proposal.range ? verdictWords(proposal.report) : undefined;
  // Said once, of the first: the second installs the same.
  const judged = (title: string): string => (words === undefined ? title : `${title} · ${words}`);
  if (finding.kind === 'uninstalled') return [make(judged(install), undefined, true)];
  const dev = finding.belongsIn === 'devDependencies';
  return dev
    ? [make(judged(asDev), 'devDependencies', true), make(install, 'dependencies', false)]
    : [make(judged(install), 'dependencies', true), make(asDev, 'devDependencies', false)];
}

/**
 * It asks before it runs anything. Where the package manager cannot build one package alone, that may be let build it, if it has a
 * list of what it may.
 */
export function buildActions(
  entry: FolderEntry,
  { id, project, name, version }: UnbuiltFinding,
  diagnostic: vscode.Diagnostic,
): readonly vscode.CodeAction[] {
  const { engine } = entry;
  if (!vscode.workspace.isTrusted || !(engine.builds.canBuild(project) || engine.builds.canShare(project))) return [];
  const argument: OneFinding = { folder: entry.folder.uri.toString(), finding: id };
  const title = engine.builds.canBuild(project)
    ? t('Build {0} {1}…', name, version)
    : t('Let {0} {1} be built…', name, version);
  return [command(title, 'quartermaster.internal.build', diagnostic, [argument])];
}

/** What is declared comes in, or what is there is declared. */
export function mismatchedActions(
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
export function declareActions(
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
export function barredActions(
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

export function managerOf(entry: FolderEntry, finding: MendableFinding): ManagerChoice | undefined {
  const { map } = entry.engine;
  return map === undefined ? undefined : projectOfManifest(map, finding.manifest)?.manager;
}
