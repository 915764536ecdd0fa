import * as v from 'valibot';
import type { PublishedVersion } from '../ports/registry.ts';

/** No registry has so many of one version, nor such long ones. */
const [mostSignatures, longest] = [20, 2_000];

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(longest));
const signatureSchema = v.object({ keyid: text, sig: text });
const attestationsSchema = v.object({ url: v.pipe(text, v.url()) });
const distSchema = v.object({
  integrity: v.optional(v.unknown()),
  shasum: v.optional(v.unknown()),
  signatures: v.optional(v.unknown()),
  attestations: v.optional(v.unknown()),
});

/**
 * Reads what vouches for an archive from a version's `dist` (npm documentation, "Package metadata"). What is there and has not its
 * form is told apart from what is not there: the one is wrong, the other only missing.
 */
export function distOf(raw: unknown): Pick<PublishedVersion, 'integrity' | 'signatures' | 'attestations'> {
  const parsed = v.safeParse(distSchema, raw);
  const dist = parsed.success ? parsed.output : {};
  return {
    integrity: integrityOf(dist.integrity, dist.shasum),
    signatures: signaturesOf(dist.signatures),
    attestations: attestationsOf(dist.attestations),
  };
}

/** As pacote takes it: the SHA-1 of old packages where there is nothing newer. */
function integrityOf(integrity: unknown, shasum: unknown): string | undefined {
  if (v.is(text, integrity)) return integrity;
  if (typeof shasum !== 'string' || !/^[0-9a-f]{40}$/i.test(shasum)) return undefined;
  return `sha1-${Buffer.from(shasum, 'hex').toString('base64')}`;
}

function signaturesOf(raw: unknown): PublishedVersion['signatures'] {
  if (raw === undefined || raw === null) return [];
  if (!Array.isArray(raw) || raw.length > mostSignatures) return [undefined];
  return raw.map((each: unknown) => {
    const parsed = v.safeParse(signatureSchema, each);
    return parsed.success ? parsed.output : undefined;
  });
}

function attestationsOf(raw: unknown): string | undefined {
  if (raw === undefined || raw === null) return undefined;
  const parsed = v.safeParse(attestationsSchema, raw);
  return parsed.success ? parsed.output.url : '';
}
