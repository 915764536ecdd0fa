import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import type { RelativePath } from '../base/path.ts';
import type { Trigger } from '../model/operation.ts';
import type { ProjectMap } from '../model/project.ts';
import type { AcceptedPolicy, DependencyPlace, RuleDecision } from '../model/rule.ts';
import type { RulesInForce } from '../model/rules-in-force.ts';
import { builtInRuleRows } from '../policy/built-in-rules.ts';
import { compileRules, type CompiledRules } from '../policy/compile-rules.ts';
import { decideByRules } from '../policy/evaluate-rules.ts';
import { standingOf } from '../policy/policy-standing.ts';
import { daysSince, publishedAt } from '../policy/published.ts';
import type { Packument } from '../ports/registry.ts';
import type { EngineContext } from './context.ts';
import { gitBranch } from './git-state.ts';
import { assertTrusted } from './guards.ts';
import { findRuleTexts, readRuleFiles, type RuleFiles } from './rule-files.ts';

/** A package that would come in. */
export interface Incoming {
  readonly package: string;
  /** Undefined where a range decides. */
  readonly version: string | undefined;
  /** Undefined where no registry answered. */
  readonly packument: Packument | undefined;
  readonly dependencyType: DependencyPlace;
  /** Root of its project. */
  readonly project: RelativePath;
}

/** What the rules say about an install, asked for by one trigger at one moment. */
export type DecideInstall = (incoming: Incoming) => RuleDecision;

/** Rules, and what they are ready for. */
export interface CompiledBook extends RulesInForce {
  readonly compiled: CompiledRules;
}

interface Read extends CompiledBook {
  readonly key: string;
}

/** What a book needs of the world. */
export type BookContext = Pick<EngineContext, 'root' | 'files' | 'clock' | 'log' | 'trust' | 'user'>;

/** The rules of one folder, read anew whenever its files or what the user accepted of them changed. */
export class RuleBook {
  readonly #context: BookContext;
  #read: Read | undefined;

  constructor(context: BookContext) {
    this.#context = context;
  }

  /** `map`: the projects of the folder, each of which may have settings. */
  async inForce(map: ProjectMap): Promise<CompiledBook> {
    return this.#load(map);
  }

  /**
   * Accepts all rules of the repository as they stand, where they are those that were looked at. Rejects with QM_UNTRUSTED, or
   * with QM_BASE_MOVED where they are others by now.
   */
  async accept(hash: string, map: ProjectMap): Promise<void> {
    assertTrusted(this.#context);
    const { current } = await this.#load(map);
    if (current.hash !== hash) throw otherRules();
    await this.#context.user.setAcceptedRules(this.#context.root, current);
  }

  async forInstalls(trigger: Trigger, map: ProjectMap): Promise<DecideInstall> {
    const { files, root, clock } = this.#context;
    const [{ compiled }, branch] = await Promise.all([this.#load(map), gitBranch(files, root)]);
    const now = clock.now();
    return (incoming) => decideByRules(compiled, { ...subjectOf(incoming, now), trigger, branch });
  }

  async #load({ projects }: ProjectMap): Promise<Read> {
    const roots = projects.map((project) => project.root).toSorted();
    const { root, user } = this.#context;
    const [texts, accepted] = await Promise.all([findRuleTexts(this.#context, roots), user.acceptedRules(root)]);
    const key = JSON.stringify([texts.key, accepted?.hash]);
    if (this.#read?.key === key) return this.#read;
    this.#read = { key, ...bookOf(await readRuleFiles(texts), accepted) };
    this.#tell(this.#read);
    return this.#read;
  }

  #tell({ faults, waiting, current }: RulesInForce): void {
    const { log } = this.#context;
    for (const { file, line, column, message } of faults) log.warn(`${file}:${line}:${column}: ${message}`);
    if (waiting.length === 0) return;
    log.warn(
      t('{0} of {1} rules of this repository wait for somebody to accept them.', waiting.length, current.rules.length),
    );
  }
}

/** What holds where a repository has these rules, and its user accepted those. */
export function bookOf(
  { rules: own, faults, notes, updatesBy }: RuleFiles,
  last: AcceptedPolicy | undefined,
): CompiledBook {
  const { hash, accepted, provisional, waiting } = standingOf(own, last);
  const held = [...builtInRuleRows(), ...accepted];
  return {
    rules: [...held, ...provisional],
    waiting,
    faults,
    notes,
    updatesBy,
    current: { hash, rules: own },
    accepted: last,
    compiled: compileRules(held, provisional),
  };
}

function otherRules(): QmError {
  return new QmError('QM_BASE_MOVED', {
    message: t('The rules of this repository are not what you looked at any more.'),
    hint: t('Nothing was accepted. Look at them again.'),
  });
}

function subjectOf({ package: name, version, packument, dependencyType, project }: Incoming, now: Date) {
  const time = packument === undefined || version === undefined ? undefined : publishedAt(packument, version, now);
  return {
    action: 'install',
    package: name,
    from: undefined,
    to: version,
    dependencyType,
    project,
    bump: undefined,
    severity: undefined,
    score: undefined,
    releaseAgeDays: time === undefined ? undefined : daysSince(time, now),
    license: packument?.versions.get(version ?? '')?.license,
    at: now.toISOString(),
  } as const;
}
