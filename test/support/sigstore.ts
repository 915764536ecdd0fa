import { createHash, createSign, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

// Whom npm's library trusts to have seen an attestation, of our own making: what Sigstore's public log signs nobody can sign here.

const hour = 3_600_000;

/** Where npm's library keeps what it was told of whom to trust, inside of npm's cache: by the address that it asks. */
const trustFolder = '_tuf/tuf-repo-cdn.sigstore.dev';

/** A log that attestations are entered in. */
export interface TestLog {
  /** Has everybody whose npm has this cache trust the log, by a repository as "The Update Framework" wants it. */
  trustIn(npmCache: string): void;
  attest(statement: object, signer: Signer): unknown;
}

/** A registry's key. */
export interface Signer {
  readonly keyid: string;
  readonly privateKey: KeyObject;
}

export function createTestLog(): TestLog {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const id = createHash('sha256').update(spki).digest();
  return {
    trustIn: (npmCache) => writeTrust(path.join(npmCache, trustFolder), trustedRoot(spki, id)),
    attest: (statement, signer) => bundleOf(statement, signer, { id, privateKey }),
  };
}

/** Sigstore's "trusted root", with one log and nobody else. */
function trustedRoot(spki: Buffer, id: Buffer): string {
  const publicKey = {
    rawBytes: spki.toString('base64'),
    keyDetails: 'PKIX_ECDSA_P256_SHA_256',
    validFor: { start: '2020-01-01T00:00:00Z' },
  };
  const log = {
    baseUrl: 'https://log.invalid',
    hashAlgorithm: 'SHA2_256',
    publicKey,
    logId: { keyId: id.toString('base64') },
  };
  const none = { certificateAuthorities: [], ctlogs: [], timestampAuthorities: [] };
  return JSON.stringify({
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [log],
    ...none,
  });
}

function writeTrust(folder: string, trusted: string): void {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const hex = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('hex');
  const role = { keyids: ['test'], threshold: 1 };
  const expires = new Date(Date.now() + hour).toISOString().replace(/\.\d+Z$/, 'Z');
  const target = {
    length: Buffer.byteLength(trusted),
    hashes: { sha256: createHash('sha256').update(trusted).digest('hex') },
  };
  const files = {
    root: {
      consistent_snapshot: true,
      keys: { test: { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: hex } } },
      roles: { root: role, timestamp: role, snapshot: role, targets: role },
    },
    timestamp: { meta: { 'snapshot.json': { version: 1 } } },
    snapshot: { meta: { 'targets.json': { version: 1 } } },
    targets: { targets: { 'trusted_root.json': target } },
  };
  fs.mkdirSync(path.join(folder, 'targets'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'targets', 'trusted_root.json'), trusted);
  for (const [name, fields] of Object.entries(files)) {
    const signed = { _type: name, spec_version: '1.0.31', version: 1, expires, ...fields };
    const sig = sign(null, Buffer.from(canonical(signed)), privateKey).toString('hex');
    fs.writeFileSync(
      path.join(folder, `${name}.json`),
      JSON.stringify({ signed, signatures: [{ keyid: 'test', sig }] }),
    );
  }
}

/** A member of what npm's registry answers where attestations are asked for; the bundle is of Sigstore's version 0.1. */
function bundleOf(
  statement: object,
  signer: Signer,
  log: { readonly id: Buffer; readonly privateKey: KeyObject },
): unknown {
  const payloadType = 'application/vnd.in-toto+json';
  const payload = Buffer.from(JSON.stringify(statement));
  // "DSSE: Dead Simple Signing Envelope", pre-authentication encoding.
  const signed = `DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} ${payload}`;
  const sig = createSign('SHA256').update(signed).sign(signer.privateKey).toString('base64');
  const content = {
    envelope: { payloadType, signatures: [{ sig: Buffer.from(sig).toString('base64') }] },
    payloadHash: { algorithm: 'sha256', value: createHash('sha256').update(payload).digest('hex') },
  };
  const body = Buffer.from(JSON.stringify({ apiVersion: '0.0.2', kind: 'intoto', spec: { content } })).toString(
    'base64',
  );
  const integratedTime = Math.floor(Date.now() / 1000);
  const entry = { body, integratedTime, logIndex: 1, logID: log.id.toString('hex') };
  const promise = createSign('SHA256').update(canonical(entry)).sign(log.privateKey).toString('base64');
  const logged = {
    logIndex: '1',
    logId: { keyId: log.id.toString('base64') },
    kindVersion: { kind: 'intoto', version: '0.0.2' },
    integratedTime: String(integratedTime),
    inclusionPromise: { signedEntryTimestamp: promise },
    canonicalizedBody: body,
  };
  return {
    predicateType: (statement as { readonly predicateType?: unknown }).predicateType,
    bundle: {
      mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.1',
      verificationMaterial: { publicKey: { hint: signer.keyid }, tlogEntries: [logged] },
      dsseEnvelope: { payload: payload.toString('base64'), payloadType, signatures: [{ keyid: signer.keyid, sig }] },
    },
  };
}

/** JSON with the names in order and nothing between: what is signed of a document. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}
