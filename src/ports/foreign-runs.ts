/** A package manager that somebody else runs in a project: by hand in a terminal, by a task. */
export interface ForeignRun {
  /** By what it is found again: its process number, or the terminal in which it was typed. */
  readonly where:
    | { readonly kind: 'process'; readonly pid: number }
    | { readonly kind: 'terminal'; readonly number: number; readonly name: string };
  /** The program and what it was called with, for a person to recognize. */
  readonly command: string;
}

/** What others do in a project at this moment. */
export interface ForeignRuns {
  /**
   * Package managers that work on `root` (absolute, real) and were not started by this process. Empty where nothing tells
   * of them. One that two sources tell of is there twice.
   */
  within(root: string): Promise<readonly ForeignRun[]>;
}
