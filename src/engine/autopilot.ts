import { quiet, type Quiet } from '../base/async.ts';
import { isCancellation } from '../base/errors.ts';
import type { Disposable } from '../base/lifecycle.ts';
import { isMissing, type Finding, type MissingFinding } from '../model/finding.ts';
import type { InstallOutcome } from '../model/install.ts';
import type { Mode } from '../model/mode.ts';
import type { EngineContext } from './context.ts';
import { gitState } from './git-state.ts';
import { quietMs, type IntentTracker, type Meant } from './intent.ts';

/** What autopilot asks of its engine. */
export interface AutopilotHooks {
  /** As it is stored now: another window or the command line may have turned autopilot off a moment ago. */
  mode(): Promise<Mode>;
  /** Undefined before the first look at the folder has ended: what is declared in it is not known yet. */
  findings(): readonly Finding[] | undefined;
  install(findings: readonly MissingFinding[], signal: AbortSignal): Promise<InstallOutcome>;
  /** Something was left to the user. */
  asked(outcome: InstallOutcome): void;
}

/** Installs what was meant: waits for a quiet moment after a save, takes the batch, leaves what the gate does not allow. */
export class Autopilot implements Disposable {
  readonly #context: EngineContext;
  readonly #intent: IntentTracker;
  readonly #hooks: AutopilotHooks;
  readonly #quiet: Quiet;
  readonly #closing = new AbortController();
  /**
   * What waits for the first look at the folder, or for another git to end: it may be about to begin a merge, or only
   * refresh its index.
   */
  readonly #held: Meant[] = [];

  constructor(context: EngineContext, intent: IntentTracker, hooks: AutopilotHooks) {
    this.#context = context;
    this.#intent = intent;
    this.#hooks = hooks;
    this.#quiet = quiet(() => void this.#act(), quietMs, context.clock.schedule);
  }

  /** A document was saved, or the folder was looked at for the first time. */
  poke(): void {
    this.#quiet.poke();
  }

  /** What waits is not meant any more. */
  forget(): void {
    this.#held.length = 0;
  }

  dispose(): void {
    this.#closing.abort();
    this.#quiet.cancel();
  }

  async #act(): Promise<void> {
    // Taken in every mode: what was typed before autopilot was turned on is not installed by turning it on.
    const meant = [...this.#held.splice(0), ...this.#intent.take()];
    if (meant.length === 0 || !this.#context.trust.isTrusted()) return;
    if ((await this.#hooks.mode()) !== 'autopilot') return;
    const all = this.#hooks.findings();
    if (all === undefined) return void this.#held.push(...meant);
    const git = await gitState(this.#context.files, this.#context.root);
    // In the middle of a merge or rebase the text is not what the user means to keep.
    if (git === 'under-way' || this.#closing.signal.aborted) return;
    if (git === 'locked') {
      this.#held.push(...meant);
      return this.#quiet.poke();
    }
    const findings = all
      .filter(isMissing)
      .filter((finding) =>
        meant.some(
          (item) => item.package === finding.package && finding.uses.some((use) => use.site.file === item.file),
        ),
      );
    if (findings.length === 0) return;
    try {
      const outcome = await this.#hooks.install(findings, this.#closing.signal);
      if (outcome.asked.length + outcome.blocked.length > 0) this.#hooks.asked(outcome);
    } catch (error) {
      if (!isCancellation(error)) this.#context.log.error('autopilot could not install', error);
    }
  }
}
