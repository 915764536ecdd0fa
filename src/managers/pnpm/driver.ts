import { absolute } from '../../base/path.ts';
import { redact } from '../../base/redact.ts';
import type { ScriptedPackage } from '../../model/build.ts';
import type { Argv, DriverContext, DriverRun, ManagerDriver, ReadConfig } from '../../ports/manager-driver.ts';
import { deniedIn } from '../denied-builds.ts';
import { toBuildError, toManagerError } from '../failure.ts';
import { readJsonObject } from '../json.ts';
import { limitsOf } from '../limits.ts';
import { yamlCatalogs } from '../yaml-catalogs.ts';
import { readYamlObject } from '../yaml-edit.ts';
import { isSince } from '../since.ts';
import { installArgv, looseInstallArgv, rebuildArgv, resolveArgv, updateArgv, withHooks } from './argv.ts';
import { pnpmFilesNamed, pnpmHazards, pnpmScriptHazards } from './hazards.ts';
import { pnpmBuildLists } from './build-lists.ts';
import { readPnpmLockfile } from './lockfile.ts';
import { readBuild, readOutput } from './output.ts';
import { onOwnNode } from './own-node.ts';
import { isOwnWriting } from './own-writing.ts';
import { pnpmPatience } from './patience.ts';
import { pnpmProgress } from './progress.ts';
import { pnpmOverride } from './overrides.ts';

/** How much of pnpm's output a run keeps. */
const tail = 8_000;

/** pnpm 9 and later: a program of JavaScript up to 11, a native one since 12. */
export const pnpmDriver: ManagerDriver = {
  id: 'pnpm',
  drives: (manager) => manager.id === 'pnpm',
  line,
  lockfiles: ['pnpm-lock.yaml'],
  patience: pnpmPatience,
  configFiles: ['.npmrc', 'pnpm-workspace.yaml'],
  // It prunes catalogs there that nobody uses, and adds what a policy let through, where settings say so.
  writtenConfigFiles: ['pnpm-workspace.yaml'],
  isOwnWriting,
  trees: ['node_modules'],
  keepsTrees: false,
  forgetTree,
  catalogs: { path: 'pnpm-workspace.yaml', ...yamlCatalogs },
  siblingRange: () => 'workspace:*',
  savePrefix,
  alsoReads: pnpmFilesNamed,
  hazards: pnpmHazards,
  choosesByAge: (version) => isSince(version, 10, 16),
  resolve: (context, signal) => run(context, resolveArgv(context.leastAge), signal),
  update,
  install: (context, signal) => run(context, installArgv(), signal),
  installLoosely: (context, signal) => run(context, looseInstallArgv(), signal),
  readProgress: pnpmProgress,
  rebuild,
  buildHazards: pnpmScriptHazards,
  deniedBuilds,
  buildLists: pnpmBuildLists,
  readLockfile: readPnpmLockfile,
  override: pnpmOverride,
};

/**
 * 7 and 8 write lockfiles of their own; since 11 nothing of package.json's `pnpm`, and of .npmrc only the registries,
 * counts (pnpm documentation: Migrating from v10 to v11).
 */
function line(version: string): string | undefined {
  const major = Number(/\d+/.exec(version)?.[0]);
  if (Number.isNaN(major)) return undefined;
  if (major >= 11) return '11 and later';
  return major >= 9 ? '9 and 10' : String(major);
}

/** `saveExact` and `savePrefix` of pnpm-workspace.yaml (pnpm documentation: Settings); .npmrc has them until pnpm 10. */
async function savePrefix(read: ReadConfig): Promise<string | undefined> {
  const settings = (await readYamlObject((await read('pnpm-workspace.yaml')) ?? '')) ?? {};
  if (settings['saveExact'] === true) return '';
  const prefix = settings['savePrefix'];
  return prefix === '' || prefix === '^' || prefix === '~' ? prefix : undefined;
}

