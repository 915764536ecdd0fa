import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import { mapLimited } from '../base/async.ts';
import { absolute, type RelativePath } from '../base/path.ts';
import type { BuiltInRule } from '../model/audit.ts';
import type { GateCheckName, GateReport } from '../model/gate.ts';
import type { InstallOptions, InstallOutcome, PlannedInstall } from '../model/install.ts';
import { declaredIn, manifestPath } from '../model/manifest.ts';
import type { InstallRequest, Plan } from '../model/plan.ts';
import { projectOfManifest, type Project, type ProjectMap } from '../model/project.ts';
import type { Operation } from '../model/operation.ts';
import { toRegistryError } from '../managers/failure.ts';
import { planInstall } from '../plan/install-plan.ts';
import { allowsAutomatic, decidingCheck } from '../policy/gate.ts';
import type { EngineContext } from './context.ts';
import { assertSaved, assertTrusted, driverOf } from './guards.ts';
import type { OperationRunner } from './operation-runner.ts';
import { applyFiles, openWorkbench, resolveAndApply, unchangedFiles } from './project-work.ts';
import { judgeRequest, rangeStyle, typesRequest, type JudgedRequest } from './proposals.ts';

/** Questions to the registry at once. */
const askedAtOnce = 8;

/** Function F1, `ai-package-auto-installer`: look up, judge, plan, and install each project's share as one operation. */
export class Installer {
  readonly #context: EngineContext;
  readonly #runner: OperationRunner;
  readonly #hasTypeScript: (manifest: RelativePath) => boolean;

