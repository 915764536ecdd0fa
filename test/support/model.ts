import { decidedAtOnce } from '../../src/model/audit.ts';
import type { DependencyField, Manifest } from '../../src/model/manifest.ts';
import type { Operation } from '../../src/model/operation.ts';
import type { PackageName } from '../../src/model/package-name.ts';
import type { Project } from '../../src/model/project.ts';
import type { RuleDecision } from '../../src/model/rule.ts';
import type { Packument, PublishedVersion, SignatureAnswer } from '../../src/ports/registry.ts';
import type { PopularList, PopularPackage } from '../../src/ports/popular-list.ts';

// What the domain's types look like at their simplest; a test says only what it is about.

type Declared = Partial<Record<DependencyField, Readonly<Record<string, string>>>>;

export function manifest(folder: string, declared: Declared = {}, over: Partial<Manifest> = {}): Manifest {
  const field = (name: DependencyField): ReadonlyMap<string, string> => new Map(Object.entries(declared[name] ?? {}));
  return {
    folder,
    name: undefined,
    version: undefined,
    dependencies: {
      dependencies: field('dependencies'),
      devDependencies: field('devDependencies'),
      optionalDependencies: field('optionalDependencies'),
      peerDependencies: field('peerDependencies'),
    },
    workspaces: undefined,
    imports: [],
    selfReference: false,
    packageManager: undefined,
    devEngines: [],
    ...over,
  };
}

export function projectOf(manifests: readonly Manifest[], over: Partial<Project> = {}): Project {
  return {
    root: '',
    lockfile: undefined,
    manager: { kind: 'chosen', id: 'npm', version: undefined, generation: undefined, because: 'default' },
    manifests,
    hasNodeModules: true,
    ...over,
  };
}

/** What the rules say where none of them is about it. */
export const noRule: RuleDecision = { kind: undefined, rule: undefined, doubtful: false, trace: [] };

/** What a registry says of what it signed. */
export const signedVersion: SignatureAnswer = { kind: 'verified', provenance: { kind: 'none' } };

/** A version with nothing remarkable about it. */
export function publishedVersion(version: string, over: Partial<PublishedVersion> = {}): PublishedVersion {
  return {
    version,
    deprecated: undefined,
    declaresTypes: false,
    installScripts: [],
    publisher: 'someone',
    license: 'MIT',
    dependencies: [],
    integrity: undefined,
    signatures: [],
    attestations: undefined,
    unpackedBytes: undefined,
    ...over,
  };
}

/** Versions in order; `latest` is the last. */
export function packument(name: string, versions: readonly string[], tags: Record<string, string> = {}): Packument {
  const published = versions.map((version) => [version, publishedVersion(version)] as const);
  return {
    name: name as PackageName,
    versions: new Map(published),
    distTags: new Map(Object.entries({ latest: versions.at(-1) ?? '', ...tags })),
    times: new Map(),
  };
}

/** `name: [downloads a month, version]`. Its floor is 1,000 downloads. */
export function popularList(entries: Readonly<Record<string, readonly [number, string]>>): PopularList {
  const all = Object.entries(entries).map(([name, [downloadsPerMonth, version]]): PopularPackage => ({
    name: name as PackageName,
    version,
    downloadsPerMonth,
  }));
  return {
    date: '2026-11-18',
    floor: 1_000,
    find: (name) => all.find((entry) => entry.name === name),
    ofLength: (length) =>
      all.filter((entry) => entry.name.length === length).toSorted((a, b) => b.downloadsPerMonth - a.downloadsPerMonth),
  };
}

export function operation(over: Partial<Operation> = {}): Operation {
  return {
    id: 'op',
    kind: 'install',
    status: 'succeeded',
    trigger: 'manual',
    claimedTrigger: undefined,
    projectId: 'project',
    project: '',
    packages: [],
    manager: undefined,
    command: undefined,
    exitCode: undefined,
    managerVersion: undefined,
    output: undefined,
    steps: [],
    progress: 1,
    step: undefined,
    decidedBy: 'You',
    audit: decidedAtOnce('you'),
    gate: [],
    score: undefined,
    files: [],
    error: undefined,
    undoes: undefined,
    undoneBy: undefined,
    createdAt: '2026-11-23T10:00:00.000Z',
    startedAt: undefined,
    endedAt: undefined,
    ...over,
  };
}
