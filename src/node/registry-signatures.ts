import { CancelledError } from '../base/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { RegistryFault, SignatureAnswer, SignedVersion } from '../ports/registry.ts';
import { messageOf, reasonOf } from './registry-fault.ts';
import { parseKeys, pemOf, type RegistryKey } from './registry-keys.ts';
import { Remembering } from './remembering.ts';
import type { Claim } from './lazy/verify-published.ts';
import { codeOf } from './retry-after.ts';

type Options = Readonly<Record<string, unknown>>;
type Keys =
  | { readonly ok: true; readonly keys: ReadonlyMap<string, RegistryKey> }
  | { readonly ok: false; readonly reason: RegistryFault; readonly message: string };

/** A registry has other keys once in years; one that was revoked is to be noticed the same hour. */
const keysFreshMs = 600_000;
/** A registry that keeps its keys to itself must not hold up every package of a batch. */
const keysFailedMs = 10_000;
const freshMs = 60_000;
/** A verdict waits for no longer than this for what says where a version was built. */
const provenanceMs = 5_000;
/** Then nobody waits for it again for so long: the next package of a batch would wait for the same. */
const provenancePauseMs = 60_000;

/** Verifies by the keys of the registry that a folder's configuration names for a package. */
export class RegistrySignatures {
  readonly #clock: Clock;
  readonly #options: (folder: string) => Promise<Options>;
  readonly #keys: Remembering<Keys>;
  readonly #answers: Remembering<SignatureAnswer>;
  #noProvenanceUntil = 0;

  /** `options`: npm's flat configuration of a folder. */
  constructor(clock: Clock, options: (folder: string) => Promise<Options>) {
    this.#clock = clock;
    this.#options = options;
    this.#keys = new Remembering(clock, ({ ok }) => (ok ? keysFreshMs : keysFailedMs));
    this.#answers = new Remembering(clock, ({ kind }) => (kind === 'unreachable' ? 0 : freshMs));
  }

  forget(): void {
    this.#keys.forget();
    this.#answers.forget();
    this.#noProvenanceUntil = 0;
  }

  /** See {@link Registry.signature}. */
  async verify(version: SignedVersion, folder: string, signal: AbortSignal): Promise<SignatureAnswer> {
    const { name, published, publishedAt } = version;
    const { integrity, signatures, attestations } = published;
    const key = JSON.stringify([folder, name, published.version, integrity, signatures, attestations, publishedAt]);
    return this.#answers.get(key, () => this.#ask(version, folder, signal));
  }

  async #ask(version: SignedVersion, folder: string, signal: AbortSignal): Promise<SignatureAnswer> {
    if (signal.aborted) throw new CancelledError();
    try {
      return await this.#verify(version, folder, signal);
    } catch (error) {
      if (signal.aborted) throw new CancelledError();
      return unreachable(error);
    }
  }

  async #verify(version: SignedVersion, folder: string, signal: AbortSignal): Promise<SignatureAnswer> {
    const { published, publishedAt } = version;
    const options = await this.#options(folder);
    const { registryFor } = await import('./lazy/npm-client.ts');
    const registry = registryFor(version.name, options);
    // What a folder's own settings reach, past a proxy or with a certificate of its own, says nothing for another folder.
    const found = await this.#keys.get(`${folder}\n${registry}`, () => this.#fetchKeys(registry, options, signal));
    if (!found.ok) return { kind: 'unreachable', reason: found.reason, message: found.message };
    if (found.keys.size === 0) return { kind: 'no-keys' };
    if (published.signatures.length === 0) return { kind: 'absent' };
    const claim = claimOf(version, registry, found.keys);
    if (claim === undefined) return { kind: 'invalid', fault: 'malformed' };
    if (claim.keys.length === 0) return { kind: 'unknown-key' };
    const now = this.#clock.now().getTime();
    const isExpired = claim.keys.some(({ expires }) => expires !== null && Date.parse(expires) <= now);
    if (publishedAt === undefined && isExpired) return { kind: 'undated' };
    const wrong = await verifySignatures(claim, options, signal);
    if (wrong !== undefined) return wrong;
    if (claim.signatures.length < published.signatures.length) return { kind: 'unknown-key' };
    return this.#withProvenance(claim, options, signal);
  }

  async #fetchKeys(registry: string, options: Options, signal: AbortSignal): Promise<Keys> {
    if (signal.aborted) throw new CancelledError();
    const { fetchKeys } = await import('./lazy/npm-client.ts');
    try {
      const keys = parseKeys(await fetchKeys(registry, options, signal));
      return keys === undefined
        ? { ok: false, reason: 'malformed', message: 'not the form of keys' }
        : { ok: true, keys };
    } catch (error) {
      if (signal.aborted) throw new CancelledError();
      const reason = reasonOf(error);
      // As `npm audit signatures` has it: a registry that does not know the question publishes no keys.
      if (reason === 'not-found' || codeOf(error) === 'E400') return { ok: true, keys: new Map() };
      return { ok: false, reason, message: messageOf(error) };
    }
  }

  async #withProvenance(claim: Claim, options: Options, signal: AbortSignal): Promise<SignatureAnswer> {
    if (claim.attestations === undefined) return { kind: 'verified', provenance: { kind: 'none' } };
    if (this.#clock.now().getTime() < this.#noProvenanceUntil) return signedOnly('network timeout');
    const enough = new AbortController();
    const stop = AbortSignal.any([signal, enough.signal]);
    const late = this.#clock.pause(provenanceMs, stop).then(() => 'late' as const);
    try {
      const found = await Promise.race([verifyAttestations(claim, options, stop), late]);
      if (found !== 'late') return found;
      this.#noProvenanceUntil = this.#clock.now().getTime() + provenancePauseMs;
      return signedOnly('network timeout');
    } finally {
      enough.abort();
    }
  }
}

