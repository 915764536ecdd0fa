import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Disposable } from '../../base/lifecycle.ts';
import type { AcceptedPolicy } from '../../model/rule.ts';
import { textOfRules } from '../../policy/rules-text.ts';
import type { FolderEntry, Folders } from './folders.ts';
import type { Work } from './work.ts';

/** The scheme of the rules of a repository as texts; they can only be read. */
const rulesScheme = 'quartermaster-rules';
/** Stands for the hash where nothing was accepted yet. */
const nothing = 'none';

/** Gives the editor the rules of folders: those that were accepted, and those that stand there. */
export function registerRuleTexts(folders: Folders): Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(rulesScheme, {
    provideTextDocumentContent: async ({ path, query }) =>
      (await textAt(folders, path, query)) ?? t('These rules are not there any more. Review them again.'),
  });
}

/**
 * Shows how the rules of a folder's repository differ from those that were accepted, and asks. The question is no dialog, so
 * that the rules can be read while it stands. What is accepted is what was shown, by its hash.
 */
export async function reviewRules(entry: FolderEntry, work: Work): Promise<void> {
  await work.guarded(async () => {
    const { waiting, faults, ownFaults, current, accepted } = await entry.engine.rules.inForce();
    tellFaults(entry, faults.length + ownFaults.length, work);
    if (waiting.length === 0) {
      const none = t('Nothing waits: what the repository of {0} has holds already.', entry.folder.name);
      return void vscode.window.showInformationMessage(none);
    }
    const title = t('{0}: rules (accepted / now)', entry.folder.name);
    await vscode.commands.executeCommand('vscode.diff', uriOf(entry, accepted), uriOf(entry, current), title);
    const yes = t('Accept');
    const question = t(
      'Let the rules of {0} hold as they stand on the right? {1} of them wait, since they would let something happen or hide something.',
      entry.folder.name,
      waiting.length,
    );
    if ((await vscode.window.showInformationMessage(question, yes, t('Not Now'))) !== yes) return;
    await entry.engine.rules.accept(current.hash);
    void vscode.window.showInformationMessage(t('Accepted, until one of these rules changes.'));
  });
}

function tellFaults(entry: FolderEntry, count: number, work: Work): void {
  if (count === 0) return;
  const log = t('Show Log');
  const text =
    count === 1
      ? t('1 thing in the rules of {0} does not count, since it cannot be read.', entry.folder.name)
      : t('{0} things in the rules of {1} do not count, since they cannot be read.', count, entry.folder.name);
  void vscode.window.showWarningMessage(text, log).then((answer) => {
    if (answer === log) work.showLog();
  });
}

/** By its hash: a text that is open never becomes another. */
function uriOf(entry: FolderEntry, policy: AcceptedPolicy | undefined): vscode.Uri {
  const query = new URLSearchParams({ folder: entry.folder.uri.toString() }).toString();
  return vscode.Uri.from({ scheme: rulesScheme, path: `/${policy?.hash ?? nothing}/rules.json`, query });
}

async function textAt(folders: Folders, path: string, query: string): Promise<string | undefined> {
  const [, hash] = /^\/([0-9a-f]{64}|none)\//.exec(path) ?? [];
  if (hash === nothing) return textOfRules([]);
  const folder = new URLSearchParams(query).get('folder');
  const entry = folders.all.find((candidate) => candidate.folder.uri.toString() === folder);
  const { current, accepted } = (await entry?.engine.rules.inForce()) ?? {};
  const found = [current, accepted].find((policy) => policy?.hash === hash);
  return found === undefined ? undefined : textOfRules(found.rules);
}
