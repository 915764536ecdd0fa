import { t } from '@vscode/l10n';
import { QmError } from '../../../base/errors.ts';
import { absolute, wayTo } from '../../../base/path.ts';
import { archiveOf, readPackageMap, versionInReference } from '../../../model/pnp.ts';
import type { Argv, DriverContext, DriverRun, ManagerDriver, ReadConfig } from '../../../ports/manager-driver.ts';
import { requestLimitOf } from '../../limits.ts';
import { leadsOutside, readUpward } from '../ancestors.ts';
import { isSince } from '../../since.ts';
import { yamlCatalogs } from '../../yaml-catalogs.ts';
import { berryProgress } from '../progress.ts';
import { runYarn } from '../run.ts';
import { installArgv, installLooselyArgv, keepManifests, resolveArgv, updateArgv } from './argv.ts';
import { parseConfiguration, writeConfiguration } from './configuration.ts';
import { cacheFolder, fetchedFiles } from './fetched.ts';
import { berryBuildLists } from './build-lists.ts';
import { berryHazards } from './hazards.ts';
import { formatOf, readBerryLockfile, versionAt } from './lockfile.ts';
import { deniedBuilds, readPatches } from './manifests.ts';
import { berryOverride } from './overrides.ts';
import { readBerryWords } from './words.ts';

const lockfile = 'yarn.lock';

/** Yarn 4 and later, with each of its linkers. Before 4 it knows neither these arguments nor these settings. */
export const yarnBerryDriver: ManagerDriver = {
  id: 'yarn',
  drives: ({ id, generation, version }) =>
    id === 'yarn' && generation === 'berry' && Number(/^\D*(\d+)/.exec(version ?? '')?.[1] ?? 4) >= 4,
  lockfiles: [lockfile],
  // Yarn's documentation, "httpTimeout".
  patience: {
    variables: [['YARN_HTTP_TIMEOUT', 1]],
    files: [['.yarnrc.yml', /^\s*["']?httpTimeout["']?\s*:\s*["']?(\d+(?:ms|s|m|h)?)\b/m]],
    userFiles: [],
  },
  configFiles: ['.yarnrc.yml'],
  catalogs: { path: '.yarnrc.yml', ...yamlCatalogs },
  // The archives of a project that brings its own, what is unpacked of them, and by what Yarn knows its last install.
  trees: ['node_modules', '.yarn', '.pnp.cjs', '.pnp.data.json', '.pnp.loader.mjs'],
  configuredTrees: readConfiguredTrees,
  keepsTrees: true,
  trustsFirstFetch: true,
  fetchedFiles,
  savePrefix,
  siblingRange: () => 'workspace:*',
  hazards: berryHazards,
  alsoReads: readPatches,
  deniedBuilds,
  buildLists: berryBuildLists,
  installedVersion,
  choosesByAge: (version) => isSince(version, 4, 10),
  resolve: (context, signal) => relock(context, resolveArgv(), signal),
  update: (context, names, signal) => relock(context, updateArgv(names), signal),
  install: (context, signal) => run(context, installArgv(), {}, signal),
  installLoosely: (context, signal) => run(context, installLooselyArgv(), {}, signal),
  readProgress: berryProgress,
  readLockfile: readBerryLockfile,
  override: berryOverride,
};

/**
 * Variables win over every file (Yarn documentation: Configuration, "Environment"). What no variable reaches is left out
 * of the configuration that Yarn is given.
 */
const common = {
  YARN_IGNORE_PATH: '1',
  YARN_ENABLE_CONSTRAINTS_CHECKS: '0',
  YARN_CHECKSUM_BEHAVIOR: 'throw',
  YARN_ENABLE_IMMUTABLE_CACHE: '0',
  // Settings that an older or a newer Yarn does not know, of ours or of a plugin's, are none.
  YARN_ENABLE_STRICT_SETTINGS: '0',
  YARN_ENABLE_TELEMETRY: '0',
  YARN_ENABLE_TIPS: '0',
  YARN_ENABLE_PROGRESS_BARS: '0',
  YARN_ENABLE_COLORS: '0',
  YARN_ENABLE_HYPERLINKS: '0',
  YARN_ENABLE_MESSAGE_NAMES: '1',
  YARN_PREFER_INTERACTIVE: '0',
  YARN_HTTP_RETRY: '1',
};

