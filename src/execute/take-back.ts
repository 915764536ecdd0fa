import { t } from '@vscode/l10n';
import { errorText, QmError } from '../base/errors.ts';
import type { FileChange } from '../model/resolution.ts';
import type { ApplyContext, ApplyRequest } from './apply.ts';
import { beforeInstall, bring } from './bring.ts';
import { isManifest } from './file-records.ts';
import type { OtherBranch } from './other-branch.ts';
import { findOthersWork, type OthersWork } from './others-work.ts';
import type { Tree } from './tree.ts';

interface Taken {
  readonly tree: Tree;
  readonly branch: OtherBranch;
  /** True: the package manager may write a lockfile of its own making. */
  readonly isLoose: boolean;
}

/**
 * The undo of what was written and installed. Where somebody else installed meanwhile, their work stays: only our own
 * entries are taken out, and the package manager makes lockfile and tree fit what is left.
 */
export class TakeBack {
  readonly #context: ApplyContext;
  readonly #request: ApplyRequest;
  readonly #taken: Taken;
  #isBegun = false;
  #others: Promise<OthersWork | undefined> | undefined;

  constructor(context: ApplyContext, request: ApplyRequest, taken: Taken) {
    this.#context = context;
    this.#request = request;
    this.#taken = taken;
  }

  /** Something is about to be written. */
  begin(): void {
    this.#isBegun = true;
  }

  /** What others have done there by now; undefined: nothing, or they checked out another branch. */
  async othersWork(): Promise<OthersWork | undefined> {
    const { files, driver, othersSeen } = this.#context;
    const { root, files: changes } = this.#request;
    if (await this.#taken.branch.came()) return undefined;
    const search = { files, driver, root, changes, wasSeen: othersSeen() };
    return findOthersWork({ ...search, isFrozen: false });
  }

  async files(): Promise<void> {
    if (!this.#isBegun) return;
    const others = await this.#found();
    if (others === undefined) return this.#back(this.#request.files);
    const { files: changes } = this.#request;
    await this.#back(changes.filter(({ path }) => !others.lockfiles.has(path)));
    await this.#taken.tree.join().catch(notJoined);
    // Some managers write every manifest anew, in their own spacing.
    await this.#back(changes.filter(({ path }) => isManifest(path)));
  }

  async tree(): Promise<void> {
    const { tree } = this.#taken;
    if (!tree.touched) return;
    const isJoined = (await this.#found()) !== undefined;
    if ((await tree.putBack()) || isJoined) return;
    const { files: changes } = this.#request;
    await this.#back(beforeInstall(this.#context.driver, changes, 'before'));
    // The files go back even where the tree cannot.
    await tree.mend().finally(() => this.#back(changes));
  }

  /** Looks once, when nobody of those works there any more. */
  #found(): Promise<OthersWork | undefined> {
    this.#others ??= this.#context
      .othersDone(never)
      .catch(() => true)
      .then(() => this.othersWork())
      .then(async (found) => {
        // Before the tree of before comes back: what they built with their install stays built.
        if (found !== undefined) await this.#context.builds.keep();
        return found;
      });
    return this.#others;
  }

  /** Brings files to where they were; those of another branch that is checked out by now stay as they came with it. */
  async #back(changes: readonly FileChange[]): Promise<void> {
    const { branch } = this.#taken;
    await branch.came();
    await branch.putBack();
    await bring(this.#context, this.#request.root, branch.ours(changes), 'before');
  }
}

function notJoined(error: unknown): never {
  throw new QmError('QM_NEEDS_YOU', {
    message: t(
      'It failed, and what somebody else installed meanwhile could not be brought together with what stood there before.',
    ),
    hint: t('What they wrote in package.json and the lockfile was kept.'),
    details: errorText(error),
    cause: error,
  });
}

const never = new AbortController().signal;
