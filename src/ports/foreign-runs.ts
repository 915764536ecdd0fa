/** A package manager that somebody else runs in a project: by hand in a terminal, by a task. */
export interface ForeignRun {
  readonly pid: number;
  /** The program and what it was called with, for a person to recognize. */
  readonly command: string;
}

/** What others do in a project at this moment. */
export interface ForeignRuns {
  /**
   * Package managers that work in `root` (absolute) or below it and were not started by this process. Empty where the
   * system does not tell.
   */
  within(root: string): Promise<readonly ForeignRun[]>;
}
