import { t } from '@vscode/l10n';
import type { InstallOptions } from '../model/install.ts';
import { dependencyFields, type Manifest } from '../model/manifest.ts';
import type { Operation } from '../model/operation.ts';
import type { PackageName } from '../model/package-name.ts';
import type { Plan } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import { storedOptions } from '../model/stored-request.ts';
import type { EngineContext } from './context.ts';
import { judgeAlong } from './newcomers.ts';
import type { Judge } from './resolving.ts';
import { assertDriven, assertTrusted } from './guards.ts';
import type { OperationRunner } from './operation-runner.ts';
import { applyFiles, onProject, resolveAndApply, unchangedFiles, type Workbench } from './project-work.ts';

/** Installs what manifest and lockfile already say: a fresh clone, a pull. */
export class Restorer {
  readonly #context: EngineContext;
  readonly #runner: OperationRunner;

  constructor(context: EngineContext, runner: OperationRunner) {
    this.#context = context;
    this.#runner = runner;
  }

  /** `mends`: see ApplyRequest. Rejects where nothing can be begun. */
  async restore(project: Project, options: InstallOptions, signal: AbortSignal, mends = false): Promise<Operation> {
    assertTrusted(this.#context);
    assertDriven(project);
    const draft = {
      kind: 'restore',
      trigger: options.trigger,
      claimedTrigger: options.claimedTrigger,
      project: project.root,
      packages: [],
      decidedBy: t('You'),
      gate: [],
      undoes: undefined,
      request: { kind: 'restore', project: project.root, options: storedOptions(options) },
      adopts: options.adopts,
    } as const;
    return this.#runner.run(
      draft,
      (record, stop) =>
        onProject(this.#context, project.root, record, stop, async (bench) => {
          const files = await unchangedFiles(bench);
          const isLocked = files.some(
            ({ path, before }) => bench.driver.lockfiles.includes(path) && before !== undefined,
          );
          // A lockfile that stands is kept to the byte.
          if (isLocked) await applyFiles(bench, { files, changes: [], exact: true, back: false, mends }, record, stop);
          else await resolveAndApply(bench, asDeclared(bench), this.#judge(bench, options, stop), record, stop, mends);
        }),
      signal,
    );
  }

  /**
   * Without a lockfile nothing says what would come along, nor proves it: one is made and judged before anything lands. What
   * a manifest declares itself was decided by whoever wrote it there.
   */
  #judge({ project }: Workbench, options: InstallOptions, signal: AbortSignal): Judge {
    return judgeAlong(this.#context, { project, asked: declaredNames(project.manifests), options }, signal);
  }
}

/** What the manifests say, and nothing else. */
function asDeclared({ project }: Workbench): Plan {
  return { project: project.root, packages: [], edits: [], catalogEdits: [] };
}

function declaredNames(manifests: readonly Manifest[]): readonly PackageName[] {
  return manifests.flatMap(({ dependencies }) =>
    dependencyFields.flatMap((field) => [...dependencies[field].keys()] as PackageName[]),
  );
}
