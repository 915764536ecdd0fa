import type { QmError } from '../base/errors.ts';
import type { RelativePath } from '../base/path.ts';
import { buildsAlone, listsBuilds } from '../managers/driven.ts';
import type { BuildRequest, BuildShare, ShownPackage } from '../model/build.ts';
import type { BuildOptions } from '../model/install.ts';
import type { Operation } from '../model/operation.ts';
import type { ChosenManager, ProjectMap } from '../model/project.ts';
import { obstacleOf, projectAt } from './guards.ts';
import type { Operations } from './operations.ts';

/** What builds ask of their engine. */
export interface FolderBuildsHooks {
  projects(signal: AbortSignal): Promise<ProjectMap>;
  /** Undefined before the first look at the folder. */
  map(): ProjectMap | undefined;
  operations(): Promise<Operations>;
}

/** A package of which somebody wants to know or do something. */
type Asked = Pick<BuildRequest, 'name' | 'version'>;

/** Install scripts of what a folder's projects have installed: run and shared only as a person asks for it. */
export class FolderBuilds {
  readonly #hooks: FolderBuildsHooks;

  constructor(hooks: FolderBuildsHooks) {
    this.#hooks = hooks;
  }

  /**
   * Runs the install scripts of a package that stands unbuilt, as a person asked for: no automation calls it. The operation
   * tells what became of it.
   */
  async build(
    project: RelativePath,
    request: BuildRequest,
    options: BuildOptions,
    signal: AbortSignal,
  ): Promise<Operation> {
    const { builder } = await this.#hooks.operations();
    return builder.build(projectAt(await this.#hooks.projects(signal), project), request, options, signal);
  }

  /** Why {@link build} would run nothing, as far as the project goes; undefined where it would. */
  async obstacle(project: RelativePath, asked: Asked, signal: AbortSignal): Promise<QmError | undefined> {
    const { builder } = await this.#hooks.operations();
    return builder.obstacle(projectAt(await this.#hooks.projects(signal), project), asked);
  }

  /** The packages of a name that stand in the folder's projects and have install scripts, built or not. */
  async withScripts(name: string, signal: AbortSignal): Promise<readonly ShownPackage[]> {
    const { sharing } = await this.#hooks.operations();
    const { projects } = await this.#hooks.projects(signal);
    const driven = projects.filter((project) => obstacleOf(project) === undefined);
    return (await Promise.all(driven.map((project) => sharing.shown(project, name)))).flat();
  }

  /**
   * Where {@link share} would write, and what. Touches nothing. Rejects with QM_MANAGER_UNSUPPORTED where the package manager has
   * no such place, and with QM_BUILD_FAILED where the project says no.
   */
  async planShare(project: RelativePath, asked: Asked, signal: AbortSignal): Promise<BuildShare> {
    const { sharing } = await this.#hooks.operations();
    return sharing.plan(projectAt(await this.#hooks.projects(signal), project), asked);
  }

  /**
   * Writes where the project's package manager itself looks that a package may be built, for everybody who works on the project,
   * as a person asked for: no automation calls it. The operation tells what became of it, and can be taken back.
   */
  async share(
    project: RelativePath,
    request: BuildRequest,
    options: BuildOptions,
    signal: AbortSignal,
  ): Promise<Operation> {
    const { sharing } = await this.#hooks.operations();
    return sharing.share(projectAt(await this.#hooks.projects(signal), project), request, options, signal);
  }

  /** False where the project's package manager cannot build one package alone. */
  canBuild(root: RelativePath): boolean {
    const manager = this.#managerOf(root);
    return manager !== undefined && buildsAlone(manager);
  }

  /** False where it has no list of what may be built, in no version. */
  canShare(root: RelativePath): boolean {
    const manager = this.#managerOf(root);
    return manager !== undefined && listsBuilds(manager);
  }

  #managerOf(root: RelativePath): ChosenManager | undefined {
    const manager = this.#hooks.map()?.projects.find((project) => project.root === root)?.manager;
    return manager?.kind === 'chosen' ? manager : undefined;
  }
}