  /** `hasTypeScript`: code of this manifest was seen to be TypeScript. */
  constructor(context: EngineContext, runner: OperationRunner, hasTypeScript: (manifest: RelativePath) => boolean) {
    this.#context = context;
    this.#runner = runner;
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
    const outcomes = await Promise.all(
      [...shares].map(([project, share]) => this.#installShare(project, share, options, signal)),
    );
    return {
      operations: outcomes.flatMap((outcome) => outcome.operations),
      asked: outcomes.flatMap((outcome) => outcome.asked),
      blocked: outcomes.flatMap((outcome) => outcome.blocked),
      planned: outcomes.flatMap((outcome) => outcome.planned),
    };
  }

  /** Installs what manifest and lockfile already say: a fresh clone, a pull. */
  async restore(project: Project, options: InstallOptions, signal: AbortSignal): Promise<Operation> {
    assertTrusted(this.#context);
    driverOf(project);
    const draft = {
      kind: 'restore',
      trigger: options.trigger,
      claimedTrigger: options.claimedTrigger,
      project: project.root,
      packages: [],
      decidedBy: t('You'),
      gate: [],
      undoes: undefined,
    } as const;
    return this.#runner.run(
      draft,
      async (record, stop) => {
        const bench = await openWorkbench(this.#context, project);
        record.set({ manager: bench.driver.id });
        const files = await unchangedFiles(bench);
        // A lockfile that stands is kept to the byte; where there is none, npm may write the first.
        const exact = files.some(({ path, before }) => bench.driver.lockfiles.includes(path) && before !== undefined);
        await applyFiles(bench, { files, changes: [], exact }, record, stop);
      },
      signal,
    );
  }

  async #installShare(
    project: Project,
    requests: readonly InstallRequest[],
    options: InstallOptions,
    signal: AbortSignal,
  ): Promise<InstallOutcome> {
    driverOf(project);
    assertSaved(this.#context, project);
    const judged = await this.#judgeAll(project, requests, options, signal);
    const passed = judged.filter((item) => passes(item, options));
    const stopped = judged.filter((item) => !passed.includes(item)).flatMap((item) => item.report ?? []);
    const outcome = {
      asked: stopped.filter((report) => report.verdict !== 'block'),
      blocked: stopped.filter((report) => report.verdict === 'block'),
    };
    if (options.dryRun === true) {
      return { ...outcome, planned: await this.#foresee(project, judged, options), operations: [] };
    }
    const operations = passed.length === 0 ? [] : [await this.#run(project, passed, options, signal)];
    return { ...outcome, planned: [], operations };
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
    options: InstallOptions,
    signal: AbortSignal,
  ): Promise<readonly JudgedRequest[]> {
    const judge = (request: InstallRequest): Promise<JudgedRequest> =>
      judgeRequest(this.#context, project, request, options.automatic, signal);
    const judged = await mapLimited(requests, askedAtOnce, judge);
    if (!options.automatic) assertAnswered(judged);
    const typescript = await this.#typescriptFolders(project);
    const types = await mapLimited(judged, askedAtOnce, (item) =>
      passes(item, options)
        ? typesRequest(this.#context, project, item, (folder) => typescript.has(folder), signal)
        : Promise.resolve(undefined),
    );
    const asked = new Set(requests.map(keyOf));
    const extra = types.filter((request) => request !== undefined).filter((request) => !asked.has(keyOf(request)));
    return [...judged, ...(await mapLimited(extra, askedAtOnce, judge))];
  }

  #run(
    project: Project,
    passed: readonly JudgedRequest[],
    options: InstallOptions,
    signal: AbortSignal,
  ): Promise<Operation> {
    const gate = passed.flatMap((item) => item.report ?? []);
    const draft = {
      kind: 'install',
      trigger: options.trigger,
      claimedTrigger: options.claimedTrigger,
      project: project.root,
      packages: passed.map(({ request, report }) => ({
        name: request.package,
        manifest: request.manifest,
        field: request.field,
        from: undefined,
        to: report?.version,
        range: request.range,
      })),
      decidedBy: decidedBy(passed, options),
      rule: ruleOf(passed, options),
      gate,
      undoes: undefined,
    } as const;
    return this.#runner.run(
      draft,
      async (record, stop) => {
        const bench = await openWorkbench(this.#context, project);
        await resolveAndApply(bench, await this.#plan(project, passed), record, stop);
      },
      signal,
    );
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

function passes(item: JudgedRequest, options: InstallOptions): boolean {
  if (item.report === undefined) return true;
  if (options.automatic) return allowsAutomatic(item.report);
  return item.report.verdict === 'allow' || (item.report.verdict === 'ask' && isAnswered(item.report, options));
}

/** Checks whose question only a person can answer: a script that says yes to everything has not looked at the name. */
const onlyForPersons: ReadonlySet<GateCheckName> = new Set(['lookalike', 'version-age']);

function isAnswered(report: GateReport, { confirmed }: InstallOptions): boolean {
  if (confirmed !== 'unattended') return confirmed;
  return report.checks.every(({ check, result }) => result !== 'ask' || !onlyForPersons.has(check));
}

function decidedBy(passed: readonly JudgedRequest[], options: InstallOptions): string {
  const reports = passed.flatMap((item) => item.report ?? []);
  const checks = reports.flatMap((report) => report.checks);
  const allowed = checks.filter((check) => check.result === 'allow').length;
  const asked = reports.find((report) => report.verdict === 'ask');
  const isUnattended = options.confirmed === 'unattended';
  if (asked !== undefined) {
    const reason = decidingCheck(asked)?.reason ?? '';
    return isUnattended
      ? t('--yes without a terminal, though the gate asked: {0}', reason)
      : t('You, though the gate asked: {0}', reason);
  }
  if (checks.length === 0) return t('A package of this workspace');
  if (options.automatic) return t('Gate: allowed, {0} of {1} checks', allowed, checks.length);
  return isUnattended
    ? t('--yes without a terminal; gate: allowed, {0} of {1} checks', allowed, checks.length)
    : t('You; gate: allowed, {0} of {1} checks', allowed, checks.length);
}

/** What {@link decidedBy} says in a sentence. */
function ruleOf(passed: readonly JudgedRequest[], options: InstallOptions): BuiltInRule {
  if (passed.every((item) => item.report === undefined)) return 'workspace';
  if (options.automatic) return 'gate';
  return options.confirmed === 'unattended' ? 'yes-without-terminal' : 'you';
}

function keyOf(request: InstallRequest): string {
  return `${request.manifest}\n${request.package}`;
}

/** Throws what kept the registry from answering, where it answered to nothing that was asked. */
function assertAnswered(judged: readonly JudgedRequest[]): void {
  const asked = judged.filter((item) => item.report !== undefined);
  const [first] = asked.flatMap((item) => item.fault ?? []);
  if (first === undefined || asked.some((item) => item.fault === undefined)) return;
  throw toRegistryError(first.reason, first.message);
}

/** The requests of each project, without repeats. Throws QM_NO_MANIFEST for a folder that no project owns. */
function shareOut(
  map: ProjectMap,
  requests: readonly InstallRequest[],
): ReadonlyMap<Project, readonly InstallRequest[]> {
  const shares = new Map<Project, InstallRequest[]>();
  const seen = new Set<string>();
  for (const request of requests) {
    const key = keyOf(request);
    if (seen.has(key)) continue;
    seen.add(key);
    const project = projectOfManifest(map, request.manifest);
    if (project === undefined) throw noManifest(map, request.manifest);
    shares.set(project, [...(shares.get(project) ?? []), request]);
  }
  return shares;
}

function noManifest(map: ProjectMap, folder: RelativePath): QmError {
  const fault = map.faults.find((candidate) => candidate.folder === folder);
  if (fault !== undefined) {
    return new QmError('QM_MANIFEST_INVALID', {
      message: t('{0}:{1}:{2} is not valid JSON.', manifestPath(folder), fault.line, fault.column),
      hint: t('Mend its JSON, then try again. Nothing was changed.'),
    });
  }
  return new QmError('QM_NO_MANIFEST', {
    message: t('There is no package.json in {0}.', folder === '' ? t('this folder') : folder),
    hint: t('Make one with "npm init", or open the folder that has one.'),
  });
}
