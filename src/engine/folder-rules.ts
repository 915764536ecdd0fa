import type { RuleId } from '../model/audit.ts';
import type { Finding } from '../model/finding.ts';
import type { ProjectMap } from '../model/project.ts';
import type { OwnRule, RuleRow } from '../model/rule.ts';
import type { RulesInForce } from '../model/rules-in-force.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { PolicyFile } from '../policy/policy-file.ts';
import type { EngineContext } from './context.ts';
import type { ExplainRequest, RuleExplanation } from './explaining.ts';
import { assertTrusted } from './guards.ts';
import type { History } from './history.ts';
import type { AskRuleBook } from './rule-books.ts';
import type { Happened, OwnSimulation, RuleSimulation } from './rule-simulation.ts';

/** Operations of the history that rules are tried on, the newest. */
const simulatedOperations = 500;

/** What rules ask of their engine. */
export interface FolderRulesHooks {
  projects(): Promise<ProjectMap>;
  scan(signal: AbortSignal): Promise<Snapshot>;
  readonly history: History;
  findings(): readonly Finding[];
  /** What would be proposed may be another now. */
  accepted(): void;
}

/** The rules of a folder: what holds, what waits, the user's own, and what they decide. */
export class FolderRules {
  readonly #context: EngineContext;
  readonly #book: AskRuleBook;
  readonly #hooks: FolderRulesHooks;

  constructor(context: EngineContext, book: AskRuleBook, hooks: FolderRulesHooks) {
    this.#context = context;
    this.#book = book;
    this.#hooks = hooks;
  }

  /** The rules that hold in the folder, what waits to be accepted, and what of the repository's files does not count. */
  async inForce(): Promise<RulesInForce> {
    return (await this.#book()).inForce(await this.#hooks.projects());
  }

  /**
   * Accepts all rules of the repository by the hash of what the user looked at, until one of them changes. Rejects with
   * QM_UNTRUSTED, or with QM_BASE_MOVED where they are others by now.
   */
  async accept(hash: string): Promise<void> {
    await (await this.#book()).accept(hash, await this.#hooks.projects());
    this.#hooks.accepted();
  }

  /**
   * What the rules of a policy file's text, or all that the repository has where none is given, would have decided otherwise of
   * what happened here and is open now. Changes nothing. Rejects with QM_UNTRUSTED.
   */
  async simulate(text: string | undefined, signal: AbortSignal): Promise<RuleSimulation> {
    const happened = await this.#happened(signal);
    return (await this.#book()).simulate(this.#context, happened, text, signal);
  }

  /**
   * Saves a rule of the user's own: a new one, or in the place of the one with its id, whose prefix may be left out. Resolves with it
   * as it is stored. Rejects with QM_RULE_INVALID, with QM_UNTRUSTED, and with QM_STATE_UNAVAILABLE or QM_READ_ONLY.
   */
  async save(rule: OwnRule): Promise<RuleRow> {
    const [saved] = await this.saveAll([rule]);
    return saved as RuleRow;
  }

  /** The same for several, all or none. */
  async saveAll(rules: readonly OwnRule[]): Promise<readonly RuleRow[]> {
    return (await this.#book()).save(rules);
  }

  /** Removes a rule of the user's own, be it one that cannot be read. Rejects with QM_NO_RULE for any other, and with QM_UNTRUSTED. */
  async remove(id: RuleId): Promise<void> {
    await (await this.#book()).remove(id, await this.#hooks.projects());
  }

  /** What {@link saveAll} would mean, as {@link simulate} says it. Rejects as that does. Changes nothing. */
  async simulateOwn(rules: readonly OwnRule[], signal: AbortSignal): Promise<OwnSimulation> {
    const happened = await this.#happened(signal);
    return (await this.#book()).simulateOwn(this.#context, happened, rules, signal);
  }

  /** Rules that somebody has written down: a policy file's text, or one rule of such a file. Saves none of them. */
  async read(text: string): Promise<PolicyFile> {
    return (await this.#book()).read(text);
  }

  /** The user's own rules as a policy file says them, without those that cannot be read. Rejects where none of them can be. */
  async ownText(): Promise<string> {
    return (await this.#book()).ownText();
  }

  /** What the rules say of an install by hand now, rule by rule. Asks the registry. Rejects with QM_NAME_INVALID or QM_UNTRUSTED. */
  async explain(what: ExplainRequest, signal: AbortSignal): Promise<RuleExplanation> {
    return (await this.#book()).explain(this.#context, await this.#hooks.projects(), what, signal);
  }

  async #happened(signal: AbortSignal): Promise<Happened> {
    assertTrusted(this.#context);
    const { map } = await this.#hooks.scan(signal);
    const operations = await this.#hooks.history.newest(simulatedOperations);
    return { operations, findings: this.#hooks.findings(), map };
  }
}
