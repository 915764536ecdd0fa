import { createPublicKey } from 'node:crypto';
import * as v from 'valibot';

/** A key by which a registry signs, as it says. */
export interface RegistryKey {
  readonly keyid: string;
  /** When it stops or stopped to be good, in a form that `Date.parse` reads; null: never. */
  readonly expires: string | null;
  /** Base64 of the public key in SPKI form. */
  readonly key: string;
}

/** The one scheme that registries sign by (npm documentation, "ECDSA registry signatures"). */
const scheme = 'ecdsa-sha2-nistp256';

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(2_000));
const time = v.pipe(
  text,
  v.check((value) => !Number.isNaN(Date.parse(value))),
);
const keySchema = v.object({
  keyid: text,
  key: text,
  keytype: v.literal(scheme),
  scheme: v.literal(scheme),
  expires: v.optional(v.nullable(time), null),
});
const keysSchema = v.object({ keys: v.array(v.unknown()) });

/**
 * Reads what a registry answers at `/-/npm/v1/keys`, each key by its id. One without the form of a key is left out, as if the
 * registry did not publish it. Undefined: it is no such answer, or has keys and not one that can be used.
 */
export function parseKeys(raw: unknown): ReadonlyMap<string, RegistryKey> | undefined {
  const parsed = v.safeParse(keysSchema, raw);
  if (!parsed.success) return undefined;
  const keys = new Map<string, RegistryKey>();
  for (const each of parsed.output.keys) {
    const read = v.safeParse(keySchema, each);
    // Of two with one id the first counts, as with npm.
    if (read.success && !keys.has(read.output.keyid)) keys.set(read.output.keyid, read.output);
  }
  return keys.size === 0 && parsed.output.keys.length > 0 ? undefined : keys;
}

/** The key in PEM, as pacote takes it; undefined where it is no key of the one scheme. */
export function pemOf({ key }: RegistryKey): string | undefined {
  try {
    const found = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
    if (found.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return undefined;
    return found.export({ type: 'spki', format: 'pem' }).toString();
  } catch {
    return undefined;
  }
}
