import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import type { RelativePath } from '../base/path.ts';
import type { Trigger } from '../model/operation.ts';
import type { ProjectMap } from '../model/project.ts';
import type { DependencyPlace, RuleDecision } from '../model/rule.ts';
import type { RulesInForce } from '../model/rules-in-force.ts';
import { decideByRules } from '../policy/evaluate-rules.ts';
import { daysSince, publishedAt } from '../policy/published.ts';
import type { Packument } from '../ports/registry.ts';
import { bookOf, type CompiledBook } from './compiled-book.ts';
import type { EngineContext } from './context.ts';
import { gitBranch } from './git-state.ts';
import { assertTrusted } from './guards.ts';
import { findRuleTexts, readRuleFiles } from './rule-files.ts';
import { simulate, type Happened, type RuleSimulation, type SimulationContext } from './rule-simulation.ts';

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

  /** See {@link simulate}. `context`: whom it asks about ages and licences. */
  async simulate(
    context: SimulationContext,
    happened: Happened,
    text: string | undefined,
    signal: AbortSignal,
  ): Promise<RuleSimulation> {
    return simulate(context, await this.#load(happened.map), happened, text, signal);
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
