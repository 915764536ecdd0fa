import { promises } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseSyml } from '@yarnpkg/parsers';
import { namesStrangeVariable } from '../model/npmrc.ts';
import { hostIn, sentByYarnrc, type SentVariable } from '../model/sent-variables.ts';

/** Options of npm's libraries: `registry`, `@scope:registry`, `//host/:_authToken`. */
type Options = Readonly<Record<string, string>>;
type Environment = Readonly<Record<string, string | undefined>>;
type Values = Readonly<Record<string, unknown>>;

/**
 * Which registries Yarn's own configuration names for a project of Yarn, and with what one signs in to them: later Yarns
 * read no .npmrc. `npm`: what npm's files and variables have set, which Yarn 1 takes before its own. Variables are
 * expanded, so it must never see the folder of a workspace that is not trusted; `isAllowed`: whether a host that a file
 * names may have one. Nothing for any other project.
 */
export async function readYarnOptions(
  folder: string,
  npm: Values,
  isAllowed: (sent: SentVariable) => Promise<boolean>,
  env: Environment = process.env,
): Promise<Options> {
  const lockfile = await readText(join(folder, 'yarn.lock'));
  const own = await readText(join(folder, '.yarnrc.yml'));
  if (lockfile === undefined && own === undefined) return {};
  if (own === undefined && lockfile?.includes('# yarn lockfile v1') === true) return classicOptions(folder, npm);
  const variables = { ...env, ...parseEnvironment((await readText(join(folder, '.env.yarn'))) ?? '') };
  return berryOptions(await readConfigurations(folder, isAllowed), variables);
}

/** Hosts that the user's own configuration of a package manager names, by its files at home or by a variable. */
export async function yarnHosts(env: Environment = process.env): Promise<readonly string[]> {
  const berry = parse((await readText(join(homedir(), '.yarnrc.yml'))) ?? '');
  const classic = ((await readText(join(homedir(), '.yarnrc'))) ?? '').match(/https?:\/\/[^"\s]+/g) ?? [];
  const set = ['YARN_NPM_REGISTRY_SERVER', 'YARN_REGISTRY', 'BUN_CONFIG_REGISTRY', 'pnpm_config_registry'];
  const named = [
    berry['npmRegistryServer'],
    ...recordsIn(berry['npmScopes']).map(([, scope]) => scope['npmRegistryServer']),
    ...recordsIn(berry['npmRegistries']).map(([url]) => url),
    ...set.map((name) => env[name]),
    ...classic,
  ];
  return named.flatMap((url) => hostIn(expanded(url, env) ?? '') ?? []);
}

/** `registry` and `@scope:registry` of a .yarnrc (Yarn 1 documentation: yarnrc). */
async function classicOptions(folder: string, npm: Values): Promise<Options> {
  const found: Record<string, string> = {};
  for (const file of [join(homedir(), '.yarnrc'), join(folder, '.yarnrc')]) {
    const lines = ((await readText(file)) ?? '').matchAll(/^\s*"?((?:@[\w.-]+:)?registry)"?:?\s+"?([^"\s]+)"?\s*$/gm);
    for (const [, key = '', url = ''] of lines) if (npm[key] === undefined) found[key] = url;
  }
  return found;
}

/** Yarn documentation: Configuration, `npmRegistryServer`, `npmScopes` and `npmRegistries`. The nearest file first. */
export function berryOptions(files: readonly Values[], env: Environment): Options {
  const first = (name: string, variable: string): string | undefined =>
    env[variable] ?? expanded(files.map((values) => values[name]).find(isText), env);
  const registry = first('npmRegistryServer', 'YARN_NPM_REGISTRY_SERVER');
  const found: Record<string, string> = registry === undefined ? {} : { registry: withSlash(registry) };
  const global = {
    npmAuthToken: first('npmAuthToken', 'YARN_NPM_AUTH_TOKEN'),
    npmAuthIdent: first('npmAuthIdent', 'YARN_NPM_AUTH_IDENT'),
  };
  // The farthest first, so that the nearest has the last word.
  for (const values of files.toReversed()) {
    for (const [url, settings] of recordsIn(values['npmRegistries'])) Object.assign(found, signIn(url, settings, env));
  }
  for (const values of files.toReversed()) {
    for (const [scope, settings] of recordsIn(values['npmScopes'])) {
      const url = expanded(settings['npmRegistryServer'], env) ?? found[`@${scope}:registry`] ?? registry;
      if (url === undefined) continue;
      found[`@${scope}:registry`] = withSlash(url);
      Object.assign(found, signIn(url, settings, env));
    }
  }
  return registry === undefined ? found : { ...signIn(registry, global, env), ...found };
}

function signIn(url: string, settings: Values, env: Environment): Options {
  const place = withSlash(url.replace(/^https?:/, ''));
  const token = expanded(settings['npmAuthToken'], env);
  if (token !== undefined) return { [`${place}:_authToken`]: token };
  const ident = expanded(settings['npmAuthIdent'], env);
  if (ident === undefined) return {};
  return { [`${place}:_auth`]: ident.includes(':') ? Buffer.from(ident).toString('base64') : ident };
}

/** `${NAME}`, `${NAME:-instead}` and `${NAME-instead}`; undefined for what is no text or has a variable that is not set. */
function expanded(value: unknown, env: Environment): string | undefined {
  if (!isText(value)) return undefined;
  let isWhole = true;
  const text = value.replace(/\$\{(\w+)(:)?(?:-([^}]*))?\}/g, (_, name: string, colon?: string, instead?: string) => {
    const found = env[name];
    if (found !== undefined && !(colon !== undefined && found === '')) return found;
    isWhole &&= instead !== undefined;
    return instead ?? '';
  });
  return isWhole && text !== '' ? text : undefined;
}