/** The lockfile of what is installed, what lets an install say that nothing is to be done, and links for what hoists. */
async function forgetTree({ files, cwd }: DriverContext): Promise<void> {
  const folder = absolute(cwd, 'node_modules');
  const states = (await files.list(folder)).filter((name) => /^\.pnpm-workspace-state.*\.json$/.test(name));
  for (const note of ['.pnpm/lock.yaml', '.pnpm/node_modules', ...states]) await files.remove(absolute(folder, note));
}

/** Of several names pnpm 10 moves only those that a manifest has, where one has any; each alone it moves wherever it is. */
async function update(context: DriverContext, names: readonly string[], signal: AbortSignal): Promise<DriverRun> {
  if (line(context.tool.version) === '11 and later') return run(context, updateArgv(names), signal);
  for (const name of names.slice(0, -1)) await run(context, updateArgv([name]), signal);
  return run(context, updateArgv(names.slice(-1)), signal);
}

async function rebuild(
  context: DriverContext,
  { name, version }: ScriptedPackage,
  signal: AbortSignal,
): Promise<DriverRun> {
  const asked = rebuildArgv(name, version, line(context.tool.version) === '11 and later');
  const { argv, exitCode, output, timedOut } = await call(context, asked, signal);
  const { text, isDone } = readBuild(output);
  const said = [text, readOutput(output).text].filter((part) => part !== '').join('\n');
  if (exitCode !== 0 || !isDone) throw toBuildError(name, { output: said, timedOut });
  return { argv, exitCode, output: redact(said).trim().slice(-tail) };
}

/** `allowBuilds` and the older lists (pnpm documentation: Settings), since pnpm 11 in pnpm-workspace.yaml alone. */
async function deniedBuilds(read: ReadConfig): Promise<readonly string[]> {
  const manifest = readJsonObject((await read('package.json')) ?? '')['pnpm'];
  const settings = (await readYamlObject((await read('pnpm-workspace.yaml')) ?? '')) ?? {};
  const older = typeof manifest === 'object' && manifest !== null ? (manifest as Record<string, unknown>) : {};
  return [settings, older].flatMap((each) => [
    ...deniedIn(each['allowBuilds']),
    ...[each['neverBuiltDependencies'], each['ignoredBuiltDependencies']].flatMap((list) =>
      Array.isArray(list) ? list.filter((name) => typeof name === 'string') : [],
    ),
  ]);
}

async function run(context: DriverContext, asked: Argv, signal: AbortSignal): Promise<DriverRun> {
  const { argv, exitCode, output, timedOut } = await call(
    context,
    context.hooks === undefined ? asked : withHooks(asked),
    signal,
  );
  const { code, text } = readOutput(output);
  if (exitCode !== 0) throw toManagerError({ manager: 'pnpm', code, output: text, timedOut });
  return { argv, exitCode, output: redact(text).trim().slice(-tail) };
}

async function call(context: DriverContext, asked: Argv, signal: AbortSignal) {
  const { tool } = context;
  const argv = line(tool.version) === '11 and later' ? asked : await onOwnNode(context, asked, signal);
  const { exitCode, stdout, stderr, timedOut } = await context.run.run(
    {
      file: tool.file,
      args: [...tool.prefix, ...argv],
      cwd: context.cwd,
      env: {
        // Where the editor's own program runs pnpm, it must behave as Node.
        ELECTRON_RUN_AS_NODE: '1',
        NO_COLOR: '1',
        NO_UPDATE_NOTIFIER: '1',
        // Below somebody else's workspace, pnpm would work there: in pnpm 10 it writes that one's lockfile.
        NPM_CONFIG_WORKSPACE_DIR: context.cwd,
        PNPM_CONFIG_WORKSPACE_DIR: context.cwd,
      },
      ...limitsOf(context),
      onStart: context.onStart,
      onOutput: context.onOutput,
    },
    signal,
  );
  return { argv, exitCode, output: `${stderr}\n${stdout}`, timedOut };
}
