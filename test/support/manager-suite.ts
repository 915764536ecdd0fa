import type { EngineContext } from '../../src/engine/context.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { Registry } from '../registry/registry.ts';
import { useEngines, useHermeticProcess } from './engine.ts';
import { freshCaches } from './environment.ts';
import { locatorOf, testManagers, type TestManager } from './managers.ts';
import { useRegistry } from './use-registry.ts';
import { tempFolder, useTempProjects, type FileBody, type TempProject } from './temp-project.ts';

/** What a suite of one real manager works with. */
export interface ManagerSuite {
  readonly manager: TestManager;
  readonly registry: () => Registry;
  /** A project of this manager; the files stand over those that make it one. */
  readonly project: (files?: Readonly<Record<string, FileBody>>) => TempProject;
  readonly open: (project: TempProject, over?: Partial<EngineContext>) => Promise<Engine>;
}

/** To be called in a `describe`: the real manager of a label against a registry, with caches that are empty in each test. */
export function useManager(label: string): ManagerSuite {
  const found = testManagers().find((candidate) => candidate.label === label);
  if (found === undefined) throw new Error(`no manager "${label}"`);
  const makeProject = useTempProjects();
  const start = useEngines();
  useHermeticProcess();
  const registry = useRegistry();
  beforeEach(() => {
    Object.assign(process.env, freshCaches(tempFolder('cache-')));
  });
  return {
    manager: found,
    registry: () => registry,
    project: (files = {}) =>
      makeProject({
        registry,
        files: { 'package.json': { name: 'app', private: true }, ...found.marks(registry), ...files },
      }),
    open: (project, over = {}) => start(project, { tools: locatorOf(found), ...over }),
  };
}
