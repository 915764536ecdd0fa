import { mapLimited } from '../base/async.ts';
import { absolute, type RelativePath } from '../base/path.ts';
import type { Finding } from '../model/finding.ts';
import { isMendable } from '../model/finding.ts';
import type { ListedOperation, OperationKind } from '../model/operation.ts';
import type { PackageName } from '../model/package-name.ts';
import { projectOfManifest, type ProjectMap } from '../model/project.ts';
import type { RuleAction, RuleRow, RuleSubject } from '../model/rule.ts';
import type { RuleFault, RulesInForce } from '../model/rules-in-force.ts';
import { bumpBetween } from '../policy/bump.ts';
import type { CompiledRules } from '../policy/compile-rules.ts';
import { hashOfRules } from '../policy/rules-hash.ts';
import { daysSince, publishedAt } from '../policy/published.ts';
import { sayDifference, simulateRules, type Simulation } from '../policy/simulate-rules.ts';
import type { Packument } from '../ports/registry.ts';
import { requestsFor } from './auto-installer.ts';
import { bookOf, type RuleSources } from './compiled-book.ts';
import type { EngineContext } from './context.ts';
import { gitBranch } from './git-state.ts';
import { readPolicy } from './rule-files.ts';

/** Questions to the registry at once. */
const askedAtOnce = 8;

/** What a change of the rules would have meant here. */
export interface RuleSimulation extends Simulation {
  /** One localized sentence: how many of how many. */
  readonly sentence: string;
  /** Packages of which no registry answered: their age and licence are not known. */
  readonly unanswered: readonly string[];
  /** Of the rules that were tried. */
  readonly faults: readonly RuleFault[];
}

/** What rules that the user is about to save would have meant here. */
export interface OwnSimulation extends RuleSimulation {
  /** As they would be stored. */
  readonly rules: readonly RuleRow[];
}

/** What a simulation needs of the world. */
export type SimulationContext = Pick<EngineContext, 'root' | 'files' | 'clock' | 'registry'>;

/** What happened in a folder, and what is open now. */
export interface Happened {
  readonly operations: readonly ListedOperation[];
  readonly findings: readonly Finding[];
  readonly map: ProjectMap;
}

/** Rules that may come to hold. */
export interface TriedRules {
  readonly compiled: CompiledRules;
  readonly faults: readonly RuleFault[];
}

/** A policy file's text in place of the repository's; undefined: all that the repository has, as if it were accepted. */
export function triedFile(
  { current, faults }: Pick<RulesInForce, 'current' | 'faults'>,
  sources: RuleSources,
  text: string | undefined,
): TriedRules {
  const read = text === undefined ? undefined : readPolicy(text);
  const rules = read === undefined ? current.rules : [...read.rules, ...ofSettings(current.rules)];
  const last = { hash: hashOfRules(rules), rules };
  const { compiled } = bookOf({ ...sources, files: { ...sources.files, rules }, last });
  return { compiled, faults: read?.faults ?? faults };
}

/** Other rules of the user's own. What could not be read before may still forbid anything. */
export function triedOwn(sources: RuleSources, rules: readonly RuleRow[]): TriedRules {
  return { compiled: bookOf({ ...sources, own: { ...sources.own, rules } }).compiled, faults: [] };
}

/**
 * Asks the rules that hold, and those that would, about everything that happened here and is open now. What the registry
 * knows of ages and licences is asked for, at the time of each operation.
 */
export async function simulate(
  context: SimulationContext,
  before: CompiledRules,
  happened: Happened,
  tried: TriedRules,
  signal: AbortSignal,
): Promise<RuleSimulation> {
  const { subjects, unanswered } = await subjectsOf(context, happened, signal);
  const simulation = simulateRules(before, tried.compiled, subjects);
  return { ...simulation, sentence: sayDifference(simulation), unanswered, faults: tried.faults };
}

function ofSettings(rules: readonly RuleRow[]): readonly RuleRow[] {
  return rules.filter(({ source }) => source !== 'policy-file');
}

/** A package that came, moved, or would come now. */
interface Bare {
  readonly subject: Omit<RuleSubject, 'releaseAgeDays' | 'license' | 'to'>;
  /** Undefined: what the registry has as current. */
  readonly to: string | undefined;
  readonly project: RelativePath;
}

async function subjectsOf(context: SimulationContext, happened: Happened, signal: AbortSignal) {
  const branch = await gitBranch(context.files, context.root);
  const now = context.clock.now().toISOString();
  const bare = [...happened.operations.flatMap(ofOperation), ...ofFindings(happened, now, branch)];
  const asked = new Map(bare.map(({ subject, project }) => [keyOf(subject.package, project), { subject, project }]));
  const packuments = new Map<string, Packument>();
  const unanswered = new Set<string>();
  await mapLimited([...asked], askedAtOnce, async ([key, { subject, project }]) => {
    const folder = absolute(context.root, project);
    const answer = await context.registry.packument(subject.package as PackageName, folder, signal);
    if (answer.ok) packuments.set(key, answer.packument);
    else if (answer.reason !== 'not-found') unanswered.add(subject.package);
  });
  const subjects = bare.map((one) => withFacts(one, packuments.get(keyOf(one.subject.package, one.project))));
  return { subjects, unanswered: [...unanswered].toSorted() };
}

function keyOf(name: string, project: RelativePath): string {
  return `${project}\n${name}`;
}

const actionOf: Partial<Readonly<Record<OperationKind, RuleAction>>> = {
  install: 'install',
  update: 'update',
  'security-fix': 'security-fix',
  resolve: 'resolve',
};

function ofOperation({ kind, packages, project, trigger, score, createdAt }: ListedOperation): readonly Bare[] {
  const action = actionOf[kind];
  if (action === undefined) return [];
  return packages.map(({ name, from, to, field }) => ({
    subject: {
      action,
      package: name,
      from: action === 'install' ? undefined : from,
      dependencyType: field,
      project,
      trigger,
      bump: from === undefined || to === undefined ? undefined : bumpBetween(from, to),
      severity: undefined,
      score,
      at: createdAt,
      // What was checked out then is not recorded.
      branch: undefined,
    },
    to,
    project,
  }));
}

/** What autopilot would be asked to install now. */
function ofFindings({ findings, map }: Happened, at: string, branch: string): readonly Bare[] {
  return requestsFor(findings.filter(isMendable)).flatMap(({ package: name, manifest, field }) => {
    const project = projectOfManifest(map, manifest)?.root;
    if (project === undefined) return [];
    const known = { from: undefined, bump: undefined, severity: undefined, score: undefined };
    const subject = { action: 'install', package: name, dependencyType: field, project, ...known } as const;
    return [{ subject: { ...subject, trigger: 'ai_auto', at, branch }, to: undefined, project }];
  });
}

function withFacts({ subject, to }: Bare, packument: Packument | undefined): RuleSubject {
  const version = to ?? packument?.distTags.get('latest');
  const at = new Date(subject.at ?? Number.NaN);
  const time = packument === undefined || version === undefined ? undefined : publishedAt(packument, version, at);
  return {
    ...subject,
    to: version,
    releaseAgeDays: time === undefined ? undefined : daysSince(time, at),
    license: packument?.versions.get(version ?? '')?.license,
  };
}
