import { manifestPath } from '../../../model/manifest.ts';
import type { Hazard, ReadConfig } from '../../../ports/manager-driver.ts';
import { leadsOutside, readUpward, type ConfigurationFile } from '../ancestors.ts';
import { splitPattern } from '../patterns.ts';
import { parseConfiguration, readPaths, writtenPaths } from './configuration.ts';
import { rangesIn } from './manifests.ts';

interface Configuration extends ConfigurationFile {
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * What of a repository makes a Yarn since 2 run its code or reach out of the project. What is switched off on every call
 * is none: see {@link parseConfiguration}'s callers and the driver's variables for `yarnPath`, constraints, scripts,
 * filters of messages and checks that are turned off.
 */
export async function berryHazards(read: ReadConfig, folders: readonly string[]): Promise<readonly Hazard[]> {
  const files = await readUpward(read, ['.yarnrc.yml']);
  const configurations = await Promise.all(
    files.map(async (file) => ({ ...file, values: await parseConfiguration(file.text) })),
  );
  return [
    ...configurations.flatMap(plugins),
    ...configurations.flatMap(pathsOutside),
    ...ownTls(configurations),
    ...(await generators(read, folders)),
    ...(await foreignArchives(read, configurations)),
  ];
}

/** Those that came into Yarn itself with version 4 are passed over by it, and known by this alone. */
const bundled = /^@yarnpkg\/plugin-(?:constraints|exec|interactive-tools|stage|typescript|version|workspace-tools)$/;

/** Without them the lockfile may be another. */
function plugins({ path, values }: Configuration): readonly Hazard[] {
  const listed: readonly unknown[] = Array.isArray(values['plugins']) ? values['plugins'] : [];
  const isForeign = listed.some((plugin) => !bundled.test(String((plugin as { spec?: unknown } | null)?.spec)));
  return isForeign ? [{ file: path, setting: 'plugins', effect: 'runs-code' }] : [];
}

/** What these hold does not come into the project, or not where an install puts it. */
const indifferent: ReadonlySet<string> = new Set(['patchFolder', 'deferredVersionFolder', 'constraintsPath']);

function pathsOutside({ path, folder, values }: Configuration): readonly Hazard[] {
  const outside: Hazard[] = [];
  const look = (name: string, value: unknown): void => {
    if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) look(Array.isArray(value) ? name : key, inner);
      return;
    }
    const isPath = [...readPaths, ...writtenPaths].some((each) => each === name) && !indifferent.has(name);
    // Its archives and answers of registries are believed, wherever it is.
    const isStore = name === 'globalFolder';
    if (isPath && typeof value === 'string' && (isStore || leadsOutside(folder, value))) {
      outside.push({ file: path, setting: name, effect: 'uses-files-outside' });
    }
  };
  for (const [name, value] of Object.entries(values)) {
    // Without it every project's archives are kept together, and this folder is none.
    if (name === 'cacheFolder' && !isOff(values['enableGlobalCache'])) continue;
    look(name, value);
  }
  return outside;
}

function isOff(value: unknown): boolean {
  return value === 'false' || value === '0';
}

/** Who stands between and is believed to be every registry gets what the user signs in with. */
function ownTls(configurations: readonly Configuration[]): readonly Hazard[] {
  const has = (setting: string): Configuration | undefined =>
    configurations.find(({ values }) => JSON.stringify(values).includes(`"${setting}":`));
  const proxy = has('httpsProxy');
  if (proxy === undefined || has('httpsCaFilePath') === undefined) return [];
  return [{ file: proxy.path, setting: 'httpsProxy', effect: 'sends-secrets' }];
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
      return [{ file: 'yarn.lock', setting: name, effect: 'sends-secrets' }];
    }
  }
  return [];
}

function registryHost(configurations: readonly Configuration[], scope: string): string {
  for (const { values } of configurations) {
    const scopes = values['npmScopes'] as
      Readonly<Record<string, Readonly<Record<string, unknown>> | null>> | undefined;
    const own = scopes !== undefined && Object.hasOwn(scopes, scope) ? scopes[scope]?.['npmRegistryServer'] : undefined;
    if (typeof own === 'string') return hostOf(own);
  }
  const named = configurations
    .map(({ values }) => values['npmRegistryServer'])
    .find((value) => typeof value === 'string');
  return hostOf(named ?? 'https://registry.yarnpkg.com');
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
