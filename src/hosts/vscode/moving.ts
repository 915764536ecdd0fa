import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { MoveRequest } from '../../model/plan.ts';
import type { FolderEntry } from './folders.ts';
import { byHand, type Work } from './work.ts';

/** How a user moves an entry of a package.json between its fields. */
export class Moving {
  readonly #work: Work;

  constructor(work: Work) {
    this.#work = work;
  }

  async move(entry: FolderEntry, request: MoveRequest): Promise<void> {
    const { package: name, field } = request;
    await this.#work.guarded(async () => {
      const { operations, stayed } = await this.#work.run(t('Moving {0} to {1}', name, field), (signal) =>
        entry.engine.move([request], byHand, signal),
      );
      this.#work.tellFailures(entry, operations);
      if (stayed.length > 0) void vscode.window.showInformationMessage(t('{0} is in {1} already.', name, field));
    }, entry);
  }
}
