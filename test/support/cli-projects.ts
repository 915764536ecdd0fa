import { startRegistry, type Registry } from '../registry/registry.ts';
import { useTempProjects, type FileBody, type ProjectOptions, type TempProject } from './temp-project.ts';

export interface CliProjects {
  /** There from the first test on. */
  readonly registry: Registry;
  /** A project that installs from the local registry. */
  project(files?: Readonly<Record<string, FileBody>>): TempProject;
  /** A folder as it is given: no package.json, no registry. */
  bare(options?: ProjectOptions): TempProject;
}

/** To be called in a `describe`: projects for the command line, with a registry that forgets its faults after each test. */
export function useCliProjects(): CliProjects {
  const makeProject = useTempProjects();
  let started: Registry | undefined;
  const registry = (): Registry => {
    if (started === undefined) throw new Error('the registry runs only while tests do');
    return started;
  };
  before(async () => {
    started = await startRegistry();
  });
  afterEach(() => registry().setFault());
  after(() => registry().stop());
  return {
    get registry() {
      return registry();
    },
    project: (files = {}) =>
      makeProject({ registry: registry(), files: { 'package.json': { name: 'app', private: true }, ...files } }),
    bare: makeProject,
  };
}
