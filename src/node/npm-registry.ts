import * as v from 'valibot';
import { CancelledError } from '../base/errors.ts';
import type { PackageVersion } from '../model/advisory.ts';
import { hostOf } from '../model/lockfile.ts';
import type { PackageName } from '../model/package-name.ts';
import type { SentVariable } from '../model/sent-variables.ts';
import type { AdvisoryAnswer } from '../ports/advisories.ts';
import type { Clock } from '../ports/clock.ts';
import type { PatienceSettings } from '../ports/manager-driver.ts';
import type { InstalledNpm, NpmConfig } from './lazy/npm-client.ts';
import { managerPatience } from './manager-patience.ts';
import { distOf } from './published-dist.ts';
import { RegistryAdvisories } from './registry-advisories.ts';
import { faultSentence, messageOf, reasonOf } from './registry-fault.ts';
import { RegistrySignatures } from './registry-signatures.ts';
import { Remembering } from './remembering.ts';
import { announcedWait, codeOf, waitAfter } from './retry-after.ts';
import type {
  Packument,
  PublishedVersion,
  Registry,
  RegistryAnswer,
  RegistryOrigin,
  SignatureAnswer,
  SignedVersion,
  TarballAnswer,
} from '../ports/registry.ts';

/** How long an answer is good for: a quick fix and the install that follows ask once. */
const freshMs = 60_000;

/** The registry by pacote, with npm's own configuration of the folder. */
export class NpmRegistry implements Registry {
  readonly #clock: Clock;
  readonly #npm: (folder: string) => Promise<InstalledNpm | undefined>;
  readonly #mayHave: (folder: string, sent: SentVariable) => Promise<boolean>;
  readonly #packuments: Remembering<RegistryAnswer>;
  readonly #signatures: RegistrySignatures;
  readonly #advisories: RegistryAdvisories;
  readonly #configs = new Map<string, { readonly at: number; readonly config: Promise<NpmConfig> }>();

  /**
   * `npm`: the one whose settings for all users of the machine count in a folder. `mayHave`: whether a host that only the
   * repository of a folder names may have a variable.
   */
  constructor(
    clock: Clock,
    npm: (folder: string) => Promise<InstalledNpm | undefined> = async () => undefined,
    mayHave: (folder: string, sent: SentVariable) => Promise<boolean> = async () => false,
  ) {
    this.#clock = clock;
    this.#npm = npm;
    this.#mayHave = mayHave;
    // Only answers are remembered: what failed is asked again the next time.
    this.#packuments = new Remembering(clock, (answer) => (answer.ok || answer.reason === 'not-found' ? freshMs : 0));
    this.#signatures = new RegistrySignatures(clock, (folder) => this.#options(folder));
    this.#advisories = new RegistryAdvisories(clock, (folder) => this.#options(folder));
  }

