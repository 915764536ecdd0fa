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
import { readHere, type ReadPackument } from './read-packument.ts';
import { RegistryAdvisories } from './registry-advisories.ts';
import { faultSentence, messageOf, reasonOf } from './registry-fault.ts';
import { RegistrySignatures } from './registry-signatures.ts';
import { Remembering } from './remembering.ts';
import { announcedWait, codeOf, waitAfter } from './retry-after.ts';
import type {
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
  readonly #read: ReadPackument;
  readonly #packuments: Remembering<RegistryAnswer>;
  readonly #signatures: RegistrySignatures;
  readonly #advisories: RegistryAdvisories;
  readonly #configs = new Map<string, { readonly at: number; readonly config: Promise<NpmConfig> }>();

  /**
   * `npm`: the one whose settings for all users of the machine count in a folder. `mayHave`: whether a host that only the
   * repository of a folder names may have a variable. `read`: where the thread must not be held by it, on another.
   */
  constructor(
    clock: Clock,
    npm: (folder: string) => Promise<InstalledNpm | undefined> = async () => undefined,
    mayHave: (folder: string, sent: SentVariable) => Promise<boolean> = async () => false,
    read: ReadPackument = readHere,
  ) {
    this.#clock = clock;
    this.#npm = npm;
    this.#mayHave = mayHave;
    this.#read = read;
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
    ask: (options: Record<string, unknown>) => Promise<Uint8Array<ArrayBuffer>>,
  ): Promise<RegistryAnswer> {
    try {
      const options = await this.#options(folder);
      return await this.#read(name, await this.#twice(() => ask(options), signal));
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
