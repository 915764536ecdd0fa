import { absolute } from '../base/path.ts';
import { writeSide } from '../execute/file-records.ts';
import type { BuildRequest } from '../model/build.ts';
import type { BuildOptions } from '../model/install.ts';
import type { Operation } from '../model/operation.ts';
import type { Project } from '../model/project.ts';
import { buildDraft } from './build-draft.ts';
import { buildObstacle, buildPackage } from './build-package.ts';
import type { EngineContext } from './context.ts';
import type { QmError } from '../base/errors.ts';
import { assertDriven, assertTrusted, driverOf } from './guards.ts';
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

  /** Why the package manager cannot build a package there, or may not; undefined where it can. */
  async obstacle(project: Project, asked: Pick<BuildRequest, 'name' | 'version'>): Promise<QmError | undefined> {
    const driver = await driverOf(project);
    return buildObstacle({ context: this.#context, project, driver }, asked);
  }

  async build(project: Project, asked: BuildRequest, options: BuildOptions, signal: AbortSignal): Promise<Operation> {
    assertTrusted(this.#context);
    assertDriven(project);
    const context = this.#context;
    const root = absolute(context.root, project.root);
    const draft = buildDraft('build', project, asked, { options, from: undefined });
    return this.#runner.run(
      draft,
      (record, stop) =>
        onProject(this.#context, project.root, record, stop, async (bench) => {
          const files = await unchangedFiles(bench);
          const own = {
            driverContext: driverContext(bench, record),
            keepFiles: () => writeSide(context.files, root, files, 'before', bench.driver),
          };
          await buildPackage(bench, own, asked, record, stop);
        }),
      signal,
    );
  }
}
