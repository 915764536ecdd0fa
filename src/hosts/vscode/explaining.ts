import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { isMendable, type MendableFinding } from '../../model/finding.ts';
import type { OperationFacts } from '../../model/operation.ts';
import { rowId } from './dashboard/dashboard-model.ts';
import { verdictWords } from './editor/verdict-words.ts';
import type { FolderEntry, Folders } from './folders.ts';
import { operationTitle } from './words.ts';

/** Operations of a folder that are listed. */
const listed = 20;

interface Choice extends vscode.QuickPickItem {
  /** Of the dashboard; undefined of a separator. */
  readonly row?: string;
}

/** Lists what is missing and what was done here, and opens the page that says what was decided of it, and why. */
export async function explainDecision(folders: Folders): Promise<void> {
  const active = folders.all.filter(({ engine }) => engine.mode !== 'off');
  const packages = active.flatMap((entry) =>
    folders
      .findingsOf(entry)
      .filter(isMendable)
      .map((finding) => packageChoice(entry, finding)),
  );
  const recent = await Promise.all(
    active.map(async (entry) => (await entry.engine.history.newest(listed)).map((each) => ({ entry, each }))),
  );
  const operations = recent
    .flat()
    .toSorted((a, b) => b.each.createdAt.localeCompare(a.each.createdAt))
    .map(({ entry, each }) => operationChoice(entry, each));
  if (packages.length + operations.length === 0) {
    void vscode.window.showInformationMessage(
      t('There is no decision to explain: nothing is missing here, and nothing was done.'),
    );
    return;
  }
  const choices = [...under(t('Missing or mismatched'), packages), ...under(t('Recent operations'), operations)];
  const placeHolder = t('Which decision is to be explained?');
  const picked = await vscode.window.showQuickPick(choices, { placeHolder, matchOnDescription: true });
  if (picked?.row !== undefined) await vscode.commands.executeCommand('quartermaster.openDashboard', picked.row);
}

function under(label: string, choices: readonly Choice[]): readonly Choice[] {
  return choices.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...choices];
}

function packageChoice(entry: FolderEntry, { id, package: name, manifest }: MendableFinding): Choice {
  const known = entry.engine.knownProposal(name, manifest);
  const words = known === undefined ? undefined : verdictWords(known.report);
  const description = [manifest, words ?? t('not checked yet')].filter((text) => text !== '').join(' · ');
  return { label: name, description, row: rowId(entry, id) };
}

function operationChoice(entry: FolderEntry, operation: OperationFacts): Choice {
  const description = new Date(operation.createdAt).toLocaleString(vscode.env.language);
  return { label: operationTitle(operation), description, row: rowId(entry, operation.id) };
}
