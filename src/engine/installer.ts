import { mapLimited } from '../base/async.ts';
import { absolute, type RelativePath } from '../base/path.ts';
import type { GateReport } from '../model/gate.ts';
import type { InstallOptions, InstallOutcome, PlannedInstall } from '../model/install.ts';
import { declaredIn } from '../model/manifest.ts';
import type { InstallRequest, Plan } from '../model/plan.ts';
import type { Project, ProjectMap } from '../model/project.ts';
import type { RuleDecision } from '../model/rule.ts';
import type { Newcomer } from '../model/lockfile.ts';
import type { Operation, OperationId } from '../model/operation.ts';
import type { Packument } from '../ports/registry.ts';
import { planInstall } from '../plan/install-plan.ts';
import type { EngineContext } from './context.ts';
import { adviseOnNewcomers } from './advising.ts';
import { Batches, type Batch } from './batches.ts';
import type { ApprovalRows } from './approval-rows.ts';
import { decidedBy, judgeLanding, keepAwayStopped, passes } from './gatekeeper.ts';
import { assertDriven, assertTrusted } from './guards.ts';
import { approvedVersion, asksPerson, assertAnswered, batchKey, draftOf, isQuestion } from './install-draft.ts';
import { doubtsOf, judgeNewcomers, landingOf } from './newcomers.ts';
import type { WaitingRow } from './operation-draft.ts';
import type { OperationRunner } from './operation-runner.ts';
import { refusedInstall } from './refused-install.ts';
import { onProject, resolveAndApply } from './project-work.ts';
import type { Judge } from './resolving.ts';
import { askingPatiently } from './pauses.ts';
import { judgeRequest, rangeStyle, typesRequest, type JudgedRequest, type LookUp } from './proposals.ts';
import type { DecideInstall } from './rule-book.ts';
import type { AskRuleBook } from './rule-books.ts';
import { keyOf, shareOut } from './shares.ts';

/** What the rules say at this moment. */
type Decide = () => Promise<DecideInstall>;

/** Questions to the registry at once. */
const askedAtOnce = 8;
/** How long a batch waits for requests that came at the same moment and are still looked up, in milliseconds. */
const gatherMs = 500;

/** Function F1, `ai-package-auto-installer`: look up, judge, plan, and install each project's share as one operation. */
export class Installer {
  readonly #context: EngineContext;
  readonly #runner: OperationRunner;
  readonly #rows: ApprovalRows;
  readonly #hasTypeScript: (manifest: RelativePath) => boolean;
  readonly #ruleBook: AskRuleBook;
  readonly #batches = new Batches<JudgedRequest>();
  /** What operations would have brought, and may not. */
  readonly #stopped = new Map<OperationId, readonly GateReport[]>();

  /** `hasTypeScript`: code of this manifest was seen to be TypeScript. */
  constructor(
    context: EngineContext,
    runner: OperationRunner,
    rows: ApprovalRows,
    ruleBook: AskRuleBook,
    hasTypeScript: (manifest: RelativePath) => boolean,
  ) {
    this.#context = context;
    this.#runner = runner;
    this.#rows = rows;
    this.#ruleBook = ruleBook;
    this.#hasTypeScript = hasTypeScript;
  }