  async ownHosts(folder: string): Promise<ReadonlySet<string>> {
    return (await this.#config(folder)).hosts;
  }

  forget(): void {
    this.#packuments.forget();
    this.#signatures.forget();
    this.#advisories.forget();
    this.#configs.clear();
  }

  async packument(name: PackageName, folder: string, signal: AbortSignal): Promise<RegistryAnswer> {
    if (signal.aborted) throw new CancelledError();
    return this.#packuments.get(`${folder}\n${name}`, () => this.#fetch(name, folder, signal));
  }

  async signature(version: SignedVersion, folder: string, signal: AbortSignal): Promise<SignatureAnswer> {
    return this.#signatures.verify(version, folder, signal);
  }

  async currentPackument(name: PackageName, folder: string, signal: AbortSignal): Promise<RegistryAnswer> {
    if (signal.aborted) throw new CancelledError();
    const { fetchCurrentPackument } = await import('./lazy/npm-client.ts');
    return this.#answer(name, folder, signal, (options) => fetchCurrentPackument(name, options, signal));
  }

  async isPublic(name: string, folder: string, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) throw new CancelledError();
    if (!(await this.origin(name, folder)).isPublic) return false;
    if (!name.startsWith('@')) return true;
    const [options, { answersAnybody }] = await Promise.all([this.#options(folder), import('./lazy/npm-client.ts')]);
    const isSeen = await answersAnybody(registryOf(name, options), name, options, signal);
    if (signal.aborted) throw new CancelledError();
    return isSeen;
  }

  async advisories(versions: readonly PackageVersion[], folder: string, signal: AbortSignal): Promise<AdvisoryAnswer> {
    if (signal.aborted) throw new CancelledError();
    return this.#advisories.affecting(versions, folder, signal);
  }

  async origin(name: string, folder: string): Promise<RegistryOrigin> {
    const registry = registryOf(name, await this.#options(folder));
    const { publicRegistry } = await import('./lazy/npm-client.ts');
    return { host: hostOf(registry) ?? '', isPublic: `${registry}/`.startsWith(publicRegistry) };
  }

  async tarball(name: string, version: string, folder: string, signal: AbortSignal): Promise<TarballAnswer> {
    if (signal.aborted) throw new CancelledError();
    const { fetchTarball } = await import('./lazy/npm-client.ts');
    try {
      const options = await this.#options(folder);
      const files = await this.#twice(() => fetchTarball(name, version, options, signal), signal);
      const message = 'the registry announces no integrity';
      return files === undefined ? { ok: false, reason: 'unannounced', message } : { ok: true, files };
    } catch (error) {
      if (signal.aborted) throw new CancelledError();
      if (codeOf(error) !== 'EINTEGRITY') return this.#faultOf(error);
      return { ok: false, reason: 'other-content', message: messageOf(error) };
    }
  }

  async savePrefix(folder: string): Promise<string> {
    const options = await this.#options(folder);
    if (options['saveExact'] === true) return '';
    const prefix = options['savePrefix'];
    return typeof prefix === 'string' && ['', '^', '~'].includes(prefix) ? prefix : '^';
  }

  async isSwitchedOff(folder: string, setting: string): Promise<boolean> {
    return (await this.#config(folder)).own[setting] === false;
  }

  async ownPatience(folder: string, settings: PatienceSettings | undefined): Promise<number | undefined> {
    const [{ own }, itsOwn = 0] = await Promise.all([this.#config(folder), managerPatience(folder, settings)]);
    const value = own['fetch-timeout'];
    const longest = Math.max(itsOwn, typeof value === 'number' ? value : 0);
    return longest > 0 ? longest : undefined;
  }

  async announcedPause(addresses: readonly string[], folder: string, signal: AbortSignal): Promise<number | undefined> {
    const options = await this.#options(folder);
    const address = addresses.findLast((each) => isOfRegistry(each, options));
    if (address === undefined) return undefined;
    const { askFor } = await import('./lazy/npm-client.ts');
    try {
      await askFor(address, options, signal);
      return 0;
    } catch (error) {
      if (signal.aborted) throw new CancelledError();
      return announcedWait(error, this.#clock.now().getTime());
    }
  }

  /** Asks once more where that may help, and not before the time that the registry announced. */
  async #twice<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      const wait = signal.aborted ? undefined : waitAfter(error, this.#clock.now().getTime());
      if (wait === undefined) throw error;
      await this.#clock.pause(wait, signal);
      return ask();
    }
  }

  async #fetch(name: PackageName, folder: string, signal: AbortSignal): Promise<RegistryAnswer> {
    if (signal.aborted) throw new CancelledError();
    const { fetchPackument } = await import('./lazy/npm-client.ts');
    return this.#answer(name, folder, signal, (options) => fetchPackument(name, options, signal));
  }

  async #answer(
    name: PackageName,
    folder: string,
    signal: AbortSignal,
    ask: (options: Record<string, unknown>) => Promise<unknown>,
  ): Promise<RegistryAnswer> {
    try {
      const options = await this.#options(folder);
      return parsePackument(name, await this.#twice(() => ask(options), signal));
    } catch (error) {
      if (signal.aborted) throw new CancelledError();
      return this.#faultOf(error);
    }
  }

  #faultOf(error: unknown): Extract<RegistryAnswer, { ok: false }> {
    const reason = reasonOf(error);
    const wait = reason === 'busy' ? announcedWait(error, this.#clock.now().getTime()) : undefined;
    const message = faultSentence(error);
    return { ok: false, reason, message, ...(wait === undefined ? {} : { retryAfterMs: wait }) };
  }

  async #options(folder: string): Promise<Record<string, unknown>> {
    return (await this.#config(folder)).flat;
  }

  #config(folder: string): Promise<NpmConfig> {
    const known = this.#configs.get(folder);
    const now = this.#clock.now().getTime();
    if (known !== undefined && now - known.at < freshMs) return known.config;
    const config = this.#readConfig(folder);
    this.#configs.set(folder, { at: now, config });
    config.catch(() => this.#configs.delete(folder));
    return config;
  }

  async #readConfig(folder: string): Promise<NpmConfig> {
    const [{ readNpmConfig }, npm] = await Promise.all([import('./lazy/npm-client.ts'), this.#npm(folder)]);
    return readNpmConfig(folder, npm, (sent) => this.#mayHave(folder, sent));
  }
}

/** By npm's own reading of its configuration: the registry, and one for each scope that has its own. */
function isOfRegistry(address: string, options: Readonly<Record<string, unknown>>): boolean {
  const registries = Object.entries(options).filter(([key]) => key === 'registry' || /^@.+:registry$/.test(key));
  return registries.some(([, url]) => typeof url === 'string' && address.startsWith(url.replace(/\/*$/, '/')));
}

/** The address of the registry that npm's flat options name for a package; '' where they name none. */
function registryOf(name: string, options: Readonly<Record<string, unknown>>): string {
  const scope = /^@[^/]+/.exec(name)?.[0];
  return String((scope === undefined ? undefined : options[`${scope}:registry`]) ?? options['registry'] ?? '');
}

const text = v.pipe(v.string(), v.maxLength(10_000));
const versionSchema = v.object({
  version: text,
  deprecated: v.optional(v.unknown()),
  types: v.optional(v.unknown()),
  typings: v.optional(v.unknown()),
  exports: v.optional(v.unknown()),
  scripts: v.optional(v.unknown()),
  gypfile: v.optional(v.unknown()),
  hasInstallScript: v.optional(v.unknown()),
  _npmUser: v.optional(v.unknown()),
  license: v.optional(v.unknown()),
  dependencies: v.optional(v.unknown()),
  optionalDependencies: v.optional(v.unknown()),
  dist: v.optional(v.unknown()),
});
const packumentSchema = v.object({
  versions: v.record(v.string(), v.unknown()),
  'dist-tags': v.optional(v.record(v.string(), v.unknown()), {}),
  time: v.optional(v.record(v.string(), v.unknown()), {}),
});

/** Reads the fields we use. Source: npm's documentation "Package metadata". One malformed version drops that version. */
export function parsePackument(name: PackageName, raw: unknown): RegistryAnswer {
  const parsed = v.safeParse(packumentSchema, raw);
  if (!parsed.success) return { ok: false, reason: 'malformed', message: v.summarize(parsed.issues) };
  const versions = new Map<string, PublishedVersion>();
  for (const [key, value] of Object.entries(parsed.output.versions)) {
    const version = v.safeParse(versionSchema, value);
    if (version.success && version.output.version === key) versions.set(key, toVersion(version.output));
  }
  const packument: Packument = {
    name,
    versions,
    distTags: stringsOf(parsed.output['dist-tags']),
    times: stringsOf(parsed.output.time),
  };
  return { ok: true, packument };
}

function toVersion(raw: v.InferOutput<typeof versionSchema>): PublishedVersion {
  return {
    version: raw.version,
    deprecated: typeof raw.deprecated === 'string' && raw.deprecated !== '' ? raw.deprecated : undefined,
    declaresTypes:
      typeof raw.types === 'string' || typeof raw.typings === 'string' || hasTypesCondition(raw.exports, 0),
    installScripts: installScriptsOf(raw),
    publisher: publisherOf(raw._npmUser),
    license: licenseOf(raw.license),
    dependencies: [...new Set([...keysOf(raw.dependencies), ...keysOf(raw.optionalDependencies)])],
    ...distOf(raw.dist),
    unpackedBytes: unpackedBytesOf(raw.dist),
  };
}

/** npm documentation, "scripts", "npm install": `install` is node-gyp's where there is a `binding.gyp` and no other. */
function installScriptsOf(raw: v.InferOutput<typeof versionSchema>): readonly string[] {
  const names = new Set(keysOf(raw.scripts));
  const found = ['preinstall', 'install', 'postinstall'].filter((name) => names.has(name));
  if (found.length > 0) return found;
  return raw.gypfile === true || raw.hasInstallScript === true ? ['install'] : [];
}

/** Old packages have an object with a `type` there (npm documentation, "license"). */
function licenseOf(license: unknown): string | undefined {
  const told: unknown =
    typeof license === 'object' && license !== null ? (license as { readonly type?: unknown }).type : license;
  return typeof told === 'string' && told !== '' && told.length <= longestLicense ? told : undefined;
}

const longestLicense = 1_000;

function publisherOf(user: unknown): string | undefined {
  const name = typeof user === 'object' && user !== null ? (user as { readonly name?: unknown }).name : undefined;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

function unpackedBytesOf(dist: unknown): number | undefined {
  const size =
    typeof dist === 'object' && dist !== null ? (dist as { readonly unpackedSize?: unknown }).unpackedSize : 0;
  return typeof size === 'number' && Number.isSafeInteger(size) && size > 0 ? size : undefined;
}

function keysOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

/** A `types` key, or a declaration file as a target, anywhere in `exports`. Depth is bounded: it is untrusted. */
function hasTypesCondition(exports: unknown, depth: number): boolean {
  if (typeof exports === 'string') return /\.d\.[cm]?ts$/.test(exports);
  if (typeof exports !== 'object' || exports === null || depth > 6) return false;
  return Object.entries(exports).some(([key, value]) => key === 'types' || hasTypesCondition(value, depth + 1));
}

function stringsOf(record: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(record).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
