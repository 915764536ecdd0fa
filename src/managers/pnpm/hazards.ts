import type { RelativePath } from '../../base/path.ts';
import type { Hazard, ReadConfig } from '../../ports/manager-driver.ts';
import { readJsonObject, stringsBelow } from '../json.ts';
import { namesStrangeVariable, parseNpmrc, type NpmrcEntry } from '../../model/npmrc.ts';
import { sentBelow } from '../../model/sent-variables.ts';
import { codeFrom } from '../hook-code.ts';
import { npmrcHazards } from '../npmrc.ts';
import { leadsOutside, reachesOutside } from '../outside.ts';
import { npmrcScriptHazards } from '../script-settings.ts';
import { readYamlObject } from '../yaml-edit.ts';
import { unknownVersion } from './lockfile.ts';
import { codeSettings, folderSettings, harmlessSettings, scriptSettings, secretSettings } from './settings.ts';

const workspaceFile = 'pnpm-workspace.yaml';

type Settings = Readonly<Record<string, unknown>>;

/** What of a project would make pnpm do more than install; see Hazard. */
export async function pnpmHazards(read: ReadConfig): Promise<readonly Hazard[]> {
  const hooks = await hookFiles(read);
  return [
    ...hooks,
    ...(await workspaceHazards(read)),
    ...npmrcFileHazards(parseNpmrc((await read('.npmrc')) ?? '')),
    ...(await manifestHazards(read)),
    ...(await lockfileHazards(read, hooks[0]?.code)),
  ];
}

/**
 * Hooks change what is resolved: without them the lockfile would be another. Names: pnpm documentation, `.pnpmfile.cjs`;
 * the last is of a pnpm that is not driven.
 */
async function hookFiles(read: ReadConfig): Promise<readonly Hazard[]> {
  const found: Hazard[] = [];
  for (const file of [...hookNames, 'pnpmfile.js']) {
    if ((await read(file)) === undefined) continue;
    const code = hookNames.includes(file) ? await codeFrom(read, file) : undefined;
    found.push({ file, setting: undefined, effect: 'runs-code', code });
  }
  return found;
}

const hookNames = ['.pnpmfile.cjs', '.pnpmfile.mjs'];

async function workspaceHazards(read: ReadConfig): Promise<readonly Hazard[]> {
  const text = await read(workspaceFile);
  if (text === undefined) return [];
  const settings = await readYamlObject(text);
  if (settings === undefined) return [{ file: workspaceFile, setting: undefined, effect: 'unsupported' }];
  return Object.entries(settings).flatMap(([setting, value]) => {
    return value === null ? [] : hazardOf(workspaceFile, setting, setting, value);
  });
}

/** `name`: by which a user finds the setting in the file. pnpm 10 puts variables into every address that stands there. */
function hazardOf(file: RelativePath, name: string, setting: string, value: unknown): readonly Hazard[] {
  const effect = effectOf(setting, value);
  if (effect !== undefined) return [{ file, setting: name, effect }];
  const sends = sentBelow(value);
  return sends.length === 0 ? [] : [{ file, setting: name, effect: 'sends-secrets', sends }];
}

function effectOf(setting: string, value: unknown): Hazard['effect'] | undefined {
  if (codeSettings.has(setting)) return 'runs-code';
  if (secretSettings.has(setting)) return value === false || value === '' ? undefined : 'sends-secrets';
  if (!harmlessSettings.has(setting)) return 'unsupported';
  // pnpm 10 expands variables in this file, and a host of the file's choice is told what came out.
  if (stringsBelow(value).some((text) => namesStrangeVariable(text))) return 'sends-secrets';
  if (setting === 'strictSsl' && value !== true) return 'sends-secrets';
  if ((folderSettings as readonly string[]).includes(setting)) return folderEffect(value, true);
  if (setting === 'modulesDir') return value === 'node_modules' ? undefined : folderEffect(value, false);
  if (setting === 'packages') return reachesOutside(stringsBelow(value)) ? 'uses-files-outside' : undefined;
  if (pathSettings.has(setting)) return pathEffect(value);
  return isFollowed(setting, value) ? undefined : 'unsupported';
}

function folderEffect(value: unknown, mayBeInside: boolean): Hazard['effect'] | undefined {
  if (typeof value !== 'string' || leadsOutside(value)) return 'uses-files-outside';
  return mayBeInside ? undefined : 'unsupported';
}

/** Of which a value may be a path, or a range that is one. */
const pathSettings: ReadonlySet<string> = new Set([
  'patchedDependencies',
  'overrides',
  'packageExtensions',
  'catalog',
  'catalogs',
  'onlyBuiltDependenciesFile',
]);

function pathEffect(value: unknown): Hazard['effect'] | undefined {
  const paths = stringsBelow(value).flatMap((text) => pathIn(text) ?? []);
  return paths.some(leadsOutside) ? 'uses-files-outside' : undefined;
}

function pathIn(text: string): string | undefined {
  if (/\.(?:patch|diff|json)$/.test(text)) return text;
  return /^(?:file|link|portal|workspace):(?=[./~\\]|[A-Za-z]:)(.*)$/.exec(text)?.[1];
}

/** One lockfile for all, packages in node_modules, and a lockfile of the usual format: what this driver reads and checks. */
function isFollowed(setting: string, value: unknown): boolean {
  switch (setting) {
    case 'sharedWorkspaceLockfile':
    case 'lockfile':
    case 'enableModulesDir':
      return value === true;
    case 'gitBranchLockfile':
    case 'virtualStoreOnly':
      return value === false;
    case 'nodeLinker':
      return value === 'isolated' || value === 'hoisted';
    case 'sideEffectsCache':
      return typeof value === 'boolean';
    // It would link files of packages into folders for agents, beside all that is recorded.
    case 'permissions':
      return !JSON.stringify(value).includes('"skills"');
    default:
      return true;
  }
}

