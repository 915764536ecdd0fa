import type { NpmrcEntry } from './npmrc.ts';

/** A variable of the user's environment that a file of the repository has sent to a host. */
export interface SentVariable {
  readonly variable: string;
  /** With its port, in lower case; with the variable in it where that stands in the host's own name. */
  readonly host: string;
}

/** What one setting of a file sends. */
interface SendingSetting {
  readonly setting: string;
  readonly sends: readonly SentVariable[];
}

type Values = Readonly<Record<string, unknown>>;

/** The host of an address, with or without its scheme, in lower case; undefined for what is none. */
export function hostIn(address: string): string | undefined {
  return /^(?:[a-z][\w+.-]*:)?\/\/(?:[^/@]*@)?([^/?#]+)/i.exec(address)?.[1]?.toLowerCase();
}

/**
 * The variables of a text and where they go: to `host`, else to the host that the text itself names. Nowhere that a
 * repository chose, where that name is one variable as a whole. `bare`: `$VARIABLE` counts as well.
 */
export function sentIn(text: string, host = hostIn(text), bare = false): readonly SentVariable[] {
  if (host === undefined || /^\$(?:\w+|\{\w+\??\})(?::\d+)?$/.test(host)) return [];
  const pattern = bare ? /\$\{?([A-Za-z_]\w*)/g : /\$\{(\w+)[^}]*\}/g;
  return [...text.matchAll(pattern)].map(([, variable = '']) => ({ variable, host }));
}

/**
 * Settings of an .npmrc: credentials go to the host of their key, all else to every registry that the file names. Where it
 * names none, nothing goes where the repository wants it.
 */
export function sentByNpmrc(entries: readonly NpmrcEntry[]): readonly SendingSetting[] {
  const isRegistry = (key: string): boolean => /^(?:@.*:)?registry$/.test(key);
  const named = entries.flatMap(({ key, value }) => (isRegistry(key) ? (hostIn(value) ?? []) : []));
  const hosts = [...new Set(named)];
  return sending(entries.map(({ key, value }) => [key, sentByEntry(key, value, isRegistry(key) ? undefined : hosts)]));
}

function sentByEntry(key: string, value: string, hosts: readonly string[] | undefined): readonly SentVariable[] {
  const own = key.startsWith('//') ? hostIn(key) : undefined;
  if (own !== undefined) return sentIn(value, own);
  return hosts === undefined ? sentIn(value) : hosts.flatMap((host) => sentIn(value, host));
}

/**
 * Settings of a .yarnrc.yml (Yarn documentation: Configuration). `registry`: the host to which a token without an address
 * goes; undefined where no file names one.
 */
export function sentByYarnrc(values: Values, registry: string | undefined): readonly SendingSetting[] {
  return sending(
    Object.entries(values).map(([setting, value]) => {
      if (setting === 'npmAuthToken' || setting === 'npmAuthIdent') return [setting, sentTo(registry, String(value))];
      const records = setting === 'npmScopes' || setting === 'npmRegistries' ? Object.entries(value ?? {}) : undefined;
      if (records === undefined) return [setting, sentBelow(value)];
      return [setting, records.flatMap(([key, own]) => sentBySignIn(own, hostIn(key) ?? registry))];
    }),
  );
}

function sentBySignIn(settings: unknown, otherwise: string | undefined): readonly SentVariable[] {
  if (typeof settings !== 'object' || settings === null) return [];
  const { npmRegistryServer: server, ...others } = settings as Values;
  const host = typeof server === 'string' ? (hostIn(server) ?? otherwise) : otherwise;
  return [...sentBelow(server), ...texts(others).flatMap((text) => sentTo(host, text))];
}

/** `registry` and `scopes` of bunfig.toml: an address, or an object of one with what signs in there. */
export function sentByBunfig(setting: string, value: unknown): readonly SentVariable[] {
  if (setting === 'scopes') return Object.values(value ?? {}).flatMap((scope) => sentByBunfig('registry', scope));
  if (setting !== 'registry') return [];
  const url = typeof value === 'object' && value !== null ? (value as Values)['url'] : value;
  const host = typeof url === 'string' ? hostIn(url) : undefined;
  return host === undefined ? [] : texts(value).flatMap((text) => sentIn(text, host, true));
}

/** Nothing where no host is named. */
function sentTo(host: string | undefined, text: string): readonly SentVariable[] {
  return host === undefined ? [] : sentIn(text, host);
}

/** By every address in a value, at any depth. */
export function sentBelow(value: unknown): readonly SentVariable[] {
  return texts(value).flatMap((text) => sentIn(text));
}

function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}

function sending(found: readonly (readonly [string, readonly SentVariable[]])[]): readonly SendingSetting[] {
  return found.flatMap(([setting, sends]) => (sends.length === 0 ? [] : [{ setting, sends }]));
}
