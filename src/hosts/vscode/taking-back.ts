import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { canRollBack, type OperationId, type RollbackConcern, type Settlement } from '../../model/operation.ts';
import type { FolderEntry, Folders } from './folders.ts';
import { concernSentences, rollbackSentences, settleSentences } from './rollback-words.ts';
import { operationTitle } from './words.ts';
import type { Work } from './work.ts';

/** How a user takes an operation back, or ends what was left to them: said first, then asked, then done. */
export class TakingBack {
  readonly #folders: Folders;
  readonly #work: Work;

  constructor(folders: Folders, work: Work) {
    this.#folders = folders;
    this.#work = work;
  }

  /** Says what will happen, asks, and takes the operation back. */
  async rollBack(entry: FolderEntry, id: OperationId): Promise<void> {
    await this.#work.guarded(async () => {
      const operation = await entry.engine.history.operation(id);
      if (operation === undefined)
        return void vscode.window.showInformationMessage(t('This operation is not in the history any more.'));
      // What stands in its way is said here, before anything is asked or touched.
      const plan = await entry.engine.planRollback(id, new AbortController().signal);
      const concerns = await this.#concerns(entry, id);
      const yes = t('Roll Back');
      const answer = await vscode.window.showWarningMessage(
        t('Roll back: {0}?', operationTitle(operation)),
        {
          modal: true,
          detail: [
            ...concernSentences(concerns),
            ...(concerns.length > 0 ? [''] : []),
            ...rollbackSentences(plan, vscode.env.language),
          ].join('\n'),
        },
        yes,
      );
      if (answer === yes) await this.#takeBack(entry, id);
    });
  }

  /** The Undo of a notification is itself the answer, unless there is more to answer for than it told. */
  async rollBackNow(entry: FolderEntry, id: OperationId): Promise<void> {
    await this.#work.guarded(async () => {
      const concerns = await this.#concerns(entry, id);
      if (concerns.some(({ decision }) => decision === 'ask')) await this.rollBack(entry, id);
      else await this.#takeBack(entry, id);
    });
  }

  /** Ends what was left to the user as they say. Putting back is asked about first, with what it does. */
  async settle(entry: FolderEntry, id: OperationId, how: Settlement): Promise<void> {
    await this.#work.guarded(async () => {
      if (how === 'restore' && !(await this.#confirmRestore(entry, id))) return;
      const title = how === 'restore' ? t('Putting back what was there before') : t('Installing dependencies');
      const { work, problem } = await this.#work.run(title, (signal) => entry.engine.settle(id, how, signal));
      if (work !== undefined) this.#work.tellFailures(entry, [work]);
      if (problem !== undefined) throw problem;
    });
  }

  async pickRollBack(): Promise<void> {
    const lists = await Promise.all(
      this.#folders.all.map(async (entry) => {
        const { history } = entry.engine;
        return (await history.newest(await history.count())).map((operation) => ({ entry, operation }));
      }),
    );
    const items = lists
      .flat()
      .filter(({ operation }) => canRollBack(operation))
      .toSorted((a, b) => b.operation.createdAt.localeCompare(a.operation.createdAt))
      .map(({ entry, operation }) => ({
        label: operationTitle(operation),
        description: new Date(operation.createdAt).toLocaleString(vscode.env.language),
        entry,
        operation,
      }));
    if (items.length === 0) {
      void vscode.window.showInformationMessage(t('There is nothing to roll back.'));
      return;
    }
    const picked = await vscode.window.showQuickPick(items, { placeHolder: t('Which operation is to be taken back?') });
    if (picked !== undefined) await this.rollBack(picked.entry, picked.operation.id);
  }

  #concerns(entry: FolderEntry, id: OperationId): Promise<readonly RollbackConcern[]> {
    return this.#work.run(t('Asking what a rollback would bring back'), (signal) =>
      entry.engine.rollbackConcerns(id, signal),
    );
  }

  async #takeBack(entry: FolderEntry, id: OperationId): Promise<void> {
    const ended = await this.#work.run(t('Rolling back'), (signal) => entry.engine.rollBack(id, 'manual', signal));
    this.#work.tellFailures(entry, [ended]);
  }

  async #confirmRestore(entry: FolderEntry, id: OperationId): Promise<boolean> {
    const plan = await entry.engine.planSettle(id);
    const detail = settleSentences(plan, vscode.env.language).join('\n');
    const yes = t('Put Back');
    const question = t('Put back what was there before?');
    return (await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
  }
}
