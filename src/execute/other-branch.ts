import { absolute, type RelativePath } from '../base/path.ts';
import { isLockfile } from '../model/lockfile.ts';
import type { FileChange } from '../model/resolution.ts';
import type { Files } from '../ports/files.ts';
import { isManifest, sameBytes } from './file-records.ts';
import { changeStands } from './manifest-merge.ts';

/** What git has checked out around a project. */
export interface Head {
  /** True where it is something else than when the files of the change began to change. */
  moved(): Promise<boolean>;
  /** Does work that is broken off as soon as it moves and `isOver` says so then; rejects with QM_BASE_MOVED. */
  during<T>(work: (signal: AbortSignal) => Promise<T>, isOver: () => Promise<boolean>, signal: AbortSignal): Promise<T>;
}

/**
 * The files of another branch that git checked out in the middle of a change. Whoever gave the command for it wants them
 * as they came, so they are remembered as soon as they are seen: a package manager that is still at work writes its
 * lockfile over whatever stands there.
 */
export class OtherBranch {
  readonly #files: Files;
  readonly #root: string;
  readonly #changes: readonly FileChange[];
  readonly #head: Head;
  #theirs: ReadonlyMap<RelativePath, Uint8Array | undefined> = new Map();

  constructor(files: Files, root: string, changes: readonly FileChange[], head: Head) {
    this.#files = files;
    this.#root = root;
    this.#changes = changes;
    this.#head = head;
  }

  /** True where it was checked out. */
  async came(): Promise<boolean> {
    if (this.#theirs.size === 0 && (await this.#head.moved())) this.#theirs = await this.#look();
    return this.#theirs.size > 0;
  }

  /** Those of some changes that are ours to make. */
  ours(changes: readonly FileChange[]): readonly FileChange[] {
    return changes.filter(({ path }) => !this.#theirs.has(path));
  }

  /** Gives its files the bytes that they came with. */
  async putBack(): Promise<void> {
    for (const [path, bytes] of this.#theirs) {
      const file = absolute(this.#root, path);
      if (sameBytes(await this.#files.read(file), bytes)) continue;
      if (bytes === undefined) await this.#files.remove(file);
      else await this.#files.writeAtomic(file, bytes);
    }
  }

  /** A commit moves the head too, and leaves our change where it is: then nothing came from elsewhere. */
  async #look(): Promise<ReadonlyMap<RelativePath, Uint8Array | undefined>> {
    const found = await Promise.all(
      this.#changes.map(async (change) => ({
        ...change,
        now: await this.#files.read(absolute(this.#root, change.path)),
      })),
    );
    const foreign = found.filter(({ now, before, after }) => !sameBytes(now, before) && !sameBytes(now, after));
    const isRelocked = foreign.some(({ path }) => isLockfile(path));
    const stands = found.some(
      ({ path, now, before, after }) =>
        isManifest(path) &&
        !sameBytes(before, after) &&
        (sameBytes(now, after) || (!isRelocked && changeStands(now, before, after))),
    );
    return new Map(stands ? [] : foreign.map(({ path, now }) => [path, now]));
  }
}
