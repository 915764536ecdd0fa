import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { QmError } from '../../base/errors.ts';
import { spelledOut } from '../../base/one-line.ts';
import type { BuildShare } from '../../model/build.ts';
import type { UnbuiltFinding } from '../../model/finding.ts';
import { manifestPath } from '../../model/manifest.ts';
import { shareWords } from '../../view/share-words.ts';
import type { FolderEntry, Folders } from './folders.ts';
import type { Work } from './work.ts';

const byHand = { confirmed: true } as const;

/** How a user has the install scripts of a package run, and lets the others who work on a project have them run. */
export class Building {
  readonly #folders: Folders;
  readonly #work: Work;

  constructor(folders: Folders, work: Work) {
    this.#folders = folders;
    this.#work = work;
  }

  /**
   * Shows what would be run, asks, and runs the install scripts of a package; offers to share that. Where the package manager
   * cannot build one package alone, it is asked whether that may build it, for everybody.
   */
  async build(entry: FolderEntry, finding: UnbuiltFinding): Promise<void> {
    await this.#work.guarded(async () => {
      const { project, name, version } = finding;
      if (!entry.engine.builds.canBuild(project)) return this.#share(entry, finding, await this.#plan(entry, finding));
      const detail = [t('This runs code of the package on your machine, with your rights:'), ...what(finding)];
      const question = t('Build {0} {1}?', name, version);
      if (!(await this.#isWanted(entry, finding, question, detail, t('Build')))) return;
      const operation = await this.#work.run(t('Building {0}', name), (signal) =>
        entry.engine.builds.build(project, finding, byHand, signal),
      );
      this.#work.tellFailures(entry, [operation]);
      if (operation.status === 'succeeded') void this.#offer(entry, finding);
    });
  }

  /** Only where it can be shared, and is not yet. */
  async #offer(entry: FolderEntry, finding: UnbuiltFinding): Promise<void> {
    await this.#work.guarded(async () => {
      const plan = await this.#plan(entry, finding).catch(unlessForeseen);
      if (plan === undefined || plan.stands) return;
      const share = t('Share With the Team…');
      const built = t('{0} {1} is built.', finding.name, finding.version);
      if ((await vscode.window.showInformationMessage(built, share)) === share) await this.#share(entry, finding, plan);
    });
  }

  #plan(entry: FolderEntry, finding: UnbuiltFinding): Promise<BuildShare> {
    return entry.engine.builds.planShare(finding.project, finding, new AbortController().signal);
  }

  async #share(entry: FolderEntry, finding: UnbuiltFinding, plan: BuildShare): Promise<void> {
    const { project, name, version } = finding;
    const words = shareWords(plan, plan.file);
    if (plan.stands) return void vscode.window.showInformationMessage(words.join(' '));
    const question = t('Let {0} {1} be built for everybody who works on this project?', name, version);
    if (!(await this.#isWanted(entry, finding, question, [...words, ...what(finding)], t('Share')))) return;
    const operation = await this.#work.run(t('Sharing the approval of {0}', name), (signal) =>
      entry.engine.builds.share(project, finding, byHand, signal),
    );
    this.#work.tellFailures(entry, [operation]);
    if (operation.status !== 'succeeded' || entry.engine.builds.canBuild(project)) return;
    void vscode.window.showInformationMessage(
      t('{0} may be built now. To have it built here, install with {1} itself.', name, operation.manager ?? ''),
    );
  }

  async #isWanted(
    entry: FolderEntry,
    { files, places }: UnbuiltFinding,
    question: string,
    detail: readonly string[],
    yes: string,
  ): Promise<boolean> {
    // The first choice is drawn as the advised one, and Enter takes it: looking, not running.
    const look = t('Show the Code');
    const options = { modal: true, detail: detail.map(spelledOut).join('\n') };
    const answer = await vscode.window.showWarningMessage(spelledOut(question), options, look, yes);
    if (answer === look) {
      for (const path of [...places.slice(0, 1).map(manifestPath), ...files])
        await vscode.window.showTextDocument(this.#folders.uriOf(entry, path), { preview: false });
    }
    return answer === yes;
  }
}

function what({ scripts, files }: UnbuiltFinding): readonly string[] {
  return [...scripts, ...(files.length === 0 ? [] : [t('They name these files: {0}', files.join(', '))])];
}

/** That it cannot be shared here is no news to somebody who only had it built. */
function unlessForeseen(error: unknown): undefined {
  if (!(error instanceof QmError)) throw error;
}
