import type { ParseArgsConfig } from 'node:util';
import type { VerbResult } from '../output.ts';
import type { Session } from '../session.ts';

export type Flags = Readonly<Record<string, string | boolean | undefined>>;

/** One verb of the command line: a row of the help and a call of the engine. */
export interface Verb {
  readonly name: string;
  /** Localized arguments and one line of help. */
  readonly usage: () => string;
  readonly help: () => string;
  readonly flags: NonNullable<ParseArgsConfig['options']>;
  run(session: Session, words: readonly string[], flags: Flags): Promise<VerbResult>;
}
