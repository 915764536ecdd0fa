import type { Hazard, ReadConfig } from '../../../ports/manager-driver.ts';
import { readJsonObject } from '../../json.ts';
import { npmrcHazards } from '../../npmrc.ts';
import { leadsOutside } from '../ancestors.ts';
import { resolvedIn } from './lockfile.ts';
import { lookUp, readSettings, type SettingsFile } from './settings.ts';

/** Settings that name folders (Yarn 1's config.js and yarn-registry.js: every `getOption` of one). */
const folders: ReadonlySet<string> = new Set([
  'cache-folder',
  'preferred-cache-folder',
  'offline-cache-folder',
  'global-folder',
  'yarn-offline-mirror',
]);

/**
 * What of a repository's .yarnrc and .npmrc reaches out of the project with Yarn 1, or is not followed. What is switched
 * off by arguments and variables on every call is none: `yarn-path`, every `--argument`, `force`, scripts and shells, and
 * the cache that the project's own file names.
 */
export async function classicHazards(read: ReadConfig): Promise<readonly Hazard[]> {
  const files = await readSettings(read);
  return [
    ...files.flatMap(({ entries, path }) => npmrcHazards(entries, path)),
    ...files.flatMap(foldersOutside),
    ...(await plugAndPlay(read, files)),
    ...(await strayTokens(read, files)),
  ];
}

function foldersOutside({ path, folder, entries }: SettingsFile): readonly Hazard[] {
  return entries
    .filter(({ key, value }) => folders.has(key) && value !== 'false' && leadsOutside(folder, value))
    .map(({ key }) => ({ file: path, setting: key, effect: 'uses-files-outside' }));
}

/** The first of its kind, given up in favour of Yarn 2's: its map is code and nothing else. */
async function plugAndPlay(read: ReadConfig, files: readonly SettingsFile[]): Promise<readonly Hazard[]> {
  const { installConfig } = readJsonObject((await read('package.json')) ?? '');
  const isOn = (installConfig as { readonly pnp?: unknown } | undefined)?.pnp === true;
  if (isOn) return [{ file: 'package.json', setting: 'installConfig', effect: 'unsupported' }];
  const forced = files.find((file) => !['false', '0', undefined].includes(lookUp([file], 'plugnplay-override')));
  return forced === undefined ? [] : [{ file: forced.path, setting: 'plugnplay-override', effect: 'unsupported' }];
}

/**
 * Yarn 1 sends the token of a package's registry to whichever host the lockfile has the package from, as soon as the
 * configuration has any token for that host (npm-registry.js, `requestNeedsAuth`). So a token of the repository for a host
 * that is not the registry of what is locked from it is a way to get at the user's own.
 */
async function strayTokens(read: ReadConfig, files: readonly SettingsFile[]): Promise<readonly Hazard[]> {
  const tokens = new Map(files.flatMap(tokensIn));
  if (tokens.size === 0) return [];
  const always = lookUp(files, 'always-auth') === 'true';
  const locked = await resolvedIn((await read('yarn.lock')) ?? '');
  const stray = locked.find(({ name, resolved }) => {
    const scope = /^(@[^/]+)\//.exec(name)?.[1];
    const own = scope === undefined ? undefined : lookUp(files, `${scope}:registry`);
    const host = hostOf(resolved);
    const isElsewhere = hostOf(own ?? lookUp(files, 'registry') ?? '') !== host;
    return tokens.has(host) && isElsewhere && (scope !== undefined || always);
  });
  const host = stray && hostOf(stray.resolved);
  const token = host === undefined ? undefined : tokens.get(host);
  return token === undefined ? [] : [{ ...token, effect: 'sends-secrets', host }];
}

/** By host; Yarn 1 knows none for a host with a port. */
function tokensIn({ path, entries }: SettingsFile): readonly (readonly [string, Pick<Hazard, 'file' | 'setting'>])[] {
  return entries.flatMap(({ key }) => {
    const host = /^\/\/([^/:]+)(?:\/.*)?:_(?:authToken|password)$/.exec(key)?.[1]?.toLowerCase();
    return host === undefined ? [] : [[host, { file: path, setting: key }] as const];
  });
}

function hostOf(url: string): string {
  return /^https?:\/\/(?:[^/@]*@)?([^/:]+)/.exec(url)?.[1]?.toLowerCase() ?? '';
}
