import type { PackageName } from '../model/package-name.ts';
import type { PackageVersion } from '../model/advisory.ts';
import type { AdvisoryAnswer } from './advisories.ts';
import type { PatienceSettings } from './manager-driver.ts';

/** What is read of one published version; a malformed one is left out of its packument, not the packument. */
export interface PublishedVersion {
  readonly version: string;
  readonly deprecated: string | undefined;
  /** Declares types of its own: `types`, `typings`, or a `types` condition in `exports`. */
  readonly declaresTypes: boolean;
  /** What npm would run at its install: `preinstall`, `install`, `postinstall`, and node-gyp by `gypfile`. */
  readonly installScripts: readonly string[];
  /** Name of the user who published it; undefined where the registry does not say. */
  readonly publisher: string | undefined;
  /** As it is written there: mostly an SPDX expression. */
  readonly license: string | undefined;
  /** Names in `dependencies` and `optionalDependencies`. */
  readonly dependencies: readonly string[];
  /** The hash of its archive that signatures name, as in "Subresource Integrity"; undefined where the registry tells none. */
  readonly integrity: string | undefined;
  /** The registry's own, verified by nobody yet; empty: it has none. Undefined is one that has not the form of a signature. */
  readonly signatures: readonly (RegistrySignature | undefined)[];
  /** Address of the attestations that say where it was built, or '' for one of no form; undefined: it has none. */
  readonly attestations: string | undefined;
  /** Bytes of its files on the disk; undefined where the registry does not say. */
  readonly unpackedBytes: number | undefined;
}

/** A member of `dist.signatures` (npm documentation, "ECDSA registry signatures"). */
export interface RegistrySignature {
  readonly keyid: string;
  /** Base64 of the signature of `name@version:integrity`. */
  readonly sig: string;
}

/** What is read of a package as its registry tells it. */
export interface Packument {
  readonly name: PackageName;
  readonly versions: ReadonlyMap<string, PublishedVersion>;
  /** dist-tag to version. */
  readonly distTags: ReadonlyMap<string, string>;
  /**
   * Publish time by version, ISO 8601, and that of the package itself as `created`, as the registry tells them; may be missing or
   * made up by a mirror.
   */
  readonly times: ReadonlyMap<string, string>;
}

/**
 * Why there was no answer. `untrusted`: its certificate is not. `busy`: it had too many requests; `failed`: it had an error
 * of its own; `malformed`: it sent no packument.
 */
export type RegistryFault = 'unreachable' | 'untrusted' | 'unauthorized' | 'busy' | 'failed' | 'malformed';

/**
 * `not-found` is an answer; the faults are none. `retryAfterMs`: for how long a busy one asks to be left alone, where it does.
 */
export type RegistryAnswer =
  | { readonly ok: true; readonly packument: Packument }
  | {
      readonly ok: false;
      readonly reason: 'not-found' | RegistryFault;
      readonly message: string;
      readonly retryAfterMs?: number | undefined;
    };

/**
 * What a published tarball has in it. `unannounced`: the registry names no hash for it, so nothing could be compared;
 * `other-content`: the hash that it names is not that of what it sent.
 */
export type TarballAnswer =
  | {
      readonly ok: true;
      /** SHA-512 of each file, in hexadecimal, by its path inside the package. */
      readonly files: ReadonlyMap<string, string>;
    }
  | { readonly ok: false; readonly reason: 'unannounced' | 'other-content'; readonly message: string }
  | Extract<RegistryAnswer, { ok: false }>;

/**
 * What is known of where a version was built. `unverified`: it names attestations, and why nobody could tell whether they hold.
 */
export type Provenance =
  { readonly kind: 'none' | 'verified' } | { readonly kind: 'unverified'; readonly message: string };

/** What is wrong with what vouches for a version. */
export type SignatureFault =
  /** A signature is of something else than this name, version and content. */
  | 'other-content'
  /** It has not the form of a signature, or the registry names no content that it could be of. */
  | 'malformed'
  /** Its key was not good any more when the version was published. */
  | 'expired-key'
  /** An attestation is of something else, or was made by nobody who may. */
  | 'provenance';