/** The nearest first; those of a repository without what would send a variable to a host that may not have it. */
async function readConfigurations(
  folder: string,
  isAllowed: (sent: SentVariable) => Promise<boolean>,
): Promise<readonly Values[]> {
  const found: { readonly values: Values; readonly isOwn: boolean }[] = [];
  const folders = [folder];
  for (let at = folder; dirname(at) !== at; at = dirname(at)) folders.push(dirname(at));
  for (const each of new Set([...folders, homedir()])) {
    const text = await readText(join(each, '.yarnrc.yml'));
    if (text !== undefined) found.push({ values: parse(text), isOwn: each === homedir() });
  }
  const named = found.map(({ values }) => values['npmRegistryServer']).find(isText);
  const registry = hostIn(named ?? '');
  return Promise.all(
    found.map(async ({ values, isOwn }) => (isOwn ? values : withoutSent(values, registry, isAllowed))),
  );
}

async function withoutSent(
  values: Values,
  registry: string | undefined,
  isAllowed: (sent: SentVariable) => Promise<boolean>,
): Promise<Values> {
  const dropped = new Set(Object.keys(values).filter((name) => namesStrangeVariable(JSON.stringify(values[name]))));
  for (const { setting, sends } of sentByYarnrc(values, registry)) {
    if (!(await Promise.all(sends.map(isAllowed))).every(Boolean)) dropped.add(setting);
  }
  return Object.fromEntries(Object.entries(values).filter(([name]) => !dropped.has(name)));
}

/** One that cannot be read names nothing; Yarn itself says so when it is run. */
function parse(text: string): Values {
  try {
    return parseSyml(text) as Values;
  } catch {
    return {};
  }
}

/** `NAME=value`, a line each, quoted or not. */
function parseEnvironment(text: string): Environment {
  const lines = text.matchAll(/^\s*(?:export\s+)?(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^#\n]*?))\s*(?:#.*)?$/gm);
  return Object.fromEntries(
    [...lines].map(([, name = '', double, single, bare]) => [name, double ?? single ?? bare ?? '']),
  );
}

function recordsIn(value: unknown): readonly (readonly [string, Values])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).filter(
    (entry): entry is [string, Values] => typeof entry[1] === 'object' && entry[1] !== null,
  );
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}

async function readText(file: string): Promise<string | undefined> {
  return promises.access(file).then(
    () => promises.readFile(file, 'utf8').catch(() => undefined),
    () => undefined,
  );
}
