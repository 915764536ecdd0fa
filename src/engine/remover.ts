import { t } from '@vscode/l10n';
import type { InstallOptions } from '../model/install.ts';
import type { Operation } from '../model/operation.ts';
import { storedOptions } from '../model/stored-request.ts';
import type { RemoveRequest } from '../model/plan.ts';
import type { Project, ProjectMap } from '../model/project.ts';
import { planRemoval } from '../plan/remove-plan.ts';
import type { EngineContext } from './context.ts';
import { declaringManifest } from './declaring-manifest.ts';
import { judgeAlong } from './newcomers.ts';
import { assertDriven, assertTrusted } from './guards.ts';
import type { OperationRunner } from './operation-runner.ts';
import { onProject, resolveAndApply } from './project-work.ts';

/** Takes packages out of manifests, and with them what nobody else needs. */
export class Remover {
  readonly #context: EngineContext;
  readonly #runner: OperationRunner;

  constructor(context: EngineContext, runner: OperationRunner) {
    this.#context = context;
    this.#runner = runner;
  }

  /** One operation a project; none with `dryRun`. Rejects with QM_NOT_DECLARED before anything is begun. */
  async remove(
    map: ProjectMap,
    requests: readonly RemoveRequest[],
    options: InstallOptions,
    signal: AbortSignal,
  ): Promise<readonly Operation[]> {
    assertTrusted(this.#context);
    const shares = Map.groupBy(requests, (request) => declaringManifest(map, request).project);
    for (const project of shares.keys()) assertDriven(project);
    if (options.dryRun === true) return [];
    return Promise.all([...shares].map(([project, share]) => this.#remove(project, share, options, signal)));
  }

  #remove(
    project: Project,
    requests: readonly RemoveRequest[],
    options: InstallOptions,
    signal: AbortSignal,
  ): Promise<Operation> {
    const planned = planRemoval(project, requests);
    const draft = {
      kind: 'remove',
      trigger: options.trigger,
      claimedTrigger: options.claimedTrigger,
      project: project.root,
      packages: planned.packages.map(({ package: name, manifest, field }) => ({
        name,
        manifest,
        field,
        from: undefined,
        to: undefined,
        range: undefined,
      })),
      decidedBy: t('You'),
      gate: [],
      undoes: undefined,
      request: { kind: 'remove', requests, options: storedOptions(options) },
      adopts: options.adopts,
    } as const;
    return this.#runner.run(
      draft,
      (record, stop) =>
        onProject(this.#context, project.root, record, stop, (bench) =>
          resolveAndApply(
            bench,
            planRemoval(bench.project, requests),
            // What goes may let another version of something else in.
            judgeAlong(this.#context, { project, asked: [], options }, stop),
            record,
            stop,
          ),
        ),
      signal,
    );
  }
}
