import type { RelativePath } from '../base/path.ts';

/** The fields of package.json that declare dependencies, strongest first. */
export const dependencyFields = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
] as const;

export type DependencyField = (typeof dependencyFields)[number];

/** The fields into which a missing package may be placed, and between which an entry may move. */
export const dependencyTypes = ['dependencies', 'devDependencies'] as const;
export type DependencyType = (typeof dependencyTypes)[number];

/** The one of the two that is not this one. */
export function otherType(field: DependencyType): DependencyType {
  return field === 'dependencies' ? 'devDependencies' : 'dependencies';
}

/** What is read of one package.json; unknown fields stay in the text alone. */
export interface Manifest {
  /** The folder it stands in, relative to the scanned folder; '' for the folder itself. */
  readonly folder: RelativePath;
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly dependencies: Readonly<Record<DependencyField, ReadonlyMap<string, string>>>;
  /** Globs of `workspaces` (array or `{packages}`); pnpm's live in pnpm-workspace.yaml. Undefined: not a workspace root. */
  readonly workspaces: readonly string[] | undefined;
  /** Left side patterns of `imports`, such as `#app/*`. */
  readonly imports: readonly string[];
  /** True where `exports` or `main` allow a file of the package to import the package by its own name. */
  readonly selfReference: boolean;
  readonly packageManager: string | undefined;
  /** `devEngines.packageManager`, one or several. */
  readonly devEngines: readonly { readonly name: string; readonly version: string | undefined }[];
}

/** A package.json that could not be read, with the place of the fault, 1-based. */
export interface ManifestFault {
  readonly folder: RelativePath;
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** The declared range and field of a package, or undefined. */
export function declaredIn(
  manifest: Manifest,
  name: string,
): { readonly field: DependencyField; readonly range: string } | undefined {
  for (const field of dependencyFields) {
    const range = manifest.dependencies[field].get(name);
    if (range !== undefined) return { field, range };
  }
  return undefined;
}

/** The path of the manifest file, relative to the scanned folder. */
export function manifestPath(folder: RelativePath): RelativePath {
  return folder === '' ? 'package.json' : `${folder}/package.json`;
}
