import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { manifestPath } from '../../model/manifest.ts';
import type { OperationFacts, OperationId } from '../../model/operation.ts';
import type { FolderEntry, Folders } from './folders.ts';
import { operationTitle } from './words.ts';
import type { Work } from './work.ts';

const byUser = 'you (editor)';

/** How a user answers what automation left to them: what would be done and why it is asked first, then their answer. */
export class Approving {
  readonly #folders: Folders;
  readonly #work: Work;

  constructor(folders: Folders, work: Work) {
    this.#folders = folders;
    this.#work = work;
  }

  /** Lists what waits in every folder of the window. */
  async pick(): Promise<void> {
    await this.#work.guarded(async () => {
      const lists = await this.#work.run(t('Looking at what waits for you'), (signal) =>
        Promise.all(
          this.#folders.all.map(async (entry) =>
            (await entry.engine.approvals.list(signal)).map((row) => ({ entry, row })),
          ),
        ),
      );
      const items = lists.flat().map(({ entry, row }) => ({
        label: operationTitle(row),
        description: lists.length > 1 ? entry.folder.name : '',
        detail: row.decidedBy,
        entry,
        id: row.id,
      }));
      if (items.length === 0) {
        return void vscode.window.showInformationMessage(t('Nothing waits for your approval.'));
      }
      const picked = await vscode.window.showQuickPick(items, { placeHolder: t('What waits for your approval') });
      if (picked !== undefined) await this.answer(picked.entry, picked.id);
    });
  }

  /** What was asked just now: a single row is shown at once, of several one is chosen. */
  async review(entry: FolderEntry, ids: readonly OperationId[]): Promise<void> {
    const [only, ...others] = ids;
    if (only === undefined || others.length > 0) await this.pick();
    else await this.answer(entry, only);
  }

  /** Shows what would be done and what the gate asks, and does what the user says. */
  async answer(entry: FolderEntry, id: OperationId): Promise<void> {
    await this.#work.guarded(async () => {
      const row = await this.#work.run(t('Looking at what waits for you'), (signal) =>
        entry.engine.approvals.waiting(id, signal),
      );
      const [no, yes] = [t('Reject'), t('Approve')];
      // The first choice is drawn as the advised one, and Enter takes it: it is not the one that installs.
      const detail = [...planSentences(row), ...questionSentences(row)].join('\n');
      const answer = await vscode.window.showWarningMessage(
        `${operationTitle(row)}?`,
        { modal: true, detail },
        no,
        yes,
      );
      if (answer === no) await entry.engine.approvals.reject(id, byUser);
      if (answer === yes) await this.#approve(entry, row);
    });
  }

  /** Automation does not ask again; whoever wants the package all the same can ask for it by hand. */
  async reject(entry: FolderEntry, id: OperationId): Promise<void> {
    await this.#work.guarded(async () => void (await entry.engine.approvals.reject(id, byUser)));
  }

  async #approve(entry: FolderEntry, row: OperationFacts): Promise<void> {
    const made = await this.#work.run(operationTitle(row), (signal) =>
      entry.engine.approvals.approve(row.id, byUser, signal),
    );
    this.#work.tellFailures(entry, [made]);
  }
}

function planSentences({ audit }: OperationFacts): readonly string[] {
  return (audit.plan?.packages ?? []).map(({ package: name, range, field, manifest }) =>
    t('{0} {1} into {2} of {3}', name, range ?? '', field, manifestPath(manifest)),
  );
}

function questionSentences({ gate }: OperationFacts): readonly string[] {
  return gate.flatMap(({ package: name, checks }) =>
    checks.filter(({ result }) => result === 'ask').map(({ reason }) => `${name}: ${reason}`),
  );
}
