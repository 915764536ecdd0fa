import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { createEngine } from '../../src/engine/engine.ts';
import { makeScanner } from '../../src/hosts/cli/scanner.ts';
import { composeServices } from '../../src/hosts/compose.ts';
import { defaultRetention } from '../../src/model/retention.ts';
import type { ChosenManager } from '../../src/model/project.ts';
import type { PackageName } from '../../src/model/package-name.ts';
import { userFolders } from '../../src/node/user-folders.ts';

// A process of its own, because the registry in the bench's process would otherwise wait for the engine and the engine
// for it. It answers each task with milliseconds, or with a text that says what went wrong.

export interface InstallTask {
  readonly kind: 'engine';
  readonly folder: string;
  readonly packages: readonly string[];
}

export interface HandWork {
  readonly kind: 'hand';
  readonly folder: string;
}

const dataFolder = path.join(import.meta.dirname, '../../data');
const never = new AbortController().signal;

process.on('message', (task: InstallTask | HandWork) => {
  void (task.kind === 'engine' ? installed(task) : byHand(task)).then(
    (took) => process.send?.(took),
    (error: unknown) => process.send?.(String(error)),
  );
});

/** From the request to the written end of the operation, on an engine that has started. */
async function installed({ folder, packages }: InstallTask): Promise<number> {
  const folders = userFolders();
  const services = composeServices({ dataFolder, workspaces: () => [folder], folders });
  const scanner = makeScanner(folders.cache, dataFolder);
  const nothing = (): void => undefined;
  const engine = createEngine({
    ...services,
    root: folder,
    scanner,
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    trust: { isTrusted: () => true, onDidGrant: () => ({ dispose: nothing }) },
    documents: { isUnsaved: () => false },
    patienceMs: 0,
    livesOn: false,
    retention: () => defaultRetention,
  });
  try {
    await engine.start('assist');
    const requests = packages.map((name) => {
      return { package: name as PackageName, range: undefined, manifest: '', field: 'dependencies' as const };
    });
    const started = performance.now();
    const outcome = await engine.install(requests, { trigger: 'manual', confirmed: true, automatic: false }, never);
    const took = performance.now() - started;
    const [operation] = outcome.operations;
    if (operation?.status !== 'succeeded') throw new Error(JSON.stringify({ ...outcome, planned: undefined }));
    return took;
  } finally {
    await engine.close();
    await scanner.dispose();
  }
}

const npmByDefault: ChosenManager = {
  kind: 'chosen',
  id: 'npm',
  version: undefined,
  generation: undefined,
  because: 'default',
};

/** What a person would type for the same, with the npm and the Node that the product finds. */
async function byHand({ folder }: HandWork): Promise<number> {
  const { tools } = composeServices({ dataFolder, workspaces: () => [folder] });
  const { file, prefix } = await tools.find(npmByDefault, folder);
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund'];
  const npm = (...args: readonly string[]): Promise<unknown> =>
    promisify(execFile)(file, [...prefix, ...args, ...quiet], { cwd: folder });
  const started = performance.now();
  await npm('install', '--package-lock-only');
  await npm('ci');
  return performance.now() - started;
}
