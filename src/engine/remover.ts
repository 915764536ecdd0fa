import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import type { InstallOptions } from '../model/install.ts';
import { declaredIn, manifestPath } from '../model/manifest.ts';
import type { Operation } from '../model/operation.ts';
import { storedOptions } from '../model/stored-request.ts';
import type { RemoveRequest } from '../model/plan.ts';
import { projectOfManifest, type Project, type ProjectMap } from '../model/project.ts';
import { planRemoval } from '../plan/remove-plan.ts';
import type { EngineContext } from './context.ts';
import { judgeNewcomers } from './gatekeeper.ts';
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
    const shares = Map.groupBy(requests, (request) => projectOf(map, request));
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
            (found) => judgeNewcomers(this.#context, found, [], options, () => undefined),
            record,
            stop,
          ),
        ),
      signal,
    );
  }
}

function projectOf(map: ProjectMap, { package: name, manifest: folder }: RemoveRequest): Project {
  const project = projectOfManifest(map, folder);
  const owner = project?.manifests.find((manifest) => manifest.folder === folder);
  if (project !== undefined && owner !== undefined && declaredIn(owner, name) !== undefined) return project;
  throw new QmError('QM_NOT_DECLARED', {
    message: t('{0} does not declare {1}.', manifestPath(folder), name),
    hint: t('Nothing was changed. Name a package that stands in this package.json.'),
  });
}
