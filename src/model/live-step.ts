/** What an operation under way is at, finer than its steps: shown, never stored. */
export interface LiveStep {
  /** Localized. */
  readonly step: string;
  /** How far the whole operation is, 0 to 1. */
  readonly progress: number;
}
