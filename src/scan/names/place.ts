import type { Reading } from './shorthands.ts';

/** Where a configuration names packages. */
export interface Place {
  /** Paths of keys ({@link pathOf}); `*` stands for any one key, and a colon at the end for the key itself. */
  readonly at: readonly string[];
  readonly reading: Reading;
  /** False where something else may serve the name. */
  readonly isSure: boolean;
  /** What is named are types: `node` is `@types/node`. */
  readonly isTypes: boolean;
}

/** A tool that is told packages by their names. */
export interface Tool {
  readonly name: string;
  /** Who brings it: where none is declared, nobody may read its configuration. A star at the end stands for all of a scope. */
  readonly broughtBy: readonly string[];
  /** Paths of its configurations. */
  readonly files: RegExp;
  /** Its key in package.json. */
  readonly inManifest?: string;
  readonly places: readonly Place[];
}

/** A place whose names are sure, as far as the names themselves are. */
export function place(at: readonly string[], reading: Reading): Place {
  return { at, reading, isSure: true, isTypes: false };
}
