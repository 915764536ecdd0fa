import { t } from '@vscode/l10n';
import type { InstallOptions } from '../model/install.ts';
import type { Newcomer } from '../model/lockfile.ts';
import { dependencyFields, type Manifest } from '../model/manifest.ts';
import type { Operation } from '../model/operation.ts';
import type { PackageName } from '../model/package-name.ts';
import type { Project } from '../model/project.ts';
import { storedOptions } from '../model/stored-request.ts';
import type { EngineContext } from './context.ts';
import { judgeNewcomers } from './gatekeeper.ts';
import { assertDriven, assertTrusted } from './guards.ts';
import type { Recorder } from './operation-record.ts';
import type { OperationRunner } from './operation-runner.ts';
import { applyFiles, onProject, resolvePlan, unchangedFiles, type NewFiles, type Workbench } from './project-work.ts';

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
          const next = isLocked
            ? { files, changes: [], exact: true, back: false }
            : await this.#firstLockfile(bench, options, record, stop);
          await applyFiles(bench, { ...next, mends }, record, stop);
        }),
      signal,
    );
  }

  /**
   * Without a lockfile nothing says what would come along, nor proves it: one is made and judged before anything lands. What
   * a manifest declares itself was decided by whoever wrote it there.
   */
  #firstLockfile(bench: Workbench, options: InstallOptions, record: Recorder, signal: AbortSignal): Promise<NewFiles> {
    const plan = { project: bench.project.root, packages: [], edits: [], catalogEdits: [] };
    const declared = declaredNames(bench.project.manifests);
    const judge = (newcomers: readonly Newcomer[]): void =>
      judgeNewcomers(this.#context, newcomers, declared, options, () => undefined);
    return resolvePlan(bench, plan, judge, record, signal);
  }
}

function declaredNames(manifests: readonly Manifest[]): readonly PackageName[] {
  return manifests.flatMap(({ dependencies }) =>
    dependencyFields.flatMap((field) => [...dependencies[field].keys()] as PackageName[]),
  );
}
