import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle.ts';
import { isMendable } from '../../model/finding.ts';
import type { CommandId, InternalCommandId } from './contributions.ts';
import type { MovePackage } from './editor/move-actions.ts';
import type { IgnorePackage } from './editor/ignore-actions.ts';
import type { InstallFindings, OneFinding } from './editor/install-actions.ts';
import type { InstallPackage, SuggestInstead } from './editor/suggestion-actions.ts';
import type { FolderEntry } from './folders.ts';
import { ignoreAlways } from './ignore-always.ts';
import type { Ui } from './ui.ts';
import type { ProjectPlace } from './work.ts';

/** One row a command: what it does is one call. Those that open the panel belong to the dashboard, which registers them. */
type Rows = Readonly<
  Record<Exclude<CommandId, 'quartermaster.openDashboard' | 'quartermaster.openRules'>, () => unknown>
>;

export function registerCommands(ui: Ui): Disposable {
  const rows: Rows = {
    'quartermaster.installMissing': () => ui.installAllMissing(),
    'quartermaster.installMissingInFile': () => ui.installMissingInFile(),
    'quartermaster.installDependencies': () => ui.restoreAll(),
    'quartermaster.chooseMode': () => ui.chooseMode(),
    'quartermaster.explainDecision': () => ui.explainDecision(),
    'quartermaster.rollBack': () => ui.takingBack.pickRollBack(),
    'quartermaster.scan': () => ui.scan(),
    'quartermaster.removeUnused': () => ui.removeUnused(),
    'quartermaster.reviewApprovals': () => ui.approving.pick(),
    'quartermaster.reviewRules': () => ui.reviewRules(),
    'quartermaster.turnOff': () => ui.turnOff(),
    'quartermaster.forgetProject': () => ui.forget(),
    'quartermaster.showLog': () => ui.showLog(),
  };
  const internal: Readonly<Record<InternalCommandId, (argument: never) => unknown>> = {
    'quartermaster.internal.install': (argument: InstallFindings) => installFindings(ui, argument),
    'quartermaster.internal.installPackage': (argument: InstallPackage) => installPackage(ui, argument),
    'quartermaster.internal.suggest': (argument: SuggestInstead) => suggestInstead(ui, argument),
    'quartermaster.internal.build': (argument: OneFinding) => buildFinding(ui, argument),
    'quartermaster.internal.declareInstalled': (argument: OneFinding) => declareInstalled(ui, argument),
    'quartermaster.internal.move': (argument: MovePackage) => movePackage(ui, argument),
    'quartermaster.internal.ignoreAlways': (argument: IgnorePackage) => ignoreAlways(argument),
    'quartermaster.internal.consent': ({ folder, project }: ProjectPlace) => {
      const entry = ui.folders.all.find((candidate) => candidate.folder.uri.toString() === folder);
      return entry === undefined ? undefined : ui.consent(entry, project);
    },
    'quartermaster.internal.openWorkspace': (folder: string) => openWorkspace(folder),
  };
  const store = new DisposableStore();
  for (const [id, run] of Object.entries({ ...rows, ...internal })) {
    store.add(vscode.commands.registerCommand(id, run));
  }
  return store;
}

/** `folder`: absolute. In a window of its own: nothing that is open now is closed for it. */
async function openWorkspace(folder: string): Promise<void> {
  await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(folder), { forceNewWindow: true });
}

/** By ids: what is installed is looked up now, not carried in a menu that may be old. */
async function installFindings(ui: Ui, { folder, findings, field }: InstallFindings): Promise<void> {
  const entry = activeFolder(ui, folder);
  if (entry === undefined) return;
  const wanted = entry.engine.findings.filter((finding) => findings.includes(finding.id));
  await ui.install(entry, wanted, field);
}

async function installPackage(ui: Ui, { folder, request }: InstallPackage): Promise<void> {
  const entry = activeFolder(ui, folder);
  if (entry !== undefined) await ui.installRequest(entry, request);
}

async function suggestInstead(ui: Ui, place: SuggestInstead): Promise<void> {
  const entry = activeFolder(ui, place.folder);
  if (entry !== undefined) await ui.suggesting.choose(entry, place);
}

async function buildFinding(ui: Ui, { folder, finding: id }: OneFinding): Promise<void> {
  const entry = activeFolder(ui, folder);
  const finding = entry?.engine.findings.find((candidate) => candidate.id === id);
  if (entry !== undefined && finding?.kind === 'unbuilt') await ui.building.build(entry, finding);
}

async function declareInstalled(ui: Ui, { folder, finding: id }: OneFinding): Promise<void> {
  const entry = activeFolder(ui, folder);
  const finding = entry?.engine.findings.find((candidate) => candidate.id === id);
  if (entry !== undefined && finding !== undefined && isMendable(finding)) await ui.declareInstalled(entry, finding);
}

async function movePackage(ui: Ui, { folder, request }: MovePackage): Promise<void> {
  const entry = activeFolder(ui, folder);
  if (entry !== undefined) await ui.moving.move(entry, request);
}

/** Undefined where it was turned off since the menu was made. */
function activeFolder(ui: Ui, uri: string): FolderEntry | undefined {
  const entry = ui.folders.all.find((candidate) => candidate.folder.uri.toString() === uri);
  return entry?.engine.mode === 'off' ? undefined : entry;
}
