import { createHash } from 'node:crypto';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle.ts';
import type { RelativePath } from '../../base/path.ts';
import { isMissing, type MissingFinding } from '../../model/finding.ts';
import { manifestPath } from '../../model/manifest.ts';
import { rowId } from './dashboard/dashboard-model.ts';
import type { FolderEntry, Folders } from './folders.ts';
import type { Ui } from './ui.ts';
import { operationTitle } from './words.ts';

const asked = 'askedAboutMissing';
const askedRestore = 'askedAboutRestore';

/** Few notifications, each with its way out: what was left to the user, the first missing import, a bare clone. */
export function registerNotifications(context: vscode.ExtensionContext, folders: Folders, ui: Ui): Disposable {
  const store = new DisposableStore();
  const looked = new WeakSet<FolderEntry>();
  store.add(
    folders.onDidChange((entry) => {
      void offer(context, folders, ui, entry);
      if (entry.engine.snapshot === undefined || !vscode.workspace.isTrusted || looked.has(entry)) return;
      looked.add(entry);
      void tellUnsettled(entry);
    }),
  );
  return store;
}

async function offer(context: vscode.ExtensionContext, folders: Folders, ui: Ui, entry: FolderEntry): Promise<void> {
  const { engine } = entry;
  const isSettled = engine.snapshot !== undefined && !engine.scanning && !engine.queue.busy;
  if (engine.mode === 'off' || !isSettled || !vscode.workspace.isTrusted) return;
  const bare = folders
    .findingsOf(entry)
    .filter((finding) => finding.kind === 'not-installed')
    .find(({ project }) => engine.obstacle(project) === undefined);
  if (bare !== undefined) return offerRestore(context, folders, ui, entry, bare.project);
  if (engine.mode === 'assist') await offerInstall(context, folders, ui, entry);
}

/** Once a window, at its start: what a process that died, or an earlier window, left to the user. The newest opens. */
async function tellUnsettled(entry: FolderEntry): Promise<void> {
  const open = await entry.engine.history.unsettled();
  const [first] = open;
  if (first === undefined) return;
  const text =
    open.length === 1
      ? t('{0} needs you: {1}', operationTitle(first), first.error?.message ?? '')
      : t('{0} operations in {1} need you.', open.length, entry.folder.name);
  const review = t('Review');
  if ((await vscode.window.showWarningMessage(text, review)) === review) {
    await vscode.commands.executeCommand('quartermaster.openDashboard', rowId(entry, first.id));
  }
}

/** Once a folder, ever: the choice is the user's, and it is kept with the user. It is not spent on a half-typed name. */
async function offerInstall(
  context: vscode.ExtensionContext,
  folders: Folders,
  ui: Ui,
  entry: FolderEntry,
): Promise<void> {
  const names = [...new Set(standing(folders, entry).map((finding) => finding.package))];
  if (names.length === 0 || !once(context, entry)) return;
  const install = t('Install');
  const autopilot = t('Turn On Autopilot Here');
  const never = t('Not Here');
  const text =
    names.length === 1
      ? t('{0} is imported, but missing.', names[0] ?? '')
      : t('{0} imported packages are missing.', names.length);
  const answer = await vscode.window.showInformationMessage(text, install, autopilot, never);
  if (answer === install) await ui.install(entry, standing(folders, entry));
  if (answer === autopilot) await ui.setMode(entry, 'autopilot');
  if (answer === never) await ui.setMode(entry, 'off');
}

/** What is missing now and can be installed, without the names that are being typed. */
function standing(folders: Folders, entry: FolderEntry): readonly MissingFinding[] {
  const { engine } = entry;
  return folders
    .findingsOf(entry)
    .filter(isMissing)
    .filter((finding) => engine.documents.standsStill(finding) && engine.obstacle(finding.manifest) === undefined);
}

/** Once for each content of the lockfile: a clone asks, and so does each pull. Autopilot does not do it by itself. */
async function offerRestore(
  context: vscode.ExtensionContext,
  folders: Folders,
  ui: Ui,
  entry: FolderEntry,
  project: RelativePath,
): Promise<void> {
  const content = await lockedContent(folders, entry, project);
  const key = restoreKey(entry, project);
  if (content === undefined || context.globalState.get(key) === content) return;
  void context.globalState.update(key, content);
  const install = t('Install Dependencies');
  const text = t('The dependencies of {0} are not installed.', project === '' ? entry.folder.name : project);
  if ((await vscode.window.showInformationMessage(text, install, t('Not Now'))) === install) {
    await ui.restore(entry, project);
  }
}

/** A hash of what says which dependencies are meant: the lockfile, or the manifest where there is none. */
async function lockedContent(folders: Folders, entry: FolderEntry, root: RelativePath): Promise<string | undefined> {
  const project = entry.engine.snapshot?.map.projects.find((candidate) => candidate.root === root);
  const uri = folders.uriOf(entry, project?.lockfile ?? manifestPath(root));
  try {
    return createHash('sha256')
      .update(await vscode.workspace.fs.readFile(uri))
      .digest('hex');
  } catch {
    // Gone since the scan: the next one says what is there.
    return undefined;
  }
}

/** What is known of a folder is gone, and so is what it was asked about. */
export async function forgetAsked({ globalState }: vscode.ExtensionContext, entry: FolderEntry): Promise<void> {
  const isOurs = (key: string): boolean =>
    key === missingKey(entry) || (key.startsWith(`${askedRestore}:`) && key.endsWith(`:${entry.engine.root}`));
  await Promise.all(
    globalState
      .keys()
      .filter(isOurs)
      .map((key) => globalState.update(key, undefined)),
  );
}

function missingKey({ engine }: FolderEntry): string {
  return `${asked}:${engine.root}`;
}

function restoreKey({ engine }: FolderEntry, project: RelativePath): string {
  return `${askedRestore}:${project}:${engine.root}`;
}

function once(context: vscode.ExtensionContext, entry: FolderEntry): boolean {
  const key = missingKey(entry);
  if (context.globalState.get<boolean>(key) === true) return false;
  void context.globalState.update(key, true);
  return true;
}
