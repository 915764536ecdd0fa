import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import type { RelativePath } from '../base/path.ts';
import type { RuleId } from '../model/audit.ts';
import type { Trigger } from '../model/operation.ts';
import type { ProjectMap } from '../model/project.ts';
import type { DependencyPlace, OwnRule, RuleDecision, RuleRow } from '../model/rule.ts';
import type { OwnRules, RulesInForce } from '../model/rules-in-force.ts';
import { decideByRules } from '../policy/evaluate-rules.ts';
import { ownRulesIn, policyTextOf } from '../policy/own-rules.ts';
import type { PolicyFile } from '../policy/policy-file.ts';
import { daysSince, publishedAt } from '../policy/published.ts';
import type { Packument } from '../ports/registry.ts';
import { bookOf, type CompiledBook, type RuleSources } from './compiled-book.ts';
import type { EngineContext } from './context.ts';
import { explainRules, type ExplainRequest, type RuleExplanation } from './explaining.ts';
import { gitBranch } from './git-state.ts';
import { assertTrusted } from './guards.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import { noOwnRule } from './own-rule-faults.ts';
import { OwnRuleReader } from './own-rule-reader.ts';
import { readyRules, removeRule, saveRules } from './own-rules.ts';
import { findRuleTexts, readRuleFiles } from './rule-files.ts';
import {
  simulate,
  triedFile,
  triedOwn,
  type Happened,
  type OwnSimulation,
  type RuleSimulation,
  type SimulationContext,
} from './rule-simulation.ts';

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
  readonly sources: RuleSources;
}

/** What a book needs of the world. */
export type BookContext = Pick<EngineContext, 'root' | 'files' | 'clock' | 'log' | 'trust' | 'user'>;

/** The rules of one folder, read anew whenever its files, what the user accepted of them, or the user's own changed. */
export class RuleBook {
  readonly #context: BookContext;
  readonly #keeper: Pick<JournalKeeper, 'look' | 'write'>;
  readonly #own: OwnRuleReader;
  #read: Read | undefined;

  constructor(context: BookContext, keeper: Pick<JournalKeeper, 'look' | 'write'>) {
    this.#context = context;
    this.#keeper = keeper;
    this.#own = new OwnRuleReader(context, keeper);
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
    const book = await this.#load(happened.map);
    return simulate(context, book.compiled, happened, triedFile(book, book.sources, text), signal);
  }

  /** The same for rules of the user's own, added to all that hold or put in the place of those with their ids. Rejects as {@link save} does. */
  async simulateOwn(
    context: SimulationContext,
    happened: Happened,
    rules: readonly OwnRule[],
    signal: AbortSignal,
  ): Promise<OwnSimulation> {
    const book = await this.#load(happened.map);
    const { saved, all } = readyRules(rules, await this.#readable());
    const tried = triedOwn(book.sources, all);
    return { ...(await simulate(context, book.compiled, happened, tried, signal)), rules: saved };
  }

  /** What the user has made, and what of it does not count. */
  own(): Promise<OwnRules> {
    return this.#own.read();
  }

  /** See {@link saveRules}. Rejects with QM_UNTRUSTED. */
  async save(rules: readonly OwnRule[]): Promise<readonly RuleRow[]> {
    assertTrusted(this.#context);
    return saveRules(this.#keeper, rules);
  }

  /** See {@link removeRule}. Rejects with QM_NO_RULE where there is none, and with QM_UNTRUSTED. */
  async remove(id: RuleId, map: ProjectMap): Promise<void> {
    assertTrusted(this.#context);
    if (await removeRule(this.#keeper, id)) return;
    const { rules, waiting } = await this.#load(map);
    throw noOwnRule(id, [...rules, ...waiting]);
  }

  /** The user's own as a policy file says them. Rejects where they cannot be read. */
  async ownText(): Promise<string> {
    return policyTextOf((await this.#readable()).rules);
  }

  /** See {@link ownRulesIn}. */
  read(text: string): PolicyFile {
    return ownRulesIn(text);
  }

  /** See {@link explainRules}. */
  explain(
    context: EngineContext,
    map: ProjectMap,
    what: ExplainRequest,
    signal: AbortSignal,
  ): Promise<RuleExplanation> {
    return explainRules(context, this, map, what, signal);
  }

  async #readable(): Promise<OwnRules> {
    const own = await this.#own.read();
    if (own.problem !== undefined) throw own.problem;
    return own;
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
    const [texts, last, own] = await Promise.all([
      findRuleTexts(this.#context, roots),
      user.acceptedRules(root),
      this.#own.read(),
    ]);
    // The user's own are the same object as long as none of them changed: a thousand are not compared with each question.
    const key = JSON.stringify([texts.key, last?.hash, own.problem?.message]);
    const isSame = own.problem !== undefined || this.#read?.sources.own === own;
    if (this.#read?.key === key && isSame) return this.#read;
    const sources = { files: await readRuleFiles(texts), last, own };
    const read = { key, sources, ...bookOf(sources) };
    this.#read = read;
    this.#tell(read);
    return read;
  }

  #tell({ faults, ownFaults, ownProblem, waiting, current }: RulesInForce): void {
    const { log } = this.#context;
    for (const { file, line, column, message } of faults) log.warn(`${file}:${line}:${column}: ${message}`);
    for (const { rule, message } of ownFaults) log.warn(`${rule}: ${message}`);
    if (ownProblem !== undefined) log.warn(ownProblem.message);
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
