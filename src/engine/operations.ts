import { errorText, isCancellation, type QmError } from '../base/errors.ts';
import type { Disposable } from '../base/lifecycle.ts';
import type { RelativePath } from '../base/path.ts';
import type { HookQuestion } from '../model/hook-question.ts';
import type { InstallOptions, InstallOutcome } from '../model/install.ts';
import type { Operation } from '../model/operation.ts';
import type { ProjectMap } from '../model/project.ts';
import { ApprovalRows, type IsMissing } from './approval-rows.ts';
import type { EngineContext } from './context.ts';
import type { Engine } from './engine.ts';
import { Builder } from './builder.ts';
import { busy, forgetFolder } from './forgetting.ts';
import { goOn } from './going-on.ts';
import { consentTo, hookQuestion } from './hook-consent.ts';
import { Installer } from './installer.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import { Mover } from './mover.ts';
import { OperationRunner } from './operation-runner.ts';
import { recoverAbandoned } from './recovery.ts';
import { Remover } from './remover.ts';
import { Restorer } from './restorer.ts';
import { Rollback } from './rollback.ts';
import type { AskRuleBook } from './rule-books.ts';
import { Settling } from './settling.ts';
import { Sharing } from './sharing.ts';
import { waitUntilFree } from './waiting.ts';

/**
 * Everything that changes the projects of a folder, and the queue it runs in. A bundle of its own, which is loaded for the
 * first change: most windows never make one.
 */
export class Operations implements Disposable {
  readonly #context: EngineContext;
  readonly #keeper: JournalKeeper;
  /** Projects in which something is to be put right once nothing stands in the way. */
  readonly #awaited = new Set<RelativePath>();
  readonly runner: OperationRunner;
  readonly installer: Installer;
  readonly remover: Remover;
  readonly mover: Mover;
  readonly restorer: Restorer;
  readonly builder: Builder;
  readonly sharing: Sharing;
  readonly rollback: Rollback;
  readonly settling: Settling;

  /** See {@link Installer} and {@link IsMissing}. */
  constructor(
    context: EngineContext,
    keeper: JournalKeeper,
    ruleBook: AskRuleBook,
    {
      hasTypeScript,
      isMissing,
    }: { readonly hasTypeScript: (manifest: RelativePath) => boolean; readonly isMissing: IsMissing },
  ) {
    this.#context = context;
    this.#keeper = keeper;
    this.runner = new OperationRunner(context, keeper);
    const rows = new ApprovalRows(context, keeper, isMissing);
    this.installer = new Installer(context, this.runner, rows, ruleBook, hasTypeScript);
    this.remover = new Remover(context, this.runner);
    this.mover = new Mover(context, this.runner);
    this.restorer = new Restorer(context, this.runner);
    this.builder = new Builder(context, this.runner);
    this.sharing = new Sharing(context, this.runner);
    this.rollback = new Rollback(context, keeper, this.runner);
    this.settling = new Settling(context, keeper, this.runner, (project, signal) =>
      this.restorer.restore(project, byUser, signal, true),
    );
  }

  /**
   * Puts right what dead processes left, and has `engine` go on with what only waited; what the gate stops of that is told
   * by `onLeft`. Where something stands in the way, a window does it as soon as that is gone.
   */
  async recover(engine: Engine, signal: AbortSignal, onLeft: (outcome: InstallOutcome) => void): Promise<Righted> {
    const { ended, waiting, left } = await recoverAbandoned(this.#context, this.#keeper, signal);
    for (const { id } of waiting.filter(({ held }) => held)) this.runner.keepHeld(id);
    for (const each of waiting) void goOn(engine, this.runner, each, signal, onLeft);
    const again = (): Promise<Righted> => this.recover(engine, signal, onLeft);
    if (this.#context.livesOn) for (const { project } of left) void this.#onceFree(project, again, signal);
    return { ended, left: left.map(({ error }) => error) };
  }

  async #onceFree(project: RelativePath, work: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
    if (this.#awaited.has(project)) return;
    this.#awaited.add(project);
    try {
      const patient = { ...this.#context, patienceMs: Infinity };
      await waitUntilFree(patient, { root: project, manifests: [] }, () => undefined, signal);
      this.#awaited.delete(project);
      await work();
    } catch (error) {
      this.#awaited.delete(project);
      if (!isCancellation(error)) this.#context.log.warn(`what was interrupted is left as it is: ${errorText(error)}`);
    }
  }

  /** Removes what is kept of the folder. Rejects with QM_BUSY while anybody works in it. */
  async forget(map: ProjectMap): Promise<void> {
    if (this.runner.busy) throw busy();
    await forgetFolder(this.#context, this.#keeper, map);
  }

  /** See hook-consent.ts. */
  hookQuestion(project: RelativePath, signal: AbortSignal): Promise<HookQuestion | undefined> {
    return hookQuestion(this.#context, project, signal);
  }

  consentTo(project: RelativePath, digest: string, signal: AbortSignal): Promise<void> {
    return consentTo(this.#context, project, digest, signal);
  }

  dispose(): void {
    this.runner.dispose();
  }
}

/** What dead processes left: the operations that have their end now, and what stands in the way of the others. */
export interface Righted {
  readonly ended: readonly Operation[];
  readonly left: readonly QmError[];
}

const byUser: InstallOptions = { trigger: 'manual', confirmed: false, automatic: false };
