import { gte, valid } from 'semver';
import { absolute } from '../../base/path.ts';
import { redact } from '../../base/redact.ts';
import { setInManifest } from '../../model/manifest-edit.ts';
import type {
  Argv,
  DriverContext,
  DriverRun,
  ManagerDriver,
  Override,
  ReadConfig,
} from '../../ports/manager-driver.ts';
import { assertNoWorkspaceAbove } from '../above-shadow.ts';
import { toManagerError } from '../failure.ts';
import { limitsOf } from '../limits.ts';
import { isSince } from '../since.ts';
import { installArgv, looseInstallArgv, pruneArgv, resolveArgv, updateArgv } from './argv.ts';
import { bunBuildLists } from './build-lists.ts';
import { bunCatalogs } from './catalogs.ts';
import { bunFilesNamed, bunHazards, readBunfig } from './hazards.ts';
import { readBunLockfile } from './lockfile.ts';

const lockfile = 'bun.lock';
/** How much of Bun's output a run keeps. */
const tail = 8_000;

/** Bun with its text lockfile, 1.2 and later. */
export const bunDriver: ManagerDriver = {
  id: 'bun',
  drives: (manager) => manager.id === 'bun',
  lockfiles: [lockfile],
  // In seconds, by Bun's documentation of its environment variables.
  patience: { variables: [['BUN_CONFIG_HTTP_IDLE_TIMEOUT', 1_000]], files: [], userFiles: [] },
  configFiles: ['.npmrc', 'bunfig.toml'],
  trees: ['node_modules'],
  keepsTrees: false,
  updateMovesRanges: true,
  catalogs: bunCatalogs,
  siblingRange: () => 'workspace:*',
  savePrefix,
  alsoReads: bunFilesNamed,
  hazards: bunHazards,
  choosesByAge: (version) => isSince(version, 1, 3),
  resolve: (context, signal) => run(context, resolveArgv(context.leastAge), signal),
  update: (context, names, signal) => run(context, updateArgv(names), signal),
  install: (context, signal) => install(context, installArgv(), signal),
  installLoosely: (context, signal) => install(context, looseInstallArgv(), signal),
  buildLists: bunBuildLists,
  readLockfile: async (text) => readBunLockfile(text),
  override,
};

/** `install.exact` (Bun documentation: bunfig.toml). */
async function savePrefix(read: ReadConfig): Promise<string | undefined> {
  return (await readBunfig(read))?.['exact'] === true ? '' : undefined;
}

/** Whether nested overrides and `bun prune` are there; what tells no version is taken for an old one. */
function isSince14(version: string): boolean {
  return valid(version) !== null && gte(version, '1.4.0');
}

async function install(context: DriverContext, argv: Argv, signal: AbortSignal): Promise<DriverRun> {
  const installed = await run(context, argv, signal);
  if (!(await context.files.exists(absolute(context.cwd, lockfile)))) await removePackages(context);
  else if (isSince14(context.tool.version)) await prune(context, signal);
  return installed;
}

/** Bun keeps no lockfile of a project that declares nothing, and leaves in node_modules what stood there. */
async function removePackages({ files, cwd }: DriverContext): Promise<void> {
  const tree = absolute(cwd, 'node_modules');
  // What else begins with a dot is a cache of somebody's.
  const names = (await files.list(tree)).filter((name) => !name.startsWith('.') || ['.bin', '.bun'].includes(name));
  for (const name of names) await files.remove(absolute(tree, name));
}

async function prune(context: DriverContext, signal: AbortSignal): Promise<void> {
  const { exitCode, output, timedOut } = await call(context, pruneArgv(), signal);
  if (exitCode === 0) return;
  throw toManagerError({ manager: 'bun', code: undefined, output, timedOut });
}

async function run(context: DriverContext, argv: Argv, signal: AbortSignal): Promise<DriverRun> {
  await assertNoWorkspaceAbove(context, 'Bun');
  const { exitCode, output, timedOut } = await call(context, argv, signal);
  if (exitCode !== 0) throw toManagerError({ manager: 'bun', code: undefined, output, timedOut });
  return { argv, exitCode, output: redact(output).trim().slice(-tail) };
}

async function call(context: DriverContext, argv: Argv, signal: AbortSignal) {
  const { tool } = context;
  const { exitCode, stderr, stdout, timedOut } = await context.run.run(
    {
      file: tool.file,
      args: [...tool.prefix, ...argv],
      cwd: context.cwd,
      env: { NO_COLOR: '1', DO_NOT_TRACK: '1', BUN_CONFIG_HTTP_RETRY_COUNT: '1' },
      ...limitsOf(context),
      onStart: context.onStart,
      onOutput: context.onOutput,
    },
    signal,
  );
  return { exitCode, output: `${stdout}\n${stderr}`, timedOut };
}

/** `overrides` of the root's package.json; below one dependent since 1.4 (Bun documentation: Overrides). */
async function override(read: ReadConfig, { name, parent, range }: Override, version: string) {
  if (parent !== undefined && !isSince14(version)) return undefined;
  const path = parent === undefined ? [name] : [`${parent.name}@${parent.range}`, name];
  const text = (await read('package.json')) ?? '{}';
  return { path: 'package.json', text: setInManifest(text, ['overrides', ...path], range) };
}