  /** Projects side by side, each with one batched command. Rejects where nothing can be begun at all. */
  async install(
    map: ProjectMap,
    requests: readonly InstallRequest[],
    options: InstallOptions,
    signal: AbortSignal,
  ): Promise<InstallOutcome> {
    assertTrusted(this.#context);
    const shares = shareOut(map, requests);
    const book = await this.#ruleBook();
    const { problem } = await book.own();
    // What cannot be read can neither be obeyed nor be written: nobody is asked in vain.
    if (problem !== undefined && options.dryRun !== true) throw problem;
    const decide: Decide = () => book.forInstalls(options.trigger, map);
    const outcomes = await Promise.all(
      [...shares].map(([project, share]) => this.#installShare(project, share, decide, options, signal)),
    );
    return {
      operations: outcomes.flatMap((outcome) => outcome.operations),
      asked: outcomes.flatMap((outcome) => outcome.asked),
      blocked: outcomes.flatMap((outcome) => outcome.blocked),
      planned: outcomes.flatMap((outcome) => outcome.planned),
    };
  }

  async #installShare(
    project: Project,
    requests: readonly InstallRequest[],
    decide: Decide,
    options: InstallOptions,
    signal: AbortSignal,
  ): Promise<InstallOutcome> {
    assertDriven(project);
    // Whoever asked reads why; automation asks again with the next change, and would fill the history with it.
    if (!options.automatic && options.dryRun !== true) {
      const refused = await refusedInstall(this.#context, this.#runner, project, requests, options, signal);
      if (refused !== undefined) return { operations: [refused], asked: [], blocked: [], planned: [] };
    }
    const key = batchKey(project, options);
    const share = await this.#batches.announce(key, async () => {
      const judged = await this.#judgeAll(project, requests, decide, options, signal);
      const { passed, stopped } = await this.#sort(project, judged, requests, options);
      if (options.dryRun === true || passed.length === 0) return { judged, stopped, running: undefined };
      const begin = (batch: Batch<JudgedRequest>): Promise<Operation> =>
        this.#run(project, key, batch, decide, options);
      return { judged, stopped, running: { ended: this.#batches.join(key, passed, begin, signal) } };
    });
    const planned = options.dryRun === true ? await this.#foresee(project, share.judged, options) : [];
    const operations = share.running === undefined ? [] : [await share.running.ended];
    const stopped = [...share.stopped, ...operations.flatMap((operation) => this.#stopped.get(operation.id) ?? [])];
    for (const { id } of operations) this.#stopped.delete(id);
    return {
      asked: stopped.filter((report) => report.verdict !== 'block'),
      blocked: stopped.filter((report) => report.verdict === 'block'),
      planned,
      operations,
    };
  }

  /** What goes on, and what is left to a person: where that was automation, as a row that waits for them. */
  async #sort(
    project: Project,
    judged: readonly JudgedRequest[],
    requests: readonly InstallRequest[],
    options: InstallOptions,
  ): Promise<{ readonly passed: readonly JudgedRequest[]; readonly stopped: readonly GateReport[] }> {
    const good = judged.filter((item) => passes(item, options));
    const left = judged.filter((item) => !good.includes(item));
    if (!options.automatic) {
      // What was approved is installed as a whole; types that came to it since are not needed for that.
      const isWhole = options.approval === undefined || left.every(({ request }) => !requests.includes(request));
      const stopped = left.flatMap(({ report }) => report ?? []);
      if (isWhole) return { passed: good, stopped };
      const items = judged.filter(({ request }) => requests.includes(request));
      const change = { items, plan: await this.#plan(project, items) };
      await this.#rows.renew(options.adopts, this.#rows.rowFor(project, change, stopped, options));
      return { passed: [], stopped };
    }
    const standing = await this.#rows.standing(project);
    const held = new Map(good.map((item) => [item, standing.holding(item)] as const));
    const asking = left.filter(
      (item) => asksPerson(item) && !standing.isRejected(item.request.package, item.report?.version),
    );
    if (options.dryRun !== true) {
      const plans = await Promise.all(
        asking.map(async (item) => ({ items: [item], plan: await this.#plan(project, [item]) })),
      );
      await this.#rows.ask(project, plans, options);
    }
    return {
      passed: good.filter((item) => held.get(item) === undefined),
      stopped: [
        ...left.flatMap(({ report }) => report ?? []),
        ...[...held.values()].flatMap((reports) => reports ?? []),
      ],
    };
  }

  async #foresee(
    project: Project,
    judged: readonly JudgedRequest[],
    options: InstallOptions,
  ): Promise<readonly PlannedInstall[]> {
    const { packages } = await this.#plan(project, judged);
    return judged.flatMap((item, index) => {
      const planned = packages[index];
      if (planned === undefined) return [];
      const stop = item.report?.verdict === 'block' ? 'block' : 'ask';
      return { ...planned, decision: passes(item, options) ? 'install' : stop, report: item.report };
    });
  }

  async #plan(project: Project, judged: readonly JudgedRequest[]): Promise<Plan> {
    return planInstall(project, judged, await rangeStyle(this.#context, project));
  }

  /** The requests and the types that go with them. Rejects with the registry's fault where a person asks and no answer came at all. */
  async #judgeAll(
    project: Project,
    requests: readonly InstallRequest[],
    decide: Decide,
    options: InstallOptions,
    signal: AbortSignal,
  ): Promise<readonly JudgedRequest[]> {
    // Automation is told by nobody to give up, and asks again with the next change.
    if (options.automatic) return this.#judgeBy(this.#context.registry, project, requests, decide, options, signal);
    const { live } = this.#runner;
    const id = crypto.randomUUID();
    const patient = askingPatiently(this.#context, (step) => live.tell(id, { step, progress: 0 }));
    return this.#judgeBy(patient, project, requests, decide, options, signal).finally(() => live.forget(id));
  }

  async #judgeBy(
    registry: LookUp['registry'],
    project: Project,
    requests: readonly InstallRequest[],
    decideNow: Decide,
    options: InstallOptions,
    signal: AbortSignal,
  ): Promise<readonly JudgedRequest[]> {
    const decide = await decideNow();
    const judge = (request: InstallRequest): Promise<JudgedRequest> => {
      const approved = approvedVersion(request, options);
      return judgeRequest(
        this.#context,
        project,
        request,
        { careful: options.automatic, registry, decide, approved },
        signal,
      );
    };
    const judged = await mapLimited(requests, askedAtOnce, judge);
    if (!options.automatic) assertAnswered(judged);
    const typescript = await this.#typescriptFolders(project);
    const types = await mapLimited(judged, askedAtOnce, (item) =>
      passes(item, options)
        ? typesRequest(
            { root: this.#context.root, registry },
            project,
            item,
            (folder) => typescript.has(folder),
            signal,
          )
        : Promise.resolve(undefined),
    );
    const asked = new Set(requests.map(keyOf));
    const extra = types.filter((request) => request !== undefined).filter((request) => !asked.has(keyOf(request)));
    return [...judged, ...(await mapLimited(extra, askedAtOnce, judge))];
  }

  #run(
    project: Project,
    key: string,
    batch: Batch<JudgedRequest>,
    decideNow: Decide,
    options: InstallOptions,
  ): Promise<Operation> {
    let waiting: WaitingRow | undefined;
    return this.#runner.run(
      { ...draftOf(project, batch.items, options), waiting: (error) => (isQuestion(error) ? waiting : undefined) },
      async (record, stop) => {
        await this.#gathered(key, stop);
        const items = this.#batches.take(key, batch);
        const asked = items.map(({ request }) => request.package);
        await onProject(this.#context, project.root, record, stop, async (bench) => {
          const plan = await this.#plan(bench.project, items);
          const decide = await decideNow();
          const judge: Judge = async (newcomers, isLast) => {
            const advise = await adviseOnNewcomers(this.#context, project, newcomers, stop);
            const landing = await judgeLanding(this.#context, project, items, newcomers, { decide, advise }, stop);
            const gate = landing.flatMap((item) => item.report ?? []);
            record.set({ gate, decidedBy: decidedBy(landing, options) });
            const onStopped = (reports: readonly GateReport[]): void => {
              this.#stopped.set(record.id, reports);
              waiting = this.#rows.rowFor(bench.project, { items, plan }, [...gate, ...reports], options);
            };
            keepAwayStopped(landing, options, onStopped);
            const along = ({ name, version }: Newcomer, packument: Packument | undefined): RuleDecision =>
              decide({
                package: name,
                version,
                packument,
                dependencyType: 'transitive',
                project: project.root,
              });
            const incoming = { project, asked, options };
            const opinions = { advise, decide: along };
            const reports = await judgeNewcomers(this.#context, newcomers, incoming, opinions, stop);
            record.set({
              gate: [...gate, ...doubtsOf(reports)],
              decidedBy: decidedBy(landing, options, reports),
            });
            return landingOf(reports, options, isLast, onStopped);
          };
          await resolveAndApply(bench, plan, judge, record, stop);
        });
      },
      batch.signal,
      (record) => {
        batch.isPaused = () => this.#runner.isPaused(record.id);
        batch.onJoin = () => {
          const { packages, gate, decidedBy: decided } = draftOf(project, batch.items, options);
          record.set({ packages, gate, decidedBy: decided });
        };
      },
    );
  }

  /** Waits for what is asked at the same moment and is still looked up, but not for a registry that does not answer. */
  async #gathered(key: string, signal: AbortSignal): Promise<void> {
    const enough = new AbortController();
    const patience = this.#context.clock.pause(gatherMs, AbortSignal.any([signal, enough.signal]));
    await Promise.race([this.#batches.gathered(key), patience.catch(() => undefined)]);
    enough.abort();
  }

  /**
   * Manifest folders whose code is TypeScript: a tsconfig.json beside them or at the root, the compiler declared, or a
   * source that is TypeScript.
   */
  async #typescriptFolders(project: Project): Promise<ReadonlySet<RelativePath>> {
    const { files, root } = this.#context;
    const has = (folder: RelativePath): Promise<boolean> =>
      files.exists(absolute(root, folder === '' ? 'tsconfig.json' : `${folder}/tsconfig.json`));
    const atRoot =
      (await has(project.root)) || project.manifests.some((manifest) => declaredIn(manifest, 'typescript'));
    const folders = project.manifests.map((manifest) => manifest.folder);
    const found = await Promise.all(
      folders.map(async (folder) => atRoot || this.#hasTypeScript(folder) || (await has(folder))),
    );
    return new Set(folders.filter((_, index) => found[index]));
  }
}
