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

/** What a statement about where something was built is called (SLSA specification, "Provenance"), whatever its version. */
const provenanceType = 'https://slsa.dev/provenance/';

/**
 * pacote's `verifySignatures` and `verifyAttestations` for the very claim: it is handed a packument of this one version, so that
 * what is verified is what was judged, and nothing is asked for twice. Rejects with pacote's error. False: pacote passed over it,
 * as it does where a version names no hash that could be signed, or an answer has no provenance.
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
  const found: object & Found = await pacote.manifest(`${name}@${version}`, settings as unknown as pacote.Options);
  return kind === 'signatures'
    ? (found._signatures ?? []).length > 0
    : (found._attestationBundles ?? []).some(isProvenance);
}

/** What pacote notes beside a manifest once it is verified. */
interface Found {
  readonly _signatures?: readonly unknown[];
  readonly _attestationBundles?: readonly {
    readonly bundle: { readonly dsseEnvelope: { readonly payload: string } };
  }[];
}

/** By what was signed: the registry's word for it stands beside that. */
function isProvenance({ bundle }: NonNullable<Found['_attestationBundles']>[number]): boolean {
  const statement: unknown = JSON.parse(Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString());
  const { predicateType } = statement as { readonly predicateType?: unknown };
  return typeof predicateType === 'string' && predicateType.startsWith(provenanceType);
}

function distOf({ integrity, signatures, attestations }: Claim): object {
  return { integrity, signatures, ...(attestations === undefined ? {} : { attestations: { url: attestations } }) };
}

/** Where pacote looks for a registry's keys among its options. */
function keysOption(registry: string): string {
  const { host, pathname } = new URL(registry);
  return `//${host}${pathname}:_keys`;
}