/**
 * Whether a registry's keys vouch for a version. `no-keys`: it publishes none, as mirrors do. `absent`: it does, and has no
 * signature of this version. `unknown-key`: it does not publish the key of a signature. `undated`: by a key that has expired,
 * and nobody can tell whether it was good when the version was published. `unreachable`: it did not tell its keys.
 */
export type SignatureAnswer =
  | { readonly kind: 'verified'; readonly provenance: Provenance }
  | { readonly kind: 'invalid'; readonly fault: SignatureFault }
  | { readonly kind: 'absent' | 'no-keys' | 'unknown-key' | 'undated' }
  | { readonly kind: 'unreachable'; readonly reason: RegistryFault; readonly message: string };

/** What {@link Registry.signature} verifies. */
export interface SignedVersion {
  readonly name: PackageName;
  readonly published: PublishedVersion;
  /** When it was published; undefined where nobody can tell. */
  readonly publishedAt: Date | undefined;
}

/** Where a package comes from. */
export interface RegistryOrigin {
  /** With its port; '' where the configuration names nothing that is an address. */
  readonly host: string;
  /** It is npm's public registry, to which anybody can publish. */
  readonly isPublic: boolean;
}

/** The registry that the project's own configuration names for a package. */
export interface Registry {
  /**
   * `folder`: absolute, its .npmrc applies (scopes, auth, proxy, CA), in a project of Yarn its .yarnrc or .yarnrc.yml
   * too. Never call it for an untrusted workspace: these files name hosts and expand variables. Rejects only on
   * cancellation.
   */
  packument(name: PackageName, folder: string, signal: AbortSignal): Promise<RegistryAnswer>;
  /** The same as the registry has it at this moment: `packument` may answer with what a cache has kept, however old. */
  currentPackument(name: PackageName, folder: string, signal: AbortSignal): Promise<RegistryAnswer>;
  /**
   * True where everybody can see the package: the configuration takes it from npm's public registry, and that shows it
   * without anybody's token. False also where this could not be found out. Rejects only on cancellation.
   */
  isPublic(name: string, folder: string, signal: AbortSignal): Promise<boolean>;
  /** Where the configuration takes a package from, whether or not it is there. */
  origin(name: string, folder: string): Promise<RegistryOrigin>;
  /** Downloads a version's tarball and compares it with the hash that the registry announces; otherwise as `packument`. */
  tarball(name: string, version: string, folder: string, signal: AbortSignal): Promise<TarballAnswer>;
  /**
   * Verifies the signatures and attestations of a version by the keys of the registry that `packument` asks, and of no other.
   * Downloads no archive: what is signed is its hash. Rejects only on cancellation.
   */
  signature(version: SignedVersion, folder: string, signal: AbortSignal): Promise<SignatureAnswer>;
  /**
   * The advisories that each version's own registry keeps; nobody else hears the names. See {@link AdvisoryAnswer}: where one of several
   * registries does not answer, `remembered` has what the others said. Rejects only on cancellation.
   */
  advisories(versions: readonly PackageVersion[], folder: string, signal: AbortSignal): Promise<AdvisoryAnswer>;
  /**
   * How many milliseconds a registry that refused a manager for too many requests wants to be left alone: asked by the
   * last of `addresses` that belongs to a registry of the folder's configuration. 0: it answers again. Undefined: it
   * announces no time, or none of the addresses is its.
   */
  announcedPause(addresses: readonly string[], folder: string, signal: AbortSignal): Promise<number | undefined>;
  /**
   * Hosts, with their ports, that the user's own configuration names, by files outside of the folder or by variables, and
   * that of npm's public registry.
   */
  ownHosts(folder: string): Promise<ReadonlySet<string>>;
  /** Forgets answers and configuration: what may be sent, and to whom, is another now. */
  forget(): void;
  /** What the configuration puts before a new version: `^`, `~` or nothing. */
  savePrefix(folder: string): Promise<string>;
  /** True where somebody has set this switch of npm's configuration to false: by a file, a variable or a default of theirs. */
  isSwitchedOff(folder: string, setting: string): Promise<boolean>;
  /**
   * How long the user's own configuration, npm's or that of the project's manager by its `settings`, waits for an answer,
   * in milliseconds; undefined where they left the defaults. Whoever has a slow registry has said so there.
   */
  ownPatience(folder: string, settings: PatienceSettings | undefined): Promise<number | undefined>;
}
