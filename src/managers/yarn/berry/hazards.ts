import { manifestPath } from '../../../model/manifest.ts';
import type { Hazard, ReadConfig } from '../../../ports/manager-driver.ts';
import { stringsBelow } from '../../json.ts';
import { namesStrangeVariable } from '../../../model/npmrc.ts';
import { sentByYarnrc } from '../../../model/sent-variables.ts';
import { leadsOutside, readUpward, type ConfigurationFile } from '../ancestors.ts';
import { splitPattern } from '../patterns.ts';
import { parseConfiguration, type Values } from './configuration.ts';
import { foreignPlugins, pluginPaths } from './plugins.ts';
import { rangesIn } from './manifests.ts';
import {
  harmlessSettings,
  indifferentPaths,
  leftOutSettings,
  readPaths,
  secretSettings,
  writtenPaths,
} from './settings.ts';

interface Configuration extends ConfigurationFile {
  readonly values: Values;
}

/** What of a repository makes a Yarn since 2 run its code or reach out of the project, or is not followed. */
export async function berryHazards(read: ReadConfig, folders: readonly string[]): Promise<readonly Hazard[]> {
  const files = await readUpward(read, ['.yarnrc.yml']);
  const configurations = await Promise.all(
    files.map(async (file) => ({ ...file, values: await parseConfiguration(file.text) })),
  );
  return [
    ...(await Promise.all(configurations.map((configuration) => settingHazards(read, configuration)))).flat(),
    ...configurations.flatMap((configuration) => sendingSettings(configuration, defaultRegistry(configurations))),
    ...(await generators(read, folders)),
    ...(await foreignArchives(read, configurations)),
  ];
}

async function settingHazards(read: ReadConfig, { path, folder, values }: Configuration): Promise<readonly Hazard[]> {
  const code = folder === '' ? await pluginFiles(read, values) : undefined;
  return Object.entries(values).flatMap(([setting, value]) => {
    const effect = value === null ? undefined : effectOf(setting, value, folder);
    // Without it every project's archives are kept together, and this folder is none.
    if (setting === 'cacheFolder' && !['false', '0'].includes(String(values['enableGlobalCache']))) return [];
    return effect === undefined ? [] : [{ file: path, setting, effect, ...(setting === 'plugins' && { code }) }];
  });
}

/** A plugin is one file that Yarn hands what else it needs. Undefined where one of them is not there or outside. */
async function pluginFiles(read: ReadConfig, values: Values): Promise<readonly string[] | undefined> {
  const paths = pluginPaths(values);
  const isHere = async (path: string): Promise<boolean> => !leadsOutside('', path) && (await read(path)) !== undefined;
  return (await Promise.all(paths.map(isHere))).every(Boolean) ? paths : undefined;
}

function sendingSettings({ path, folder, values }: Configuration, registry: string | undefined): readonly Hazard[] {
  return sentByYarnrc(values, registry)
    .filter(({ setting }) => effectOf(setting, values[setting], folder) === undefined)
    .map(({ setting, sends }) => ({ file: path, setting, effect: 'sends-secrets', sends }));
}

function effectOf(setting: string, value: unknown, folder: string): Hazard['effect'] | undefined {
  if (setting === 'plugins') return hasForeignPlugin(value) ? 'runs-code' : undefined;
  if (leftOutSettings.has(setting) || indifferentPaths.has(setting)) return undefined;
  const texts = stringsBelow(value);
  if (writtenPaths.has(setting) || readPaths.has(setting)) {
    return texts.some((path) => leadsOutside(folder, path)) ? 'uses-files-outside' : undefined;
  }
  if (setting === 'globalFolder') return 'uses-files-outside';
  if (secretSettings.has(setting) || namesBelow(value).some((name) => secretSettings.has(name))) return 'sends-secrets';
  if (!harmlessSettings.has(setting)) return 'unsupported';
  // Variables are put in everywhere, and a host of the file's choice is told what came out.
  return texts.some((text) => namesStrangeVariable(text)) ? 'sends-secrets' : undefined;
}

/** Without them the lockfile may be another. */
function hasForeignPlugin(value: unknown): boolean {
  return foreignPlugins(value).length > 0;
}

function namesBelow(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...namesBelow(inner)]);
}

/** `exec:` makes a package of what a script of the repository writes, and Yarn runs that script to get it. */
async function generators(read: ReadConfig, folders: readonly string[]): Promise<readonly Hazard[]> {
  for (const folder of folders) {
    const text = (await read(manifestPath(folder))) ?? '';
    const found = rangesIn(text).find(({ range }) => /(?:^|[@:])exec(?::|%3a)/i.test(range));
    if (found !== undefined) return [{ file: manifestPath(folder), setting: found.name, effect: 'runs-code' }];
  }
  const locked = /^"?((?:@[^@"\n]+)?[^@"\n]+)@exec(?::|%3a)/im.exec((await read('yarn.lock')) ?? '')?.[1];
  return locked === undefined ? [] : [{ file: 'yarn.lock', setting: locked, effect: 'runs-code' }];
}

/**
 * Yarn sends the token of a scope's registry to the address that the lockfile has for the package's archive, whichever
 * host that is (NpmHttpFetcher). So one that is not on the registry is a way to get at the token.
 */
async function foreignArchives(read: ReadConfig, configurations: readonly Configuration[]): Promise<readonly Hazard[]> {
  const text = (await read('yarn.lock')) ?? '';
  for (const [, locator = '', encoded = ''] of text.matchAll(/"([^"]+?)::__archiveUrl=([^"&]+)/g)) {
    const { name } = splitPattern(locator);
    if (!name.startsWith('@')) continue;
    const host = hostOf(decoded(encoded));
    if (host !== registryHost(configurations, name.slice(1, name.indexOf('/')))) {
      return [{ file: 'yarn.lock', setting: name, effect: 'sends-secrets', host }];
    }
  }
  return [];
}

function registryHost(configurations: readonly Configuration[], scope: string): string | undefined {
  for (const { values } of configurations) {
    const scopes = values['npmScopes'] as Readonly<Record<string, Values | null>> | undefined;
    const own = scopes !== undefined && Object.hasOwn(scopes, scope) ? scopes[scope]?.['npmRegistryServer'] : undefined;
    if (typeof own === 'string') return hostOf(own);
  }
  return defaultRegistry(configurations);
}

/** Its host; undefined where no file names one. */
function defaultRegistry(configurations: readonly Configuration[]): string | undefined {
  const named = configurations
    .map(({ values }) => values['npmRegistryServer'])
    .find((value) => typeof value === 'string');
  return named === undefined ? undefined : hostOf(named);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

function hostOf(url: string): string {
  return /^https?:\/\/(?:[^/@]*@)?([^/]+)/.exec(url)?.[1]?.toLowerCase() ?? '';
}
