import { rangesInManifest, setInManifest } from '../../model/manifest-edit.ts';
import type {
  Argv,
  DriverContext,
  DriverRun,
  ManagerDriver,
  Override,
  ReadConfig,
} from '../../ports/manager-driver.ts';
import type { RunRequest } from '../../ports/process-runner.ts';
import { absolute } from '../../base/path.ts';
import { redact } from '../../base/redact.ts';
import { assertNoWorkspaceAbove } from '../above-shadow.ts';
import { deniedIn } from '../denied-builds.ts';
import { toBuildError, toManagerError } from '../failure.ts';
import { readJsonObject } from '../json.ts';
import { limitsOf, requestLimitOf } from '../limits.ts';
import { installArgv, rebuildArgv, resolveArgv, updateArgv } from './argv.ts';
import { npmrcScriptHazards } from '../script-settings.ts';
import { npmBuildLists } from './build-lists.ts';
import { npmFilesNamed, npmHazards } from './hazards.ts';
import { readNpmLockfile } from './lockfile.ts';
import { unfollowedOverrides } from './overrides.ts';

/** How much of npm's output a run keeps. */
const tail = 8_000;

/**
 * What npm's install loads before it looks at a project, half of its time for some packages: named from its
 * `bin/npm-cli.js`. One that another version has elsewhere is loaded when npm comes to it.
 */
const loaded = [
  '../lib/cli/entry.js',
  '../lib/cli/exit-handler.js',
  '../lib/npm.js',
  '../lib/commands/install.js',
  '@npmcli/arborist',
  'pacote',
];

const lockfiles = ['package-lock.json', 'npm-shrinkwrap.json'] as const;

/** npm 10 and later. */
export const npmDriver: ManagerDriver = {
  id: 'npm',
  drives: (manager) => manager.id === 'npm',
  lockfiles,
  lockfileSwitch: 'package-lock',
  configFiles: ['.npmrc'],
  trees: ['node_modules'],
  keepsTrees: true,
  choosesByAge: () => true,
  resolve,
  install: (context, signal) => run(context, installArgv(requestLimitOf(context)), signal),
  loadAhead: (context) =>
    context.run.loadAhead?.({ ...program(context, installArgv(requestLimitOf(context))), modules: loaded }),
  update: (context, names, signal) => run(context, updateArgv(names, requestLimitOf(context)), signal),
  async rebuild(context, { name, place }, signal) {
    const argv = rebuildArgv(place);
    const { exitCode, output, timedOut } = await call(context, argv, signal);
    if (exitCode !== 0) throw toBuildError(name, { output, timedOut });
    return { argv, exitCode, output: redact(output).trim().slice(-tail) };
  },
  scriptedPlaces,
  buildHazards: npmrcScriptHazards,
  async deniedBuilds(read) {
    return deniedIn(readJsonObject((await read('package.json')) ?? '')['allowScripts']);
  },
  buildLists: npmBuildLists,
  readLockfile: async (text) => readNpmLockfile(text),
  alsoReads: npmFilesNamed,
  hazards: npmHazards,
  async override(read, { name, parent, range }) {
    const text = (await read('package.json')) ?? '{}';
    const path = parent === undefined ? [name] : [keyOf(text, parent), name];
    return { path: 'package.json', text: setInManifest(text, ['overrides', ...path], range) };
  },
};

async function resolve(context: DriverContext, signal: AbortSignal): Promise<DriverRun> {
  const done = await run(context, resolveArgv(requestLimitOf(context), context.leastAge), signal);
  const missed = unfollowedOverrides(await readText(context, 'package.json'), await readText(context, lockfiles[0]));
  return missed.length === 0 ? done : run(context, updateArgv(missed, requestLimitOf(context)), signal);
}

async function readText({ files, cwd }: DriverContext, path: string): Promise<string> {
  return new TextDecoder().decode((await files.read(absolute(cwd, path))) ?? new Uint8Array());
}

/** npm's hidden lockfile, which it writes at each install (npm documentation: package-lock.json, "Hidden Lockfiles"). */
async function scriptedPlaces(read: ReadConfig): Promise<readonly string[] | undefined> {
  const { packages } = readJsonObject((await read('node_modules/.package-lock.json')) ?? '');
  if (typeof packages !== 'object' || packages === null) return undefined;
  return Object.entries(packages as Readonly<Record<string, { readonly hasInstallScript?: unknown } | null>>).flatMap(
    ([place, entry]) => (entry?.hasInstallScript === true ? [place] : []),
  );
}

/** npm takes an override below a direct dependency only under the very range that declares it (EOVERRIDE). */
function keyOf(manifest: string, { name, range }: NonNullable<Override['parent']>): string {
  return `${name}@${rangesInManifest(manifest).get(name) ?? range}`;
}

async function run(context: DriverContext, argv: Argv, signal: AbortSignal): Promise<DriverRun> {
  await assertNoWorkspaceAbove(context, 'npm');
  const { exitCode, output, timedOut } = await call(context, argv, signal);
  if (exitCode !== 0)
    throw toManagerError({ manager: 'npm', code: npmCode(output), output: saidOnce(output), timedOut });
  return { argv, exitCode, output: redact(output).trim().slice(-tail) };
}

/** The program of one call. */
function program({ tool }: Pick<DriverContext, 'tool'>, argv: Argv): Pick<RunRequest, 'file' | 'args' | 'env'> {
  return {
    file: tool.file,
    args: [...tool.prefix, ...argv],
    env: {
      // Where the editor's own program runs npm, it must behave as Node.
      ELECTRON_RUN_AS_NODE: '1',
      NO_COLOR: '1',
      npm_config_loglevel: 'error',
      // A rebuild with scripts would run the repository's own code too. No argument: npm before 12 does not know it.
      npm_config_ignore_extension: 'true',
    },
  };
}

async function call(context: DriverContext, argv: Argv, signal: AbortSignal) {
  const { exitCode, stdout, stderr, timedOut } = await context.run.run(
    {
      ...program(context, argv),
      cwd: context.cwd,
      ...limitsOf(context),
      onStart: context.onStart,
      onOutput: context.onOutput,
    },
    signal,
  );
  return { exitCode, output: `${stderr}\n${stdout}`, timedOut };
}

/** With --json npm says on stdout once more what it said on stderr: nobody reads it twice. */
function saidOnce(output: string): string {
  return /npm (?:error|ERR!)/.test(output) ? output.replace(/\n\{\s+"error": \{[^]*$/, '') : output;
}

/** npm prints `npm error code E404` on stderr, and with --json `"code": "E404"` on stdout. */
function npmCode(output: string): string | undefined {
  const code = /npm (?:error|ERR!) code (\S+)/.exec(output)?.[1] ?? /"code": "(\w+)"/.exec(output)?.[1];
  // One code for two things: an answer that is none, and no answer in time.
  return code === 'FETCH_ERROR' && output.includes('network timeout') ? 'ETIMEDOUT' : code;
}
