import type { RelativePath } from '../base/path.ts';
import type { MissingFinding } from '../model/finding.ts';

/** What an edit of an open document was. */
export type EditKind = 'typed' | 'reverted' | 'from-disk';

/** The documents that are open in an editor, as far as their engine is told of them. */
export interface Documents {
  /** A key, before its text is looked at. */
  touched(): void;
  /** The text an editor holds. Resolves when its findings are among those of the engine. */
  changed(file: RelativePath, text: string, kind: EditKind, signal: AbortSignal): Promise<void>;
  saved(file: RelativePath): void;
  closed(file: RelativePath): void;
  /** A checkout, merge or rebase: what waits was meant of another text. */
  headMoved(): void;
  /**
   * False while the name is only where it was typed a moment ago, and so may be half of what is meant. The engine's
   * `onDidChange` tells when it has come to stand.
   */
  standsStill(finding: MissingFinding): boolean;
}
