import PQueue from 'p-queue';

/** How many lockfile roots work side by side: measured gain is flat after four (parallel installs share one disk). */
const mostRoots = 4;

/**
 * One lane a lockfile root: what is asked for one root runs one after the other, different roots side by side. Two
 * installs in one root lose each other's work with every package manager.
 */
export class Lanes {
  readonly #roots = new Map<string, PQueue>();
  readonly #all: PQueue;

  /** `cores`: processors of this machine. */
  constructor(cores: number) {
    this.#all = new PQueue({ concurrency: Math.max(1, Math.min(cores, mostRoots)) });
  }

  /** Runs `work` when its lane is free and fewer than the most roots are busy. */
  async run<T>(root: string, work: () => Promise<T>): Promise<T> {
    const lane = this.#roots.get(root) ?? new PQueue({ concurrency: 1 });
    this.#roots.set(root, lane);
    return lane.add(() => this.#all.add(work));
  }

  /** Resolves when nothing runs or waits. */
  async idle(): Promise<void> {
    await Promise.all([...this.#roots.values()].map((lane) => lane.onIdle()));
  }
}
