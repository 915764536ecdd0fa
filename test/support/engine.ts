import path from 'node:path';
import { defaultRetention } from '../../src/model/retention.ts';
import type { EngineContext } from '../../src/engine/context.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import { composeServices } from '../../src/hosts/compose.ts';
import { makeScanner } from '../../src/hosts/cli/scanner.ts';
import type { DependencyField } from '../../src/model/manifest.ts';
import type { InstallOptions } from '../../src/model/install.ts';
import type { Operation } from '../../src/model/operation.ts';
import type { PackageName } from '../../src/model/package-name.ts';
import type { InstallRequest } from '../../src/model/plan.ts';
import { hermeticEnvironment, nowhere, registryVariables } from './environment.ts';
import { tempFolder, type TempProject } from './temp-project.ts';

/** A signal that never fires. */
export const never = new AbortController().signal;

const dataFolder = path.join(import.meta.dirname, '../../data');

/** To be called in a `describe`: npm's configuration and cache of this process are the tests' own until its end. */
export function useHermeticProcess(): void {
  let saved: NodeJS.ProcessEnv;
  before(() => {
    saved = { ...process.env };
    const own = hermeticEnvironment({ home: tempFolder('home-') });
    // The project's own configuration names the registry; a variable would win over it.
    for (const name of registryVariables) delete own[name];
    replaceEnvironment({ ...own, PATH: saved['PATH'], HOME: own['HOME'] });
  });
  after(() => replaceEnvironment(saved));
}

function replaceEnvironment(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) delete process.env[name];
  for (const [name, value] of Object.entries(env)) if (value !== undefined) process.env[name] = value;
}

/** To be called in a `describe`: gives a function that starts the real engine on a project, closed after its test. */
export function useEngines(): (project: TempProject, over?: Partial<EngineContext>) => Promise<Engine> {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  return async (project, over = {}) => {
    const { engine, close } = startEngine(contextOf(project, over));
    closing.push(close);
    await engine.start('assist');
    return engine;
  };
}

function startEngine(context: EngineContext): { readonly engine: Engine; readonly close: () => Promise<void> } {
  const engine = createEngine(context);
  return {
    engine,
    async close() {
      await engine.close();
      await context.scanner.dispose();
    },
  };
}

/** The world of the command line, with the user's own folder of this project's test. */
export function contextOf(project: TempProject, over: Partial<EngineContext> = {}): EngineContext {
  const home = homeOf(project);
  const folders = { state: path.join(home, 'state'), cache: path.join(home, 'cache') };
  const nothing = (): void => undefined;
  // A test that says nothing of them asks no service of the internet.
  for (const service of ['OSV_API', 'NPM_DOWNLOADS_API']) process.env[service] ??= nowhere;
  return {
    ...composeServices({ dataFolder, workspaces: () => [project.folder], folders }),
    root: project.folder,
    scanner: makeScanner(folders.cache, dataFolder),
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    trust: { isTrusted: () => true, onDidGrant: () => ({ dispose: nothing }) },
    documents: { isUnsaved: () => false },
    patienceMs: 0,
    livesOn: false,
    retention: async () => defaultRetention,
    ...over,
  };
}

const homes = new Map<string, string>();

/** The same for every engine of a project, and outside of it. */
export function homeOf(project: TempProject): string {
  const home = homes.get(project.folder) ?? tempFolder('user-');
  homes.set(project.folder, home);
  return home;
}

/** Gives a project the home of somebody who has others as well. */
export function shareHome(project: TempProject, home: string): void {
  homes.set(project.folder, home);
}

/** What a person who clicks asks with. */
export const byHand: InstallOptions = { trigger: 'manual', confirmed: false, automatic: false };

/** `name` or `name@range`, as requests for one manifest. */
export function requests(
  specs: readonly string[],
  manifest = '',
  field: DependencyField = 'dependencies',
): readonly InstallRequest[] {
  return specs.map((spec) => {
    const at = spec.indexOf('@', 1);
    const name = (at < 0 ? spec : spec.slice(0, at)) as PackageName;
    return { package: name, range: at < 0 ? undefined : spec.slice(at + 1), manifest, field };
  });
}

/** The one operation that an install of these came to, which the gate had nothing to ask about. */
export function install(engine: Engine, ...specs: readonly string[]): Promise<Operation> {
  return installBy(engine, byHand, specs);
}

/** The same where the user says yes to whatever the gate asks. */
export function installAnyway(engine: Engine, ...specs: readonly string[]): Promise<Operation> {
  return installBy(engine, { ...byHand, confirmed: true }, specs);
}

async function installBy(engine: Engine, options: InstallOptions, specs: readonly string[]): Promise<Operation> {
  const { operations } = await engine.install(requests(specs), options, never);
  const [only, ...others] = operations;
  if (only === undefined || others.length > 0) throw new Error(`${operations.length} operations`);
  return only;
}
