import type { RelativePath } from '../base/path.ts';
import type { PackageName } from './package-name.ts';

/** Where the evidence for another package comes from, apart from what a platform has itself. */
type PackageSuggestionKind =
  /** A slip of the hand or the eye away from a far better known name. */
  | 'typo'
  /** The same project under another name. */
  | 'renamed'
  /** The same project, which moved into a scope. */
  | 'scoped'
  /** A name that is at home in another language; the package does on npm what that one does there. */
  | 'ecosystem'
  /** Does the same, and is lighter or still maintained: module-replacements says so. */
  | 'replacement'
  /** Its own maintainers name it where they gave the package up. */
  | 'deprecation-message'
  /** A language model named it, which the user had asked; the registry has it, and the gate does not refuse it. */
  | 'model';

/** What is known of a suggested package. Undefined is unknown, never zero. */
export interface PackageFacts {
  /** By the bundled list. */
  readonly downloadsPerMonth: number | undefined;
  /** The registry's latest, else the bundled list's. */
  readonly version: string | undefined;
  /** Of that version, by the registry; ISO 8601 UTC. */
  readonly publishedAt: string | undefined;
  /** Of that version, by the registry; bytes on the disk, without what it depends on. */
  readonly unpackedBytes: number | undefined;
}

/** Another package to use. */
export interface PackageSuggestion {
  readonly kind: PackageSuggestionKind;
  readonly package: PackageName;
  /** One localized sentence. */
  readonly reason: string;
  /** Code that was written for the one can use the other as it is, or nearly so. */
  readonly sameApi: boolean;
  /** What is behind the name in an import means the same there. */
  readonly keepsPaths: boolean;
  /** Where to read how to change over. */
  readonly url: string | undefined;
  readonly facts: PackageFacts;
}

/** What the platform has itself, so that no package is needed. */
export interface BuiltinSuggestion {
  readonly kind: 'builtin';
  /** As one would say it: `fetch`, `node:fs/promises`, or a line of code. */
  readonly builtin: string;
  /** A module that can be imported in place of the package, with no other change; undefined where code has to change. */
  readonly specifier: string | undefined;
  /** One localized sentence. */
  readonly reason: string;
  readonly url: string | undefined;
}

/** What to use instead of a package. It only says so: what is taken from it passes the gate like anything else. */
export type Suggestion = PackageSuggestion | BuiltinSuggestion;

/**
 * Why something else is looked for. `missing`: nothing speaks against the name; `unknown`: the registry does not have it;
 * `lookalike`: the gate takes it for another; `asked`: somebody wants to know.
 */
export type SuggestionCause = 'missing' | 'unknown' | 'lookalike' | 'deprecated' | 'vulnerable' | 'asked';

/** What was found out about a name, and what to use instead. */
export interface SuggestionReport {
  readonly package: PackageName;
  readonly cause: SuggestionCause;
  /** The version that was looked at; undefined where nobody told one. */
  readonly version: string | undefined;
  /** What its maintainers say where they gave it up: one line, without what a terminal would obey. */
  readonly message: string | undefined;
  /** Why nobody knows whether it was given up, in one localized sentence; undefined where the registry told. */
  readonly unchecked: string | undefined;
  /** At most three, the best first. */
  readonly suggestions: readonly Suggestion[];
}

/** What of the declared packages was given up. */
export interface DeprecationReport {
  /** `manifest`: the folder of the package.json that declares it. */
  readonly deprecated: readonly (SuggestionReport & { readonly manifest: RelativePath })[];
  /** Of which nobody knows, and why, in one localized sentence. */
  readonly unchecked: readonly {
    readonly package: PackageName;
    readonly manifest: RelativePath;
    readonly reason: string;
  }[];
}

/** One of what a language model advises. */
export interface AdvisedSuggestion {
  readonly suggestion: Suggestion;
  /** Its words: one line, quoted wherever it is shown. Undefined: it said nothing of what was suggested without it. */
  readonly quote: string | undefined;
  /** Why the gate would ask before it lets that in, in one localized sentence; undefined where it would not, or was not asked. */
  readonly doubt: string | undefined;
}

/** What a language model made of a report: its order and its words, none of which anything is done by. */
export interface Advice {
  /** What its vendor calls the model. */
  readonly by: string;
  /** The best first by its word, then what it said nothing of: nothing that was suggested without it is lost. */
  readonly suggestions: readonly AdvisedSuggestion[];
  /** What it named and is not offered, each with the reason, one localized sentence. */
  readonly leftOut: readonly { readonly name: string; readonly reason: string }[];
}
