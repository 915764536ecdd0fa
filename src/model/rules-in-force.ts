import type { RelativePath } from '../base/path.ts';
import type { AcceptedPolicy, RuleRow } from './rule.ts';

/** Something in a file of the repository that does not count, or only in part. */
export interface RuleFault {
  /** Relative to the workspace folder; `..` at its beginning where it stands above. */
  readonly file: RelativePath;
  /** As a program knows it. */
  readonly reason: string;
  /** One localized sentence; may hold text of the file, untrusted. */
  readonly message: string;
  /** 1-based, as `column`. */
  readonly line: number;
  readonly column: number;
  /** What does not count because of it. `rules`: this one and all after it. */
  readonly drops: 'file' | 'rules' | 'rule' | 'nothing';
}

/** Another program that updates the packages of a repository by itself. */
export interface UpdatesBy {
  readonly tool: 'Renovate' | 'Dependabot';
  /** The file that has it so, relative to the workspace folder. */
  readonly file: RelativePath;
}

/** The rules that hold in a folder at this moment. */
export interface RulesInForce {
  /** The built-in ones, and of the repository's those that were accepted or that only prevent. */
  readonly rules: readonly RuleRow[];
  /** Those of the repository that would let something happen, hide a fault or delay its fix: nobody accepted them. */
  readonly waiting: readonly RuleRow[];
  readonly faults: readonly RuleFault[];
  /** What other tools' settings say that is not held here as they say it. */
  readonly notes: readonly RuleFault[];
  /** Who updates this repository by itself: then nothing here does so. */
  readonly updatesBy: readonly UpdatesBy[];
  /** All rules of the repository as they stand now: what would be accepted, by this hash. */
  readonly current: AcceptedPolicy;
  /** What was accepted last; undefined: nothing ever. */
  readonly accepted: AcceptedPolicy | undefined;
}
