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
  /** A row of the help for each of the flags. */
  readonly options: () => readonly (readonly [flag: string, meaning: string])[];
  /** How many words it takes at most. */
  readonly mostWords: number;
  run(session: Session, words: readonly string[], flags: Flags): Promise<VerbResult>;
}
