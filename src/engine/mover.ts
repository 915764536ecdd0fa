import { t } from '@vscode/l10n';
import { CancelledError, QmError } from '../base/errors.ts';
import type { InstallOptions, MoveOutcome } from '../model/install.ts';
import { declaredIn, manifestPath } from '../model/manifest.ts';
import type { Operation, PackageChange } from '../model/operation.ts';
import type { MoveRequest, Plan } from '../model/plan.ts';
import type { Project, ProjectMap } from '../model/project.ts';
import { storedOptions } from '../model/stored-request.ts';
import { moveStanding, planMove } from '../plan/move-plan.ts';
import type { EngineContext } from './context.ts';
import { declaringManifest } from './declaring-manifest.ts';
import { judgeAlong } from './newcomers.ts';
import { assertDriven, assertTrusted } from './guards.ts';
import type { OperationRunner } from './operation-runner.ts';
import { onProject, resolveAndApply } from './project-work.ts';

/** Moves entries of manifests between dependencies and devDependencies. */
export class Mover {
  readonly #context: EngineContext;
  readonly #runner: OperationRunner;

  constructor(context: EngineContext, runner: OperationRunner) {
    this.#context = context;
    this.#runner = runner;
  }

  /** One operation a project; none with `dryRun`. Rejects with QM_NOT_DECLARED before anything is begun. */
  async move(
    map: ProjectMap,
    requests: readonly MoveRequest[],
    options: InstallOptions,
    signal: AbortSignal,
  ): Promise<MoveOutcome> {
    assertTrusted(this.#context);
    const asked = requests.map((request) => ({ request, ...placeOf(map, request) }));
    const moving = asked.filter(({ moves }) => moves);
    const shares = Map.groupBy(moving, ({ project }) => project);
    for (const project of shares.keys()) assertDriven(project);
    const moved = moving.map(({ request }) => request);
    const stayed = asked.filter(({ moves }) => !moves).map(({ request }) => request);
    if (options.dryRun === true) return { operations: [], moved, stayed };
    const operations = await Promise.all(
      [...shares].map(([project, share]) => {
        const own = share.map(({ request }) => request);
        return this.#move(project, own, options, signal);
      }),
    );
    return { operations, moved, stayed };
  }

  #move(
    project: Project,
    requests: readonly MoveRequest[],
    options: InstallOptions,
    signal: AbortSignal,
  ): Promise<Operation> {
    const draft = {
      kind: 'move',
      trigger: options.trigger,
      claimedTrigger: options.claimedTrigger,
      project: project.root,
      packages: changesOf(planMove(project, requests)),
      decidedBy: t('You'),
      gate: [],
      undoes: undefined,
      request: { kind: 'move', requests, options: storedOptions(options) },
      adopts: options.adopts,
    } as const;
    return this.#runner.run(
      draft,
      (record, stop) =>
        onProject(this.#context, project.root, record, stop, async (bench) => {
          const now: ProjectMap = { projects: [bench.project], faults: [] };
          // What went before it may have taken an entry out, or moved it.
          const left = requests.filter((request) => placeOf(now, request).moves);
          if (left.length === 0) throw new CancelledError();
          const plan = planMove(bench.project, left);
          record.set({ packages: changesOf(plan) });
          await resolveAndApply(
            bench,
            plan,
            // A lockfile that is made for it, or mended, may let something in.
            judgeAlong(this.#context, { project, asked: [], options }, stop),
            record,
            stop,
          );
        }),
      signal,
    );
  }
}

function changesOf({ packages }: Plan): readonly PackageChange[] {
  return packages.map(({ package: name, manifest, field, range }) => ({
    name,
    manifest,
    field,
    from: undefined,
    to: undefined,
    range,
  }));
}

/** The project of a request, and whether there is anything to move. Throws QM_NOT_DECLARED. */
function placeOf(map: ProjectMap, request: MoveRequest): { readonly project: Project; readonly moves: boolean } {
  const { package: name, manifest: folder, field } = request;
  const { project, owner } = declaringManifest(map, request);
  const { kind } = moveStanding(owner, name, field);
  if (kind !== 'undeclared') return { project, moves: kind === 'moves' };
  throw new QmError('QM_NOT_DECLARED', {
    message: t('{0} declares {1} in {2} alone.', manifestPath(folder), name, declaredIn(owner, name)?.field ?? ''),
    hint: t('Nothing was changed. Only entries of dependencies and devDependencies move.'),
  });
}
