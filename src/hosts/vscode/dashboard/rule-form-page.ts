import { randomUUID } from 'node:crypto';
import { isCancellation } from '../../../base/errors.ts';
import type { RuleId } from '../../../model/audit.ts';
import type { RuleDecision } from '../../../model/rule.ts';
import {
  formPrefix,
  type DifferenceFacts,
  type RuleForm,
  type RuleWish,
  type TrialFacts,
} from '../../../view/rule-facts.ts';
import type { FolderEntry } from '../folders.ts';
import { toErrorFacts } from './error-facts.ts';

/** Differences that the page lists. */
const shownDifferences = 200;

/** What a form is opened for. */
export interface FormStart extends Pick<RuleForm, 'purpose' | 'rule'> {
  /** The rule that is saved in place of what it was; undefined: a new one. */
  readonly saves: RuleId | undefined;
}

/** One opening of the form of a rule: what was tried in it, and what came of it. */
export class RuleFormPage {
  readonly id = formPrefix + randomUUID();
  readonly #entry: FolderEntry;
  readonly #start: FormStart;
  readonly #changed: () => void;
  #trial: TrialFacts = { kind: 'none' };
  #saving = false;
  #problem: RuleForm['problem'];
  #asking = new AbortController();

  /** `changed` is told when there is something new to show. */
  constructor(entry: FolderEntry, start: FormStart, changed: () => void) {
    this.#entry = entry;
    this.#start = start;
    this.#changed = changed;
  }

  get entry(): FolderEntry {
    return this.#entry;
  }

  facts(): RuleForm {
    const { purpose, rule } = this.#start;
    return {
      kind: 'rule',
      id: this.id,
      purpose,
      rule,
      trial: this.#trial,
      saving: this.#saving,
      problem: this.#problem,
    };
  }

  /** Nobody looks at it any more. */
  close(): void {
    this.#asking.abort();
  }

  /** Asks what it would have decided otherwise, in place of what was asked before. */
  async try(rule: RuleWish): Promise<void> {
    this.#asking.abort();
    const asking = new AbortController();
    this.#asking = asking;
    this.#problem = undefined;
    this.#tell({ kind: 'asking', rule });
    const told = await this.#simulate(rule, asking.signal);
    if (!asking.signal.aborted && told !== undefined) this.#tell(told);
  }

  /** True: it is saved. */
  async save(rule: RuleWish): Promise<boolean> {
    if (this.#saving) return false;
    this.#saving = true;
    this.#problem = undefined;
    this.#changed();
    try {
      await this.#entry.engine.rules.save(this.#own(rule));
      return true;
    } catch (error) {
      this.#problem = toErrorFacts(error);
      return false;
    } finally {
      this.#saving = false;
      this.#changed();
    }
  }

  async #simulate(rule: RuleWish, signal: AbortSignal): Promise<TrialFacts | undefined> {
    try {
      const { sentence, total, different, unanswered } = await this.#entry.engine.rules.simulateOwn(
        [this.#own(rule)],
        signal,
      );
      const shown = different.slice(0, shownDifferences).map(({ subject, before, after }): DifferenceFacts => {
        const { action, package: name, from, to, at } = subject;
        const kinds = { before: before.kind, after: after.kind, beforeBy: nameIn(before), afterBy: nameIn(after) };
        return { action, package: name, from, to, at, ...kinds };
      });
      return { kind: 'told', rule, sentence, different: shown, differentCount: different.length, total, unanswered };
    } catch (error) {
      return isCancellation(error) ? undefined : { kind: 'failed', rule, error: toErrorFacts(error) };
    }
  }

  #own(rule: RuleWish) {
    const { saves } = this.#start;
    return saves === undefined ? rule : { ...rule, id: saves };
  }

  #tell(trial: TrialFacts): void {
    this.#trial = trial;
    this.#changed();
  }
}

function nameIn({ rule }: RuleDecision): string | undefined {
  return rule?.name;
}