/** pnpm until 10 reads every setting here; later ones only registries, credentials and the network. */
function npmrcFileHazards(entries: readonly NpmrcEntry[]): readonly Hazard[] {
  const own = entries.flatMap(({ key, value }): readonly Hazard[] => {
    const setting = key.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const effect = npmrcEffect(setting, value);
    return effect === undefined ? [] : [{ file: '.npmrc', setting: key, effect }];
  });
  return [...own, ...npmrcHazards(entries)];
}

function npmrcEffect(setting: string, value: string): Hazard['effect'] | undefined {
  // The last one names a folder with one more .npmrc, which may have all of these.
  if (['pnpmfile', 'globalPnpmfile', 'workspacePrefix'].includes(setting)) return 'runs-code';
  if ((folderSettings as readonly string[]).includes(setting)) return folderEffect(value, true);
  if (setting === 'modulesDir') return value === 'node_modules' ? undefined : folderEffect(value, false);
  if (setting === 'lockfileDir' || setting === 'lockfileDirectory') return folderEffect(value, false);
  if (['filter', 'filterProd', 'workspacePackages', 'global', 'mergeGitBranchLockfiles'].includes(setting)) {
    return 'unsupported';
  }
  const isOn = value === 'true' ? true : value === 'false' ? false : value;
  if (setting === 'packageLock') return isOn === true ? undefined : 'unsupported';
  return setting === 'permissions' || isFollowed(setting, isOn) ? undefined : 'unsupported';
}

/**
 * The field `pnpm`, which pnpm reads until 10, `resolutions`, which it takes for overrides, and `workspaces`, of which
 * pnpm 12 makes a workspace file.
 */
async function manifestHazards(read: ReadConfig): Promise<readonly Hazard[]> {
  const { pnpm, resolutions, workspaces } = readJsonObject((await read('package.json')) ?? '') as {
    pnpm?: Settings;
    resolutions?: unknown;
    workspaces?: unknown;
  };
  const own = manifestSettings.map((setting) => [setting, `pnpm.${setting}`, pnpm?.[setting]] as const);
  const found = [...own, ['overrides', 'resolutions', resolutions] as const].flatMap(([setting, name, value]) => {
    return value === undefined ? [] : hazardOf('package.json', name, setting, value);
  });
  if (workspaces === undefined || (await read(workspaceFile)) !== undefined) return found;
  // Those before 12 do not know its members at all.
  return [...found, { file: 'package.json', setting: 'workspaces', effect: 'unsupported' }];
}

/** Those of that field of which more than a name or a switch comes: pnpm 10, getOptionsFromRootManifest. */
const manifestSettings = [
  'configDependencies',
  'patchedDependencies',
  'overrides',
  'packageExtensions',
  'onlyBuiltDependenciesFile',
] as const;

/** A lockfile that hooks had a part in, whosever they are, or of a format that is not known. */
async function lockfileHazards(read: ReadConfig, hooks: Hazard['code']): Promise<readonly Hazard[]> {
  const file = 'pnpm-lock.yaml';
  const text = (await read(file)) ?? '';
  if (/^["']?pnpmfileChecksum/m.test(text)) {
    // The project's own hooks left it there, where they stand.
    return [{ file, setting: 'pnpmfileChecksum', effect: 'runs-code', code: hooks }];
  }
  const version = await unknownVersion(text);
  return version === undefined ? [] : [{ file, setting: `lockfileVersion: ${version}`, effect: 'unsupported' }];
}

/**
 * What would have a part in a rebuild. pnpm 12 takes the shell and the options of Node from pnpm-workspace.yaml whatever
 * the arguments say.
 */
export async function pnpmScriptHazards(read: ReadConfig): Promise<readonly Hazard[]> {
  const settings = (await readYamlObject((await read(workspaceFile)) ?? '')) ?? {};
  const found = scriptSettings.filter((setting) => ![undefined, null, '', false].includes(settings[setting] as never));
  return [
    ...found.map((setting): Hazard => ({ file: workspaceFile, setting, effect: 'runs-code' })),
    ...(await npmrcScriptHazards(read)),
  ];
}

/** Hooks, patches, the list of packages that may build, and what overrides name by a path. */
export async function pnpmFilesNamed(read: ReadConfig): Promise<readonly RelativePath[]> {
  const workspace = (await readYamlObject((await read(workspaceFile)) ?? '')) ?? {};
  const { pnpm = {} } = readJsonObject((await read('package.json')) ?? '') as { pnpm?: Settings };
  const named = [workspace, pnpm].flatMap((settings) => [
    ...stringsBelow(settings['patchedDependencies']),
    ...stringsBelow(settings['onlyBuiltDependenciesFile']),
    ...stringsBelow(settings['overrides']).flatMap((text) => {
      const path = /^(?:file|link):(.*)$/.exec(text)?.[1];
      return path === undefined ? [] : [/\.(?:tgz|tar\.gz)$/.test(path) ? path : `${path}/package.json`];
    }),
  ]);
  const hooks = (await hookFiles(read)).flatMap(({ code }) => code ?? []);
  return [...new Set([...hooks, ...named.filter((path) => !leadsOutside(path))])];
}
