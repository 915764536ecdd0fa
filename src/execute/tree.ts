import type { RelativePath } from '../base/path.ts';
import type { DriverRun } from '../ports/manager-driver.ts';
import type { ApplyContext, ApplyRequest } from './apply.ts';
import { installTree, joinTree, mendTree } from './install-tree.ts';
import { anyTree, restoreSnapshot, takeSnapshot, type TreeState } from './tree-snapshot.ts';
import { treesOf } from './trees-of.ts';

/** node_modules and its like: kept, installed into, made anew. */
export class Tree {
  readonly #context: ApplyContext;
  readonly #request: ApplyRequest;
  #kept: readonly TreeState[] | undefined;
  #touched = false;

  constructor(context: ApplyContext, request: ApplyRequest) {
    this.#context = context;
    this.#request = request;
  }

  /** True from the first install into it. */
  get touched(): boolean {
    return this.#touched;
  }

  async keep(): Promise<void> {
    const { files, driver, snapshotFolder, writeDownTrees } = this.#context;
    const { root, members } = this.#request;
    const paths: readonly RelativePath[] = await treesOf(files, driver, root, members);
    if (!driver.keepsTrees && (await anyTree(files, root, paths))) return;
    this.#kept = await takeSnapshot(files, root, paths, snapshotFolder);
    if (this.#kept !== undefined) await writeDownTrees(this.#kept);
  }

  /** `loosely`: see {@link installTree}. */
  install(loosely: boolean, signal: AbortSignal): Promise<DriverRun> {
    this.#touched = true;
    return this.#make((signal) => {
      const { driver, driverContext } = this.#context;
      return this.#request.mends
        ? mendTree(driver, driverContext, signal)
        : installTree(driver, driverContext, loosely, signal);
    }, signal);
  }

  /** False where it was not kept. */
  async putBack(): Promise<boolean> {
    const { files, snapshotFolder } = this.#context;
    if (this.#kept === undefined) return false;
    await restoreSnapshot(files, this.#request.root, this.#kept, snapshotFolder);
    return true;
  }

  /** Makes it of the files that stand, after an install that was broken off. */
  async mend(): Promise<void> {
    await this.#make((signal) => mendTree(this.#context.driver, this.#context.driverContext, signal), never);
  }

  /** The same, and makes the lockfile fit the manifests. */
  async join(): Promise<void> {
    await this.#make((signal) => joinTree(this.#context.driver, this.#context.driverContext, signal), never);
  }

  async #make(work: (signal: AbortSignal) => Promise<DriverRun>, signal: AbortSignal): Promise<DriverRun> {
    const run = await work(signal);
    await this.#context.builds.bringBack();
    return run;
  }
}

const never = new AbortController().signal;
