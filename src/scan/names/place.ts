import type { Reading } from './shorthands.ts';

/** Where a configuration names packages. */
export interface Place {
  /**
   * Paths of keys ({@link pathOf}); `*` stands for any one key, a colon at the end for the key itself, and the empty path for a
   * configuration that is a string alone.
   */
  readonly at: readonly string[];
  readonly reading: Reading;
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

export function place(at: readonly string[], reading: Reading): Place {
  return { at, reading, isTypes: false };
}
