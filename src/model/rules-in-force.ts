import type { QmError } from '../base/errors.ts';
import type { RelativePath } from '../base/path.ts';
import type { RuleId } from './audit.ts';
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

/** A stored rule of the user's own that cannot be read, and does not count. */
export interface OwnRuleFault {
  /** The id of its row, be it none that a rule can have. */
  readonly rule: RuleId;
  /** One localized sentence. */
  readonly message: string;
}

/** What the table of rules has, those with the highest priority first: the rows that can be read, and the others. */
export interface StoredRules {
  readonly rules: readonly RuleRow[];
  readonly faults: readonly OwnRuleFault[];
}

/** What is known of the rules that the user has made for a folder. */
export interface OwnRules extends StoredRules {
  /** Why nobody can read them; undefined: all of them were read. */
  readonly problem: QmError | undefined;
}

/** Another program that updates the packages of a repository by itself. */
export interface UpdatesBy {
  readonly tool: 'Renovate' | 'Dependabot';
  /** The file that has it so, relative to the workspace folder. */
  readonly file: RelativePath;
}

/** The rules that hold in a folder at this moment. */
export interface RulesInForce {
  /** The built-in ones, the user's own, and of the repository's those that were accepted or that only prevent. */
  readonly rules: readonly RuleRow[];
  /** Those of the repository that would let something happen, hide a fault or delay its fix: nobody accepted them. */
  readonly waiting: readonly RuleRow[];
  /** Of the files of the repository. */
  readonly faults: readonly RuleFault[];
  /** Of the user's own rules. */
  readonly ownFaults: readonly OwnRuleFault[];
  /** Why the user's own rules cannot be read: then a person is asked about everything. Undefined: they were read. */
  readonly ownProblem: QmError | undefined;
  /** What other tools' settings say that is not held here as they say it. */
  readonly notes: readonly RuleFault[];
  /** Who updates this repository by itself: then nothing here does so. */
  readonly updatesBy: readonly UpdatesBy[];
  /** All rules of the repository as they stand now: what would be accepted, by this hash. */
  readonly current: AcceptedPolicy;
  /** What was accepted last; undefined: nothing ever. */
  readonly accepted: AcceptedPolicy | undefined;
}
