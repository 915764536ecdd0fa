import type { Hazard, ReadConfig } from '../../../ports/manager-driver.ts';
import { leadsOutside } from '../ancestors.ts';
import { resolvedIn } from './lockfile.ts';
import { readSettings, type SettingsFile } from './settings.ts';

/** Settings that name folders and files (Yarn 1's config.js and yarn-registry.js: every `getOption` of a path). */
const paths = [
  'cache-folder',
  'preferred-cache-folder',
  'offline-cache-folder',
  'global-folder',
  'yarn-offline-mirror',
  'cafile',
];

/**
 * What of a repository's .yarnrc and .npmrc reaches out of the project with Yarn 1. What is switched off by arguments and
 * variables on every call is none: `yarn-path`, every `--argument`, `force`, scripts and shells, and in the project's own
 * file `strict-ssl` and the cache.
 */
export async function classicHazards(read: ReadConfig): Promise<readonly Hazard[]> {
  const files = await readSettings(read);
  return [
    ...files.flatMap(pathsOutside),
    ...files.flatMap(uncheckedTls),
    ...ownTls(files),
    ...(await strayTokens(read, files)),
  ];
}

function pathsOutside({ path, folder, settings }: SettingsFile): readonly Hazard[] {
  return paths.flatMap((setting) => {
    const value = settings.get(setting);
    if (value === undefined || !leadsOutside(folder, value)) return [];
    return { file: path, setting, effect: 'uses-files-outside' } as const;
  });
}

/** In the project's own file it is switched off; above, it may be the user's. */
function uncheckedTls({ path, folder, settings }: SettingsFile): readonly Hazard[] {
  if (folder === '' || settings.get('strict-ssl') !== 'false') return [];
  return [{ file: path, setting: 'strict-ssl', effect: 'sends-secrets' }];
}

/** Who stands between and is believed to be every registry gets what the user signs in with. */
function ownTls(files: readonly SettingsFile[]): readonly Hazard[] {
  const has = (...names: readonly string[]): SettingsFile | undefined =>
    files.find(({ settings }) => names.some((name) => settings.has(name)));
  const proxy = has('proxy', 'https-proxy');
  if (proxy === undefined || has('ca', 'cafile') === undefined) return [];
  return [{ file: proxy.path, setting: 'https-proxy', effect: 'sends-secrets' }];
}

/**
 * Yarn 1 sends the token of a package's registry to whichever host the lockfile has the package from, as soon as the
 * configuration has any token for that host (npm-registry.js, `requestNeedsAuth`). So a token of the repository for a host
 * that is not the registry of what is locked from it is a way to get at the user's own.
 */
async function strayTokens(read: ReadConfig, files: readonly SettingsFile[]): Promise<readonly Hazard[]> {
  const tokens = new Map(
    files.flatMap(({ path, settings }) =>
      [...settings.keys()].flatMap((setting) => {
        const host = /^\/\/([^/:]+)(?:\/.*)?:_(?:authToken|password)$/.exec(setting)?.[1];
        return host === undefined || isPublic(host) ? [] : [[host, { path, setting }] as const];
      }),
    ),
  );
  if (tokens.size === 0) return [];
  const lookUp = (name: string): string | undefined =>
    files.find(({ settings }) => settings.has(name))?.settings.get(name);
  const always = lookUp('always-auth') === 'true';
  const locked = await resolvedIn((await read('yarn.lock')) ?? '');
  const stray = locked.find(({ name, resolved }) => {
    const scope = /^(@[^/]+)\//.exec(name)?.[1];
    const registry = (scope === undefined ? undefined : lookUp(`${scope}:registry`)) ?? lookUp('registry') ?? '';
    const host = hostOf(resolved);
    return tokens.has(host) && hostOf(registry) !== host && (scope !== undefined || always);
  });
  const token = stray && tokens.get(hostOf(stray.resolved));
  return token === undefined ? [] : [{ file: token.path, setting: token.setting, effect: 'sends-secrets' }];
}

function hostOf(url: string): string {
  return /^https?:\/\/(?:[^/@]*@)?([^/:]+)/.exec(url)?.[1]?.toLowerCase() ?? '';
}

/** The registries that everybody's packages come from: what they get to know is not what somebody is after. */
function isPublic(host: string): boolean {
  return host === 'registry.npmjs.org' || host === 'registry.yarnpkg.com';
}
