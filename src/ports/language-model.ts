/** A language model that the user has and let us ask. What it answers is text of a stranger: read, checked, never obeyed. */
export interface LanguageModel {
  /** What its vendor calls it. */
  readonly name: string;
  /** Its whole answer, or as much of one as is read. Rejects with QM_MODEL_FAILED, and on cancellation. */
  ask(question: string, signal: AbortSignal): Promise<string>;
}
