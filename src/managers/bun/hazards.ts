import type { RelativePath } from '../../base/path.ts';
import type { Hazard, ReadConfig } from '../../ports/manager-driver.ts';
import { readJsonObject, stringsBelow } from '../json.ts';
import { namesStrangeVariable, parseNpmrc, type NpmrcEntry } from '../../model/npmrc.ts';
import { sentByBunfig } from '../../model/sent-variables.ts';
import { npmrcHazards } from '../npmrc.ts';
import { leadsOutside, reachesOutside } from '../outside.ts';

type Effect = Hazard['effect'];

/** What of a project would make Bun do more than install; see Hazard. */
export async function bunHazards(read: ReadConfig): Promise<readonly Hazard[]> {
  const entries = parseNpmrc((await read('.npmrc')) ?? '');
  return [
    ...(await bunfigHazards(read)),
    ...entries.flatMap(npmrcHazard),
    ...npmrcHazards(entries),
    ...(await manifestHazards(read)),
    ...(await lockfileHazards(read)),
  ];
}

/** Without a text lockfile beside it Bun goes on with the binary one, which nobody but Bun can read. */
async function lockfileHazards(read: ReadConfig): Promise<readonly Hazard[]> {
  const isBinary = (await read('bun.lockb')) !== undefined && (await read('bun.lock')) === undefined;
  return isBinary ? [{ file: 'bun.lockb', setting: undefined, effect: 'unsupported' }] : [];
}

const bunfig = 'bunfig.toml';

/** The table `[install]` of bunfig.toml; undefined where the file is not there or cannot be read. */
export async function readBunfig(read: ReadConfig): Promise<Readonly<Record<string, unknown>> | undefined> {
  const text = await read(bunfig);
  if (text === undefined) return undefined;
  const { parseToml } = await import('../lazy/lockfile-parsers.ts');
  try {
    const { install = {} } = parseToml(text);
    return typeof install === 'object' && !Array.isArray(install) ? (install as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Only `[install]` counts: what else stands in the file, `preload` too, is for what Bun runs (Bun documentation: bunfig.toml). */
async function bunfigHazards(read: ReadConfig): Promise<readonly Hazard[]> {
  if ((await read(bunfig)) === undefined) return [];
  const install = await readBunfig(read);
  if (install === undefined) return [{ file: bunfig, setting: undefined, effect: 'unsupported' }];
  return Object.entries(install).flatMap(([setting, value]) => {
    const effect = effectOf(setting, value);
    const place = { file: bunfig, setting: `install.${setting}` };
    if (effect !== undefined) return [{ ...place, effect }];
    const sends = sentByBunfig(setting, value);
    return sends.length === 0 ? [] : [{ ...place, effect: 'sends-secrets', sends }];
  });
}

/** Settings that the argv overrides, or that change neither whose code runs, nor where files go, nor who is asked. */
const harmless: ReadonlySet<string> = new Set(
  `
  optional dev peer exact auto registry scopes cache lockfile globalDir globalBinDir linkWorkspacePackages linker
  hoistPattern publicHoistPattern logLevel concurrentScripts ignoreScripts minimumReleaseAge minimumReleaseAgeExcludes
  backend prefer configVersion globalStore production frozenLockfile dryRun saveTextLockfile
  `.match(/\S+/g),
);

function effectOf(setting: string, value: unknown): Effect | undefined {
  // A scanner is a module of the project, or of a package, that Bun runs at every install and resolve.
  if (setting === 'security') return 'runs-code';
  if (setting === 'ca' || setting === 'cafile') return 'sends-secrets';
  if (!harmless.has(setting)) return 'unsupported';
  if (stringsBelow(value).some((text) => namesStrangeVariable(text, true))) return 'sends-secrets';
  if (setting === 'cache') return cacheEffect(value);
  return isFollowed(setting, value) ? undefined : 'unsupported';
}

function cacheEffect(value: unknown): Effect | undefined {
  const folder = typeof value === 'object' && value !== null ? (value as { dir?: unknown }).dir : value;
  return typeof folder === 'string' && leadsOutside(folder) ? 'uses-files-outside' : undefined;
}

/** With these no lockfile is written, or not the one that is read here, or one more of another manager. */
function isFollowed(setting: string, value: unknown): boolean {
  switch (setting) {
    case 'production':
    case 'frozenLockfile':
    case 'dryRun':
      return value === false;
    case 'saveTextLockfile':
      return value === true;
    case 'lockfile':
      return Object.entries(value ?? {}).every(([key, own]) => key === 'save' && own === true);
    default:
      return true;
  }
}

function npmrcHazard({ key, value }: NpmrcEntry): readonly Hazard[] {
  const hazard = (effect: Effect): readonly Hazard[] => [{ file: '.npmrc', setting: key, effect }];
  if (key === 'cache' && leadsOutside(value)) return hazard('uses-files-outside');
  return key === 'dry-run' && value !== 'false' ? hazard('unsupported') : [];
}

async function manifestHazards(read: ReadConfig): Promise<readonly Hazard[]> {
  const { workspaces } = readJsonObject((await read('package.json')) ?? '');
  const globs = (workspaces as { packages?: unknown } | undefined)?.packages ?? workspaces;
  const found = [
    ...((await patches(read)).some(leadsOutside) ? ['patchedDependencies'] : []),
    ...(reachesOutside(stringsBelow(globs)) ? ['workspaces'] : []),
  ];
  return found.map((setting) => ({ file: 'package.json', setting, effect: 'uses-files-outside' }));
}

/** Patches (Bun documentation: `bun patch`). */
export async function bunFilesNamed(read: ReadConfig): Promise<readonly RelativePath[]> {
  return (await patches(read)).filter((path) => !leadsOutside(path));
}

async function patches(read: ReadConfig): Promise<readonly string[]> {
  return stringsBelow(readJsonObject((await read('package.json')) ?? '')['patchedDependencies']);
}