/** What is new is fetched by this very resolve into its own folder, so that it can be looked at. */
const apart = { YARN_ENABLE_GLOBAL_CACHE: '0', YARN_ENABLE_MIRROR: '0', YARN_CACHE_FOLDER: cacheFolder };

/** Nothing younger comes in (Yarn documentation: Configuration, "npmMinimalAgeGate", since 4.10). */
function ageOf({ leastAge }: DriverContext): Readonly<Record<string, string>> {
  return leastAge === undefined ? {} : { YARN_NPM_MINIMAL_AGE_GATE: `${leastAge.days}d` };
}

/** Rejects with QM_MANAGER_MISSING where this Yarn would write the lockfile in another format than it stands in. */
async function relock(context: DriverContext, argv: Argv, signal: AbortSignal): Promise<DriverRun> {
  const { files, cwd, tool } = context;
  const path = absolute(cwd, lockfile);
  const read = async (): Promise<string> => new TextDecoder().decode((await files.read(path)) ?? new Uint8Array());
  const before = formatOf(await read());
  // Below another project's folder Yarn takes one without a lockfile for a part of that.
  if (!(await files.exists(path))) await files.writeAtomic(path, new Uint8Array());
  const result = await run(context, argv, { ...apart, ...ageOf(context) }, signal);
  const after = formatOf(await read());
  if (before === undefined || before === after) return result;
  throw new QmError('QM_MANAGER_MISSING', {
    message: t(
      'yarn.lock is in format {0}, and Yarn {1} would write it anew in format {2}.',
      before,
      tool.version,
      after ?? '?',
    ),
    hint: t('Install the version of Yarn that the project uses, or run "yarn install" yourself to move it on.'),
  });
}

async function run(
  context: DriverContext,
  argv: Argv,
  more: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<DriverRun> {
  assertKnown(context.tool.version);
  const env = {
    ...common,
    ...more,
    YARN_HTTP_TIMEOUT: String(requestLimitOf(context)),
    YARN_RC_FILENAME: await writeConfiguration(context),
  };
  const names = { signIn: 'yarn npm login', configuration: '.yarnrc.yml' };
  return runYarn(context, { argv, env, before: keepManifests, read: readBerryWords, ...names }, signal);
}

/** Before 4, Yarn takes other arguments; the package that npm has by the name of `yarn` goes up to 2. */
function assertKnown(version: string): void {
  if (Number(/^\d+/.exec(version)?.[0] ?? 4) >= 4) return;
  throw new QmError('QM_MANAGER_MISSING', {
    message: t('Yarn {0} was found, but Yarn 4 or later is needed.', version),
    hint: t('Install it with "npm install --global @yarnpkg/cli-dist", or "corepack prepare yarn@{0}".', '4'),
  });
}

/** From the map of Plug'n'Play, read as data: the script that it stands in may do anything. */
async function installedVersion(context: DriverContext, folder: string, name: string): Promise<string | undefined> {
  const { files, cwd } = context;
  const read = async (path: string): Promise<string | undefined> => {
    const bytes = await files.read(absolute(cwd, path));
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  };
  const script = await read('.pnp.cjs');
  if (script === undefined) return undefined;
  const found = readPackageMap(script, await read('.pnp.data.json'))?.find(wayTo(folder, cwd) ?? '', name);
  if (found === undefined) return undefined;
  if (!(await files.exists(absolute(cwd, archiveOf(found.location) ?? found.location)))) return undefined;
  const version = versionInReference(found.reference);
  return version ?? versionAt((await read(lockfile)) ?? '', `${found.name}@${found.reference}`);
}

async function savePrefix(read: ReadConfig): Promise<string | undefined> {
  for (const { text } of await readUpward(read, ['.yarnrc.yml'])) {
    const prefix = (await parseConfiguration(text))['defaultSemverRangePrefix'];
    if (typeof prefix === 'string' && ['', '^', '~'].includes(prefix)) return prefix;
  }
  return undefined;
}

const treeSettings = ['cacheFolder', 'installStatePath', 'pnpUnpluggedFolder', 'pnpmStoreFolder'];

async function readConfiguredTrees(read: ReadConfig): Promise<readonly string[]> {
  const values = await parseConfiguration((await read('.yarnrc.yml')) ?? '');
  return treeSettings.flatMap((setting) => {
    const path = values[setting];
    return typeof path !== 'string' || leadsOutside('', path) ? [] : path.replace(/^(?:\.\/)+|\/+$/g, '');
  });
}
