import type { RelativePath } from '../base/path.ts';
import type { Severity } from './advisory.ts';
import type { RuleId } from './audit.ts';
import { dependencyFields } from './manifest.ts';
import type { Trigger } from './operation.ts';

/** The file for teams, in the workspace folder. */
export const policyFileName = 'quartermaster.json';

export const ruleKinds = ['auto-install', 'auto-update', 'pin', 'ignore', 'block', 'ask'] as const;
export type RuleKind = (typeof ruleKinds)[number];

export const ruleSources = ['built-in', 'dashboard', 'policy-file'] as const;
/**
 * Who made a rule: we, the user in the dashboard, a `quartermaster.json` that a repository has, or another tool's settings in
 * the repository, by their file relative to the workspace folder.
 */
export type RuleSource = (typeof ruleSources)[number] | `${typeof settingsSource}${string}`;

const settingsSource = 'settings:';

/** The source of a rule that was read from this file of another tool. */
export function settingsIn(file: RelativePath): RuleSource {
  return `${settingsSource}${file}`;
}

/** The file that has the rule, relative to the workspace folder; undefined: none has. */
export function ruleFileOf(source: RuleSource): RelativePath | undefined {
  if (source === 'policy-file') return policyFileName;
  return source.startsWith(settingsSource) ? source.slice(settingsSource.length) : undefined;
}

/** True for a text that {@link RuleSource} has. */
export function isRuleSource(text: unknown): text is RuleSource {
  return typeof text === 'string' && (ruleSources.some((source) => source === text) || text.startsWith(settingsSource));
}

/**
 * What ids of stored rules begin with, by where the rules come from: so no repository can have a rule with the id of a built-in one
 * or of the user's own, nor the other way round.
 */
export const idPrefixes = { file: 'file:', own: 'own:' } as const;

/** The id of a rule of the user's own, from one whose prefix may have been left out. */
export function ownId(id: RuleId): RuleId {
  return id.startsWith(idPrefixes.own) ? id : idPrefixes.own + id;
}

export const conditionNames = [
  'package',
  'action',
  'dependencyType',
  'project',
  'trigger',
  'bump',
  'severity',
  'score',
  'releaseAge',
  'license',
  'time',
  'branch',
] as const;
/** Each is one file of policy/conditions/. */
export type ConditionName = (typeof conditionNames)[number];

/** One row of `package_automation_rules`. First match by priority decides, highest first. */
export interface RuleRow {
  readonly id: RuleId;
  readonly name: string;
  readonly kind: RuleKind;
  readonly priority: number;
  readonly enabled: boolean;
  /** Condition name to its argument; each condition is one file of policy/conditions/. All have to match. */
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly source: RuleSource;
}

/**
 * A rule that the user makes, as somebody types it. What holds for one of a policy file holds for it: letters of the id, length of
 * the name, bounds of the priority, patterns. The prefix of the id may be left out; without an id it gets one from its name.
 */
export interface OwnRule extends Omit<RuleRow, 'id' | 'source'> {
  readonly id?: RuleId | undefined;
}

/** The rules of a repository that this user accepted: kept in their own folder, never in the repository. */
export interface AcceptedPolicy {
  /** SHA-256 of what the rules say, lower-case hexadecimal. */
  readonly hash: string;
  /** As they were then: what later ones are compared with. */
  readonly rules: readonly RuleRow[];
}

export const ruleActions = ['install', 'update', 'security-fix', 'resolve'] as const;
/** What is about to be done. `resolve`: versions move so that a conflict ends. */
export type RuleAction = (typeof ruleActions)[number];

/** What a rule is about that does not say it. To hide a fault, or to keep its fix away, has to be said. */
export const actionsByDefault: Readonly<Record<RuleKind, readonly RuleAction[]>> = {
  'auto-install': ['install'],
  'auto-update': ['update', 'security-fix', 'resolve'],
  pin: ['update', 'resolve'],
  ignore: ['update', 'resolve'],
  block: ruleActions,
  ask: ruleActions,
};

export const bumpKinds = ['major', 'minor', 'patch', 'downgrade'] as const;
/** How far two versions are apart, by what a caret takes for compatible: 0.x minor and any prerelease are `major`. */
export type BumpKind = (typeof bumpKinds)[number];

export const dependencyPlaces = [...dependencyFields, 'transitive'] as const;
/** The field of package.json that has the package, or none: another package brings it. */
export type DependencyPlace = (typeof dependencyPlaces)[number];

/**
 * What the rules are asked about: one package that would come, move, or stay with a known fault. Undefined is always
 * "not known". What cannot be, such as the severity of an ordinary update, follows from `action`.
 */
export interface RuleSubject {
  readonly action: RuleAction;
  /** Name of the package. */
  readonly package: string;
  /** Installed version. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly dependencyType: DependencyPlace | undefined;
  /** Folder of the project, relative to the workspace folder; '' for that folder itself. */
  readonly project: RelativePath | undefined;
  /** Set by the surface, never by a payload. */
  readonly trigger: Trigger | undefined;
  readonly bump: BumpKind | undefined;
  /** The worst of the advisories that a `security-fix` is about. */
  readonly severity: Severity | undefined;
  /** The safety score, 0 to 100. */
  readonly score: number | undefined;
  /** Days since the version `to` was released. */
  readonly releaseAgeDays: number | undefined;
  /** SPDX expression as the package has it; untrusted. */
  readonly license: string | undefined;
  /** When it is asked; ISO 8601 UTC. */
  readonly at: string | undefined;
  /** '' where there is none: no repository, or no branch checked out. */
  readonly branch: string | undefined;
}

/** `not-applicable`: the fact that the condition looks at is not known. It is never `match`. */
export type ConditionAnswer = 'match' | 'no' | 'not-applicable';

/** One condition of a rule, and what it answered. */
export interface ConditionTrace {
  /** Of {@link conditionNames}, or what an unreadable rule has instead. */
  readonly condition: string;
  readonly answer: ConditionAnswer;
}

/**
 * What became of a rule that was looked at. `applies`: it decided, or would have done so had none stricter been there.
 * `doubtful`: it may apply, by a fact that is not known.
 */
export type RuleOutcome = 'applies' | 'doubtful' | 'passed';

/** One rule that was looked at. */
export interface RuleTrace {
  readonly rule: RuleId;
  readonly name: string;
  readonly kind: RuleKind;
  readonly outcome: RuleOutcome;
  /** In their order, up to the first that answered `no`: the rest was not asked. */
  readonly conditions: readonly ConditionTrace[];
}

/** What the rules say about a subject. Undefined `kind` and `rule`: none of them decides. */
export interface RuleDecision {
  readonly kind: RuleKind | undefined;
  readonly rule: { readonly id: RuleId; readonly name: string } | undefined;
  /** True: it is `ask` because the rule may apply, by a fact that is not known. */
  readonly doubtful: boolean;
  /**
   * Every rule that was looked at, in that order: those that say something about this action and do not name other
   * packages, up to the one that applies; then those of a repository that nobody accepted, likewise.
   */
  readonly trace: readonly RuleTrace[];
}

/** A decision as it is kept with what it decided. */
export interface KeptDecision extends RuleDecision {
  /** How many rules that were passed over are left out of its trace; the others are all there. */
  readonly unlisted: number;
}
