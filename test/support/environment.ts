import path from 'node:path';

export interface EnvironmentOptions {
  /** A fresh folder that stands for the user's home: configuration, state and every cache go there. */
  readonly home: string;
  readonly registry?: { readonly url: string } | undefined;
  readonly osv?: { readonly url: string } | undefined;
}

/** Nothing listens there, so what a test did not provide is refused at once instead of being asked of the internet. */
export const nowhere = 'http://127.0.0.1:9';

/** What a started process still gets from the machine. */
const inherited = ['PATH', 'LANG', 'TERM', 'TMPDIR', 'SystemRoot', 'DISPLAY', 'NODE_COMPILE_CACHE'];

/** By what each package manager is told its registry in the environment. */
export const registryVariables = [
  'npm_config_registry',
  'pnpm_config_registry',
  'YARN_REGISTRY',
  'YARN_NPM_REGISTRY_SERVER',
  'BUN_CONFIG_REGISTRY',
] as const;

/** The whole environment of a process under test: the local servers, and nothing of the user's own configuration. */
export function hermeticEnvironment({ home, registry, osv }: EnvironmentOptions): Record<string, string> {
  const registryUrl = `${registry?.url ?? nowhere}/`;
  const machine = inherited.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return {
    ...Object.fromEntries(machine),
    HOME: home,
    USERPROFILE: home,
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_STATE_HOME: path.join(home, '.local/state'),
    QUARTERMASTER_HOME: path.join(home, 'quartermaster'),
    OSV_API: osv?.url ?? nowhere,
    NPM_DOWNLOADS_API: nowhere,
    ...managerSettings(home, registryUrl),
  };
}

/** Empty caches for every package manager, so that all is asked of the registry anew. */
export function freshCaches(home: string): Record<string, string> {
  const cache = path.join(home, '.cache');
  return {
    npm_config_cache: path.join(cache, 'npm'),
    npm_config_store_dir: path.join(cache, 'pnpm-store'),
    pnpm_config_store_dir: path.join(cache, 'pnpm-store'),
    XDG_CACHE_HOME: cache,
    XDG_DATA_HOME: path.join(home, '.local/share'),
    YARN_CACHE_FOLDER: path.join(cache, 'yarn'),
    YARN_GLOBAL_FOLDER: path.join(home, '.yarn'),
    BUN_INSTALL_CACHE_DIR: path.join(cache, 'bun'),
  };
}

/** Each package manager's own name for the registry and the cache. */
function managerSettings(home: string, registry: string): Record<string, string> {
  return {
    ...freshCaches(home),
    npm_config_userconfig: path.join(home, '.npmrc'),
    npm_config_registry: registry,
    // A project that makes npm install globally must not reach this machine's own packages.
    npm_config_prefix: path.join(home, '.global'),
    npm_config_update_notifier: 'false',
    npm_config_fund: 'false',
    pnpm_config_registry: registry,
    YARN_REGISTRY: registry,
    YARN_NPM_REGISTRY_SERVER: registry.replace(/\/$/, ''),
    YARN_UNSAFE_HTTP_WHITELIST: '127.0.0.1',
    YARN_ENABLE_TELEMETRY: '0',
    BUN_CONFIG_REGISTRY: registry,
  };
}
