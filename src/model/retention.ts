/** How much of the history is kept: whatever is beyond either bound is forgotten, oldest first. */
export interface Retention {
  /** Days. */
  readonly days: number;
  /** Operations of a folder. */
  readonly operations: number;
}

/** What is kept where the user says nothing. */
export const defaultRetention: Retention = { days: 365, operations: 1000 };