/** With the signatures whose keys the registry publishes; undefined where one of them can be none, or there is nothing to sign. */
function claimOf(
  { name, published, publishedAt }: SignedVersion,
  registry: string,
  known: ReadonlyMap<string, RegistryKey>,
): Claim | undefined {
  const { version, integrity, attestations } = published;
  const given = published.signatures.filter((signature) => signature !== undefined);
  if (integrity === undefined || given.length < published.signatures.length) return undefined;
  const keys = [...new Set(given.map(({ keyid }) => keyid))].flatMap((keyid) => {
    const key = known.get(keyid);
    const pemkey = key === undefined ? undefined : pemOf(key);
    return key === undefined || pemkey === undefined ? [] : [{ keyid, expires: key.expires, pemkey }];
  });
  const signatures = given.filter(({ keyid }) => keys.some((key) => key.keyid === keyid));
  return {
    ...{ name, version, integrity, signatures, attestations, registry, keys },
    publishedAt: publishedAt?.toISOString(),
  };
}

/** What is wrong with them; undefined: nothing. */
async function verifySignatures(
  claim: Claim,
  options: Options,
  signal: AbortSignal,
): Promise<SignatureAnswer | undefined> {
  const { verifyPublished } = await import('./lazy/npm-client.ts');
  try {
    const isVerified = await verifyPublished('signatures', claim, options, signal);
    return isVerified ? undefined : { kind: 'invalid', fault: 'malformed' };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EINTEGRITYSIGNATURE') return { kind: 'invalid', fault: 'other-content' };
    if (code === 'EEXPIREDSIGNATUREKEY') return { kind: 'invalid', fault: 'expired-key' };
    throw error;
  }
}

/** What pacote says where it could not read whom to trust, or what it was sent, rather than that a bundle is wrong. */
const unread = /TUF|target|root\.json|JSON|\bE[A-Z]{4,}\b/;

async function verifyAttestations(claim: Claim, options: Options, signal: AbortSignal): Promise<SignatureAnswer> {
  const { verifyPublished } = await import('./lazy/npm-client.ts');
  try {
    const isVerified = await verifyPublished('attestations', claim, options, signal);
    return isVerified
      ? { kind: 'verified', provenance: { kind: 'verified' } }
      : signedOnly('no provenance among the attestations');
  } catch (error) {
    const code = codeOf(error);
    const isWrong = code === 'EATTESTATIONSUBJECT' || code === 'EEXPIREDSIGNATUREKEY';
    if (isWrong || (code === 'EATTESTATIONVERIFY' && !unread.test(messageOf(error)))) {
      return { kind: 'invalid', fault: 'provenance' };
    }
    return signedOnly(messageOf(error));
  }
}

function signedOnly(message: string): SignatureAnswer {
  return { kind: 'verified', provenance: { kind: 'unverified', message } };
}

function unreachable(error: unknown): SignatureAnswer {
  const reason = reasonOf(error);
  return { kind: 'unreachable', reason: reason === 'not-found' ? 'malformed' : reason, message: messageOf(error) };
}
