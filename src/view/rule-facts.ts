import type { RelativePath } from '../base/path.ts';
import type { OwnRule, RuleAction, RuleKind } from '../model/rule.ts';
import type { UpdatesBy } from '../model/rules-in-force.ts';
import type { ErrorFacts, Place } from './protocol.ts';

/** What a user may say of a rule of their own. */
export type RuleWish = Omit<OwnRule, 'id'>;

/** One rule of the page. Name, conditions and file are untrusted text where a repository has it. */
export interface RuleFacts extends RuleWish {
  readonly id: string;
  readonly origin: 'built-in' | 'own' | 'file';
  /** Of what a repository has. */
  readonly file: RelativePath | undefined;
  /** `stricter`: nobody accepted it, so it counts where it is stricter alone. `waits`: it does not count until somebody does. */
  readonly standing: 'holds' | 'stricter' | 'waits' | 'off';
}

/** A rule, or a file of rules, that does not count; or one that is held otherwise than it says. */
export interface RuleFaultFacts {
  /** 1-based; undefined for a rule of the user's own. */
  readonly place: Place | undefined;
  /** Row of the user's own rule; undefined for what a file has. */
  readonly rule: string | undefined;
  /** Localized, with text of others in it. */
  readonly message: string;
}

/** A workspace folder whose rules can be shown. */
export interface RuleFolder {
  readonly id: string;
  readonly name: string;
}

/** What the page of the rules is called where a row's id would stand. */
export const rulesId = 'rules';
/** Ids of forms begin so: no row's does. */
export const formPrefix = 'rule-form:';

/** Every rule of one folder. */
export interface RulesSheet {
  readonly kind: 'rules';
  readonly id: typeof rulesId;
  /** All of the window. */
  readonly folders: readonly RuleFolder[];
  /** The one whose rules these are. */
  readonly folder: string;
  /** Undefined until they were read. In the order in which they are looked at. */
  readonly rules: readonly RuleFacts[] | undefined;
  /** Something was accepted here before, and the rules are others now. */
  readonly changed: boolean;
  /** `openRuleFault` takes an index into `faults` and then `notes`. */
  readonly faults: readonly RuleFaultFacts[];
  readonly notes: readonly RuleFaultFacts[];
  readonly updatesBy: readonly UpdatesBy[];
  readonly canEdit: boolean;
  /** Why the rules could not be read, or what was asked could not be done. */
  readonly problem: ErrorFacts | undefined;
  /** What was done last, until something else is. */
  readonly done: 'saved' | 'removed' | undefined;
}

/** One thing that the rule would have decided otherwise. Undefined kinds: no rule decides. */
export interface DifferenceFacts {
  readonly action: RuleAction;
  readonly package: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** ISO 8601 UTC. */
  readonly at: string | undefined;
  readonly before: RuleKind | undefined;
  readonly after: RuleKind | undefined;
  /** Names of the rules. Untrusted text. */
  readonly beforeBy: string | undefined;
  readonly afterBy: string | undefined;
}

/** What a rule would have decided otherwise. `rule`: the one that was tried, which need not be the one in the form any more. */
export type TrialFacts =
  | { readonly kind: 'none' }
  | { readonly kind: 'asking'; readonly rule: RuleWish }
  | { readonly kind: 'failed'; readonly rule: RuleWish; readonly error: ErrorFacts }
  | {
      readonly kind: 'told';
      readonly rule: RuleWish;
      /** Localized: how many of how many. */
      readonly sentence: string;
      /** The first two hundred. */
      readonly different: readonly DifferenceFacts[];
      readonly differentCount: number;
      readonly total: number;
      /** Packages of which no registry answered: their age and licence are not known. */
      readonly unanswered: readonly string[];
    };

/** The form of one rule of the user's own. */
export interface RuleForm {
  readonly kind: 'rule';
  /** {@link formPrefix} and what no other opening of a form has. */
  readonly id: string;
  readonly purpose: 'add' | 'edit' | 'override';
  /** What the fields begin with. */
  readonly rule: RuleWish;
  readonly trial: TrialFacts;
  readonly saving: boolean;
  /** Why it could not be saved. */
  readonly problem: ErrorFacts | undefined;
}
