import pacote from 'pacote';

/** What a registry says of a version and what vouches for it, for pacote to verify. */
export interface Claim {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
  /** Address of the attestations. */
  readonly attestations: string | undefined;
  /** ISO 8601; undefined where nobody can tell. */
  readonly publishedAt: string | undefined;
  /** The registry that `name` is taken from. */
  readonly registry: string;
  /** Of that registry, as pacote takes them. */
  readonly keys: readonly { readonly keyid: string; readonly expires: string | null; readonly pemkey: string }[];
}

/**
 * pacote's `verifySignatures` and `verifyAttestations` for the very claim: it is handed a packument of this one version, so that
 * what is verified is what was judged, and nothing is asked for twice. Rejects with pacote's error. False: pacote passed over it,
 * as it does where a version names no hash that could be signed.
 */
export async function verifyBy(
  kind: 'signatures' | 'attestations',
  claim: Claim,
  options: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  const { name, version, publishedAt } = claim;
  const packument = {
    name,
    'dist-tags': {},
    versions: { [version]: { name, version, dist: distOf(claim) } },
    time: publishedAt === undefined ? {} : { [version]: publishedAt },
  };
  const settings = {
    ...options,
    [keysOption(claim.registry)]: claim.keys,
    packumentCache: { has: () => true, get: () => packument, set: () => undefined, delete: () => true },
    // A user who takes no young version wants this one verified all the same.
    before: null,
    ...(kind === 'signatures' ? { verifySignatures: true } : { verifyAttestations: true }),
  };
  const found: object = await pacote.manifest(`${name}@${version}`, settings as unknown as pacote.Options);
  return (kind === 'signatures' ? '_signatures' : '_attestationBundles') in found;
}

function distOf({ integrity, signatures, attestations }: Claim): object {
  return { integrity, signatures, ...(attestations === undefined ? {} : { attestations: { url: attestations } }) };
}

/** Where pacote looks for a registry's keys among its options. */
function keysOption(registry: string): string {
  const { host, pathname } = new URL(registry);
  return `//${host}${pathname}:_keys`;
}
