import { t } from '@vscode/l10n';
import { absolute } from '../base/path.ts';
import { writeSide } from '../execute/file-records.ts';
import type { BuildRequest } from '../model/build.ts';
import type { Operation, OperationId } from '../model/operation.ts';
import type { Project } from '../model/project.ts';
import { buildPackage } from './build-package.ts';
import type { EngineContext } from './context.ts';
import { assertDriven, assertTrusted } from './guards.ts';
import type { OperationRunner } from './operation-runner.ts';
import { driverContext, onProject, unchangedFiles } from './project-work.ts';

/** Runs the install scripts of a package because a person asked for it: nothing else ever begins this. */
export class Builder {
  readonly #context: EngineContext;
  readonly #runner: OperationRunner;

  constructor(context: EngineContext, runner: OperationRunner) {
    this.#context = context;
    this.#runner = runner;
  }

  /** `adopts`: see InstallOptions. */
  async build(
    project: Project,
    { name, version, scripts }: BuildRequest,
    signal: AbortSignal,
    adopts?: OperationId,
  ): Promise<Operation> {
    assertTrusted(this.#context);
    assertDriven(project);
    const context = this.#context;
    const root = absolute(context.root, project.root);
    const draft = {
      kind: 'build',
      trigger: 'manual',
      claimedTrigger: undefined,
      project: project.root,
      packages: [{ name, manifest: project.root, field: undefined, from: undefined, to: version, range: undefined }],
      decidedBy: t('You'),
      gate: [],
      undoes: undefined,
      request: { kind: 'build', project: project.root, name, version, scripts, options: byHand },
      adopts,
    } as const;
    return this.#runner.run(
      draft,
      (record, stop) =>
        onProject(this.#context, project.root, record, stop, async (bench) => {
          const files = await unchangedFiles(bench);
          const own = {
            driverContext: driverContext(bench, record),
            keepFiles: () => writeSide(context.files, root, files, 'before', bench.driver),
          };
          await buildPackage(bench, own, { name, version, scripts }, record, stop);
        }),
      signal,
    );
  }
}

const byHand = { trigger: 'manual', claimedTrigger: undefined, confirmed: true, automatic: false } as const;
