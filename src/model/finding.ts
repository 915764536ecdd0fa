import type { RelativePath } from '../base/path.ts';
import type { ShownPackage } from './build.ts';
import { declarationOf, mustBeInstalled, type Declaration } from './declaration.ts';
import { manifestPath, type DependencyField, type DependencyType } from './manifest.ts';
import type { PackageName } from './package-name.ts';
import type { MismatchedPackage, PackageUse, Snapshot } from './snapshot.ts';

/** Stable over scans while the cause stands: kind, manifest and package. */
export type FindingId = string;

interface PackageFinding {
  readonly id: FindingId;
  readonly package: PackageName;
  /** Folder of the owning manifest. */
  readonly manifest: RelativePath;
  /** Every place that uses it, at least one. */
  readonly uses: readonly PackageUse[];
}

/** What is wrong with a project. A report is a promise about the fix: `unsure` is shown, never acted on. */
export type Finding =
  /** Imported, declared nowhere. `installed`: it resolves by luck. */
  | (PackageFinding & { readonly kind: 'undeclared'; readonly belongsIn: DependencyType; readonly installed: boolean })
  /** Declared, but not to be found in node_modules. */
  | (PackageFinding & { readonly kind: 'uninstalled'; readonly field: DependencyField; readonly range: string })
  /** Half-typed code, or a name that something else may explain: each use has its own doubt. */
  | (PackageFinding & { readonly kind: 'unsure' })
  /** Installed, but in another version than its range allows. */
  | (MismatchedPackage & { readonly kind: 'mismatched'; readonly id: FindingId })
  /** A clone or a pull: most of what is declared is not installed. One finding for the whole project. */
  | {
      readonly kind: 'not-installed';
      readonly id: FindingId;
      /** Root folder of the project. */
      readonly project: RelativePath;
      readonly missing: readonly PackageName[];
    }
  /** It has scripts for its install that were not run, so it may not work. Not imported itself, it may serve another. */
  | (ShownPackage & {
      readonly kind: 'unbuilt';
      readonly id: FindingId;
      /** The first places that import this version, and all in open documents; there may be none. */
      readonly uses: readonly PackageUse[];
    })
  /** A manifest that cannot be read: everything it owns is unknown, not clean. */
  | {
      readonly kind: 'unreadable-manifest';
      readonly id: FindingId;
      readonly manifest: RelativePath;
      readonly message: string;
      readonly line: number;
      readonly column: number;
    };

export type MissingFinding = Extract<Finding, { kind: 'undeclared' | 'uninstalled' }>;

export type MismatchedFinding = Extract<Finding, { kind: 'mismatched' }>;

/** What an install of single packages mends. */
export type MendableFinding = MissingFinding | MismatchedFinding;

export type UnbuiltFinding = Extract<Finding, { kind: 'unbuilt' }>;

/** True for a package that is used and not there, or there by luck. */
export function isMissing(finding: Finding): finding is MissingFinding {
  return finding.kind === 'undeclared' || finding.kind === 'uninstalled';
}

/** True for what an install of single packages mends: what is missing, and what is there in another version. */
export function isMendable(finding: Finding): finding is MendableFinding {
  return isMissing(finding) || finding.kind === 'mismatched';
}

/** True for a file in which the finding stands: it imports the package, or declares the range that is not met. */
export function standsIn(finding: MendableFinding, file: RelativePath): boolean {
  return finding.kind === 'mismatched'
    ? manifestPath(finding.manifest) === file
    : finding.uses.some(({ site }) => site.file === file);
}

/**
 * What would declare the version that is there: written as the range was that it does not fit, as npm writes it where
 * nothing was declared. Undefined where several versions are there, or none that says which it is.
 */
export function installedRange(finding: MendableFinding): string | undefined {
  if (finding.kind === 'mismatched') {
    return `${/^[\^~](?=\d)/.exec(finding.range)?.[0] ?? ''}${finding.version}`;
  }
  const [version, ...others] = new Set(finding.uses.map(({ installed }) => installed?.version));
  return version === undefined || others.length > 0 ? undefined : `^${version}`;
}

/** The id of a finding: the same as long as its cause stands. */
export function findingId(kind: Finding['kind'], manifest: RelativePath, name = ''): FindingId {
  return `${kind}:${manifest}:${name}`;
}

/** A package of a project that is not installed, for one manifest. */
export interface AbsentPackage {
  readonly declaration: Declaration;
  /** Some of the places that use it, one for each folder at least. */
  readonly places: readonly PackageUse[];
}

/** Where the packages of a project that is not installed are used. */
export function absentPackages(
  { map, uses, settled }: Snapshot,
  finding: Extract<Finding, { kind: 'not-installed' }>,
): readonly AbsentPackage[] {
  const project = map.projects.find((candidate) => candidate.root === finding.project);
  const missing = new Set(finding.missing);
  const all = [...uses, ...settled.flatMap(({ places }) => places)].filter(
    ({ installed, package: name }) => installed === undefined && missing.has(name),
  );
  return [...Map.groupBy(all, (use) => `${use.manifest}\n${use.package}`).values()].flatMap((places) => {
    const [first] = places;
    const owner = project?.manifests.find((manifest) => manifest.folder === first?.manifest);
    if (project === undefined || owner === undefined || first === undefined) return [];
    const declaration = declarationOf(project, owner, first.package);
    return declaration !== undefined && mustBeInstalled(declaration) ? [{ declaration, places }] : [];
  });
}
