import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { createEngine, type Engine } from '../src/engine/engine.ts';
import { makeScanner } from '../src/hosts/cli/scanner.ts';
import { composeServices } from '../src/hosts/compose.ts';
import type { Operation } from '../src/model/operation.ts';
import type { PackageName } from '../src/model/package-name.ts';
import { npmByDefault } from '../src/model/project.ts';
import { defaultRetention } from '../src/model/retention.ts';
import { userFolders } from '../src/node/user-folders.ts';
import type { ProcessRunner } from '../src/ports/process-runner.ts';

// A process of its own, because the registry in the bench's process would otherwise wait for the engine and the engine
// for it. It answers each task with milliseconds, or with a text that says what went wrong.

/** What to do in a folder; from the request to its written end. */
export type InstallTask =
  /** One request for all packages, to an engine that has started. */
  | { readonly kind: 'engine'; readonly folder: string; readonly packages: readonly string[] }
  /** A request for each package, all at once, to an engine that has started. It must come to one command. */
  | {
      readonly kind: 'at-once';
      readonly folder: string;
      readonly packages: readonly string[];
      /** By a dashboard that shows what would land: what each row has asked for is known. */
      readonly isShown: boolean;
    }
  /** What a person would type for what the manifest declares: a resolve, then an install of what came out. */
  | { readonly kind: 'hand'; readonly folder: string }
  /** What a person would type for these packages. */
  | { readonly kind: 'hand-add'; readonly folder: string; readonly packages: readonly string[] };

const dataFolder = path.join(import.meta.dirname, '../data');
const never = new AbortController().signal;

process.on('message', (task: InstallTask) => {
  void perform(task).then(
    (took) => process.send?.(took),
    (error: unknown) => process.send?.(String(error)),
  );
});

function perform(task: InstallTask): Promise<number> {
  switch (task.kind) {
    case 'engine':
      return byEngine(task.folder, (engine) => install(engine, task.packages));
    case 'at-once':
      return byEngine(task.folder, atOnce(task.packages), task.isShown ? shown(task.packages) : undefined);
    case 'hand':
      return byHand(task.folder, [['install', '--package-lock-only'], ['ci']]);
    case 'hand-add':
      return byHand(task.folder, [['install', ...task.packages]]);
  }
}

function atOnce(packages: readonly string[]) {
  return async (engine: Engine, ran: () => number): Promise<void> => {
    const operations = await Promise.all(packages.map((name) => install(engine, [name])));
    const ids = new Set(operations.map((operation) => operation.id));
    if (ids.size !== 1 || ran() !== 2) throw new Error(`${ids.size} operations, ${ran()} runs of npm`);
  };
}

function shown(packages: readonly string[]) {
  return async (engine: Engine): Promise<void> => {
    await Promise.all(packages.map((name) => engine.proposal(name as PackageName, '', never)));
  };
}

/** `ran`: how often a program was run that resolves or installs. `before`: done to the engine, not timed. */
async function byEngine(
  folder: string,
  work: (engine: Engine, ran: () => number) => Promise<unknown>,
  before: (engine: Engine) => Promise<void> = async () => undefined,
): Promise<number> {
  const folders = userFolders();
  const services = composeServices({ dataFolder, workspaces: () => [folder], folders });
  const scanner = makeScanner(folders.cache, dataFolder);
  const nothing = (): void => undefined;
  let runs = 0;
  const run: ProcessRunner = {
    ...services.run,
    run(request, signal) {
      if (request.args.some((each) => each === 'install' || each === 'ci')) runs += 1;
      return services.run.run(request, signal);
    },
  };
  const engine = createEngine({
    ...services,
    run,
    root: folder,
    scanner,
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    trust: { isTrusted: () => true, onDidGrant: () => ({ dispose: nothing }) },
    documents: { isUnsaved: () => false },
    patienceMs: 0,
    livesOn: false,
    retention: async () => defaultRetention,
  });
  try {
    await engine.start('assist');
    await before(engine);
    const started = performance.now();
    await work(engine, () => runs);
    return performance.now() - started;
  } finally {
    await engine.close();
    await scanner.dispose();
  }
}

async function install(engine: Engine, packages: readonly string[]): Promise<Operation> {
  const requests = packages.map((name) => {
    return { package: name as PackageName, range: undefined, manifest: '', field: 'dependencies' as const };
  });
  const outcome = await engine.install(requests, { trigger: 'manual', confirmed: true, automatic: false }, never);
  const [operation] = outcome.operations;
  if (operation?.status !== 'succeeded') throw new Error(JSON.stringify({ ...outcome, planned: undefined }));
  return operation;
}

/** With the npm and the Node that the product finds. */
async function byHand(folder: string, commands: readonly (readonly string[])[]): Promise<number> {
  const { tools } = composeServices({ dataFolder, workspaces: () => [folder] });
  const { file, prefix } = await tools.find(npmByDefault, folder);
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund'];
  const started = performance.now();
  for (const args of commands) {
    await promisify(execFile)(file, [...prefix, ...args, ...quiet], { cwd: folder });
  }
  return performance.now() - started;
}
