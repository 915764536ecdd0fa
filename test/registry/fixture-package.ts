import { createHash, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { integrityOf, packTarball, shasumOf, type FileContents } from './tarball.ts';

/** A package as a test describes it. Versions are written in the order in which they were published. */
export interface FixturePackage {
  readonly name: string;
  readonly versions: Readonly<Record<string, FixtureVersion>>;
  /** Default: `latest` is the last version that is no prerelease. */
  readonly distTags?: Readonly<Record<string, string>>;
  /** Default 1000. */
  readonly weeklyDownloads?: number;
}

export interface FixtureVersion {
  /** Days between its publication and now; default 400. */
  readonly ageDays?: number;
  /** Fields of package.json besides name and version. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** Files of the tarball, over the generated index.js, README.md and CHANGELOG.md. */
  readonly files?: FileContents;
  /** The deprecation message. */
  readonly deprecated?: string;
  /** The user who published it; default "fixture". */
  readonly publisher?: string;
  /**
   * The registry's own signature; default good. `old-key`: by the key that has expired; `unknown-key`: by one that is not
   * published.
   */
  readonly signature?: 'good' | 'bad' | 'none' | 'old-key' | 'unknown-key';
  /** Names attestations, which are to be found where npm's registry has them. */
  readonly attested?: boolean;
}

/** A registry's signing key, as `/-/npm/v1/keys` describes it. */
export interface SigningKey {
  readonly id: string;
  readonly privateKey: KeyObject;
  /** Base64 of the public key in SPKI form. */
  readonly publicKey: string;
  /** ISO 8601; null: it has not expired. */
  readonly expires: string | null;
}

/** All that a registry signs by. */
export interface SigningKeys {
  readonly current: SigningKey;
  /** Has expired 100 days before now. */
  readonly old: SigningKey;
  /** Is published by nobody. */
  readonly unknown: SigningKey;
}

export interface BuiltPackage {
  /** The full packument, as the registry keeps it. */
  readonly packument: Record<string, unknown>;
  /** By file name. */
  readonly tarballs: ReadonlyMap<string, Buffer>;
}

export interface BuildContext {
  /** The registry's address, without a slash at its end. */
  readonly url: string;
  readonly keys: SigningKeys;
  /** Milliseconds since 1970; ages count back from it. */
  readonly now: number;
}

const dayMs = 86_400_000;

/** `now`: milliseconds since 1970. */
export function createSigningKeys(now: number): SigningKeys {
  const old = { ...createSigningKey(), expires: new Date(now - 100 * dayMs).toISOString() };
  return { current: createSigningKey(), old, unknown: createSigningKey() };
}

function createSigningKey(): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const id = `SHA256:${createHash('sha256').update(spki).digest('base64').replace(/=+$/, '')}`;
  return { id, privateKey, publicKey: spki.toString('base64'), expires: null };
}

/** What the registry has to store for a package. */
export function buildPackage(fixture: FixturePackage, context: BuildContext): BuiltPackage {
  const tarballs = new Map<string, Buffer>();
  const versions: Record<string, unknown> = {};
  const published: Record<string, string> = {};
  for (const [version, details] of Object.entries(fixture.versions)) {
    const manifest = manifestOf(fixture.name, version, details);
    const files = filesOf(manifest, details);
    const tarball = packTarball(files);
    const file = `${fixture.name.split('/').at(-1)}-${version}.tgz`;
    tarballs.set(file, tarball);
    published[version] = new Date(context.now - (details.ageDays ?? 400) * dayMs).toISOString();
    versions[version] = {
      ...manifest,
      ...registryFields(fixture.name, version, details),
      dist: {
        ...describeTarball(tarball, files),
        ...signatures(manifest, tarball, details, context.keys),
        ...attestations(manifest, details, context.url),
        tarball: `${context.url}/${fixture.name}/-/${file}`,
      },
    };
  }
  return { packument: packumentOf(fixture, versions, published), tarballs };
}

type Manifest = Readonly<Record<string, unknown>> & { readonly name: string; readonly version: string };

function manifestOf(name: string, version: string, { manifest }: FixtureVersion): Manifest {
  return { name, version, description: `The fixture ${name}`, license: 'MIT', main: 'index.js', ...manifest };
}

function filesOf(manifest: Manifest, { files }: FixtureVersion): FileContents {
  const value = JSON.stringify(`${manifest.name}@${manifest.version}`);
  return {
    'package.json': JSON.stringify(manifest, null, 2),
    'index.js': manifest.type === 'module' ? `export default ${value};\n` : `module.exports = ${value};\n`,
    'README.md': `# ${manifest.name}\n`,
    'CHANGELOG.md': `## ${manifest.version}\n\n- Something changed.\n`,
    ...files,
  };
}

function registryFields(name: string, version: string, { publisher = 'fixture', deprecated }: FixtureVersion): object {
  const user = { name: publisher, email: `${publisher}@example.test` };
  return {
    _id: `${name}@${version}`,
    _npmUser: user,
    maintainers: [user],
    ...(deprecated === undefined ? {} : { deprecated }),
  };
}

function describeTarball(tarball: Buffer, files: FileContents): object {
  const unpackedSize = Object.values(files).reduce((sum, contents) => sum + Buffer.byteLength(contents), 0);
  const fileCount = Object.keys(files).length;
  return { shasum: shasumOf(tarball), integrity: integrityOf(tarball), fileCount, unpackedSize };
}

/** npm documentation: "ECDSA registry signatures": the key signs `name@version:integrity`. */
function signatures(manifest: Manifest, tarball: Buffer, { signature = 'good' }: FixtureVersion, keys: SigningKeys) {
  if (signature === 'none') return {};
  const key = signature === 'old-key' ? keys.old : signature === 'unknown-key' ? keys.unknown : keys.current;
  const integrity = signature === 'bad' ? 'sha512-of-something-else' : integrityOf(tarball);
  const sig = createSign('SHA256').update(`${manifest.name}@${manifest.version}:${integrity}`).sign(key.privateKey);
  return { signatures: [{ keyid: key.id, sig: sig.toString('base64') }] };
}

/** As npm's registry names them in `dist`. */
function attestations({ name, version }: Manifest, { attested = false }: FixtureVersion, url: string): object {
  const predicateType = 'https://slsa.dev/provenance/v1';
  const address = `${url}/-/npm/v1/attestations/${name.replace('/', '%2f')}@${version}`;
  return attested ? { attestations: { url: address, provenance: { predicateType } } } : {};
}

function packumentOf(
  { name, distTags, versions: fixtures }: FixturePackage,
  versions: Record<string, unknown>,
  published: Record<string, string>,
): Record<string, unknown> {
  const times = Object.values(published).sort();
  const latest = Object.keys(fixtures).findLast((version) => !version.includes('-')) ?? Object.keys(fixtures).at(-1);
  return {
    _id: name,
    name,
    'dist-tags': { latest, ...distTags },
    versions,
    time: { created: times[0], modified: times.at(-1), ...published },
    readme: `# ${name}\n`,
  };
}
