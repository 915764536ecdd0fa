import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { UnbuiltFinding } from '../../model/finding.ts';
import { manifestPath } from '../../model/manifest.ts';
import type { FolderEntry, Folders } from './folders.ts';
import type { Work } from './work.ts';

/** How a user has the install scripts of a package run. */
export class Building {
  readonly #folders: Folders;
  readonly #work: Work;

  constructor(folders: Folders, work: Work) {
    this.#folders = folders;
    this.#work = work;
  }

  /** Shows what would be run, asks, and runs the install scripts of a package. */
  async build(entry: FolderEntry, finding: UnbuiltFinding): Promise<void> {
    await this.#work.guarded(async () => {
      if (!(await this.#isWanted(entry, finding))) return;
      const operation = await this.#work.run(t('Building {0}', finding.name), (signal) =>
        entry.engine.build(finding.project, finding, { confirmed: true }, signal),
      );
      this.#work.tellFailures(entry, [operation]);
    });
  }

  async #isWanted(entry: FolderEntry, { name, version, scripts, files, places }: UnbuiltFinding): Promise<boolean> {
    // The first choice is drawn as the advised one, and Enter takes it: looking, not running.
    const [look, yes] = [t('Show the Code'), t('Build')];
    const detail = [
      t('This runs code of the package on your machine, with your rights:'),
      ...scripts,
      ...(files.length === 0 ? [] : [t('They name these files: {0}', files.join(', '))]),
    ].join('\n');
    const question = t('Build {0} {1}?', name, version);
    const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, look, yes);
    if (answer === look) {
      for (const path of [...places.slice(0, 1).map(manifestPath), ...files])
        await vscode.window.showTextDocument(this.#folders.uriOf(entry, path), { preview: false });
    }
    return answer === yes;
  }
}
