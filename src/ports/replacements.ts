/** What stands in the place of a package: a part of the platform, another package, or a line of code. */
export interface Replacement {
  readonly kind: 'native' | 'package' | 'code';
  /** `fetch`, the name of a package, or the code. */
  readonly text: string;
  /** First version of Node that has it; undefined where that is not known, and for a package. */
  readonly node: string | undefined;
  /** Its documentation, or how to change over to it. */
  readonly url: string | undefined;
}

/** The bundled data of module-replacements. Always there, offline too. */
export interface Replacements {
  /** In the order of that data, the advised one first; empty where it has none. */
  of(name: string): readonly Replacement[];
}
