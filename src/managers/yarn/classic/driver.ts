import { t } from '@vscode/l10n';
import { QmError } from '../../../base/errors.ts';
import { absolute, foldersAbove } from '../../../base/path.ts';
import type { Argv, DriverContext, DriverRun, ManagerDriver, ReadConfig } from '../../../ports/manager-driver.ts';
import { leadsOutside } from '../ancestors.ts';
import { toManagerError } from '../../failure.ts';
import { readJsonObject } from '../../json.ts';
import { requestLimitOf } from '../../limits.ts';
import { classicProgress } from '../progress.ts';
import { runYarn } from '../run.ts';
import { installArgv, installLooselyArgv, lockfileOnly, resolveArgv } from './argv.ts';
import { classicHazards } from './hazards.ts';
import { missingFrom, readClassicLockfile, withoutPackages } from './lockfile.ts';
import { classicOverride } from './overrides.ts';
import { lookUp, readSettings } from './settings.ts';
import { readClassicWords } from './words.ts';

const lockfile = 'yarn.lock';
/** What Yarn notes of the install that it did last. */
const note = 'node_modules/.yarn-integrity';

/** Yarn 1. */
export const yarnClassicDriver: ManagerDriver = {
  id: 'yarn',
  drives: ({ id, generation }) => id === 'yarn' && generation === 'classic',
  lockfiles: [lockfile],
  // Yarn 1's documentation, "network-timeout".
  patience: {
    variables: [
      ['YARN_NETWORK_TIMEOUT', 1],
      ['yarn_network_timeout', 1],
    ],
    files: [['.yarnrc', /^\s*(?:--)?"?network-timeout"?:?\s+"?(\d+)/m]],
    userFiles: [],
  },
  configFiles: ['.yarnrc', '.npmrc'],
  trees: ['node_modules'],
  configuredTrees: readMirror,
  keepsTrees: true,
  savePrefix,
  hazards: classicHazards,
  resolve,
  async update(context, names, signal) {
    const path = absolute(context.cwd, lockfile);
    // Its own `upgrade` knows direct dependencies alone.
    const text = withoutPackages(await readText(context, path), new Set(names));
    await context.files.writeAtomic(path, new TextEncoder().encode(text));
    return resolve(context, signal);
  },
  async install(context, signal) {
    const result = await install(context, installArgv(placeOf(context)), signal);
    await assertLocked(context);
    return result;
  },
  installLoosely: (context, signal) => install(context, installLooselyArgv(placeOf(context)), signal),
  readProgress: classicProgress,
  readLockfile: readClassicLockfile,
  override: classicOverride,
};

function placeOf(context: DriverContext) {
  return { root: context.cwd, requestMs: requestLimitOf(context) };
}

/** Where nothing is declared any more Yarn looks at its note of the last install and leaves everything as it stands. */
async function install(context: DriverContext, argv: Argv, signal: AbortSignal): Promise<DriverRun> {
  if (!declaresAny(await readText(context, absolute(context.cwd, 'package.json')))) {
    await context.files.remove(absolute(context.cwd, note));
  }
  return run(context, { argv }, signal);
}

/** Members of a workspace are declared too. */
function declaresAny(manifest: string): boolean {
  const fields = readJsonObject(manifest);
  if (fields['workspaces'] !== undefined) return true;
  return ['dependencies', 'devDependencies', 'optionalDependencies'].some(
    (field) => Object.keys(fields[field] ?? {}).length > 0,
  );
}

async function resolve(context: DriverContext, signal: AbortSignal): Promise<DriverRun> {
  await assertNothingAbove(context);
  return run(context, { argv: resolveArgv(placeOf(context), context.scratch), before: lockfileOnly }, signal);
}

/**
 * Yarn 1 goes by each .npmrc and .yarnrc in every folder above, and a shadow stands in the system's temporary folder, which
 * every user of a machine may write to. Nothing keeps it from that, so it is not run there.
 */
async function assertNothingAbove({ cwd, project, scratch, files }: DriverContext): Promise<void> {
  if (cwd === project) return;
  const [, temporary = cwd] = foldersAbove(scratch);
  for (const path of ['.npmrc', '.yarnrc'].map((name) => absolute(temporary, name))) {
    if (!(await files.exists(path))) continue;
    throw new QmError('QM_PROJECT_HOOKS', {
      message: t('{0} would go by {1} while it resolves, and that is not of this project.', 'Yarn 1', path),
      hint: t('Remove that file, or let TMPDIR name a folder that only you can write to.'),
    });
  }
}

/**
 * A frozen install looks at the root's dependencies alone: what a member asks for and the lockfile does not have is
 * installed without a word. Yarn's own note of what it installed tells.
 */
async function assertLocked(context: DriverContext): Promise<void> {
  const installed = await readText(context, absolute(context.cwd, note));
  const locked = await readText(context, absolute(context.cwd, lockfile));
  const missing = await missingFrom(locked, entriesIn(installed));
  if (missing.length === 0) return;
  throw toManagerError({
    manager: 'yarn',
    code: undefined,
    output: `The lockfile needs to be updated, it lacks: ${missing.join(', ')}`,
    timedOut: false,
  });
}

/** What was installed, as `name@range`; a note that is not there or cannot be read has nothing. */
function entriesIn(text: string): readonly string[] {
  try {
    const { lockfileEntries } = JSON.parse(text) as { readonly lockfileEntries?: object };
    return Object.keys(lockfileEntries ?? {});
  } catch {
    return [];
  }
}

async function readText({ files }: DriverContext, path: string): Promise<string> {
  return new TextDecoder().decode((await files.read(path)) ?? new Uint8Array());
}

async function run(
  context: DriverContext,
  call: { readonly argv: readonly string[]; readonly before?: string },
  signal: AbortSignal,
): Promise<DriverRun> {
  const env = { ...common, ...(await ownCache(context)) };
  const names = { signIn: 'npm login', configuration: '.npmrc' };
  return runYarn(context, { ...call, ...names, env, read: readClassicWords }, signal);
}

/**
 * Variables win over every file. The first lets no file of the repository stand in for Yarn, the second holds for the
 * packages that Yarn builds from git too, which no argument reaches; the rest keep Yarn at the one task.
 */
const common = {
  YARN_IGNORE_PATH: '1',
  YARN_IGNORE_SCRIPTS: 'true',
  YARN_FORCE: 'false',
  YARN_DISABLE_SELF_UPDATE_CHECK: 'true',
  YARN_SILENT: '0',
  // Which Yarn a project wants was decided before.
  SKIP_YARN_COREPACK_CHECK: '1',
};

/**
 * Yarn 1 takes what stands in its cache for what was verified, so one that the project brings along is none: empty means
 * the default.
 */
async function ownCache(context: DriverContext): Promise<Readonly<Record<string, string>>> {
  const read = (name: string): Promise<string> => readText(context, absolute(context.project, name));
  const files = await readSettings(async (path) => (path.startsWith('..') ? undefined : read(path)));
  const isSet = (name: string): boolean => lookUp(files, name) !== undefined;
  return {
    ...(isSet('cache-folder') ? { YARN_CACHE_FOLDER: '' } : {}),
    ...(isSet('preferred-cache-folder') ? { YARN_PREFERRED_CACHE_FOLDER: '' } : {}),
  };
}

/** A mirror inside of the project gets the tarballs of what is installed. */
async function readMirror(read: ReadConfig): Promise<readonly string[]> {
  const value = lookUp(await readSettings(read), 'yarn-offline-mirror') ?? 'false';
  return value === 'false' || leadsOutside('', value) ? [] : [value.replace(/^(?:\.\/)+|\/+$/g, '')];
}

/** `save-prefix` of a .yarnrc; npm's own files are asked by whoever asks this. */
async function savePrefix(read: ReadConfig): Promise<string | undefined> {
  const files = await readSettings(read);
  const prefix = lookUp(
    files.filter(({ path }) => path.endsWith('.yarnrc')),
    'save-prefix',
  );
  return prefix !== undefined && ['', '^', '~'].includes(prefix) ? prefix : undefined;
}
