import type { RelativePath } from '../base/path.ts';

/** What a package wants to be run at its install, as its own manifest has it: `install: node build.js`, in their order. */
export type InstallScripts = readonly string[];

/** A package of a tree that has scripts of its own for its install. */
export interface ScriptedPackage {
  readonly name: string;
  readonly version: string;
  /** Its folder, relative to the lockfile root. */
  readonly place: RelativePath;
  readonly scripts: InstallScripts;
  /** The lockfile's hash of its bytes; undefined where that has none, and then nothing is known to be the same. */
  readonly integrity: string | undefined;
}

/** One whose scripts were not run since it was installed. */
export interface UnbuiltPackage extends ScriptedPackage {
  /** Of its files as they were then: other files mean that somebody built it, or put another in its place. */
  readonly digest: string;
}

/** One that stands there as it was noted. */
export interface StandingPackage extends UnbuiltPackage {
  /** Files of its own that its scripts name, relative to the lockfile root. */
  readonly files: readonly RelativePath[];
}

/** A package in the very bytes in which this user built it; so it may be built again wherever it comes back. */
export interface BuiltPackage {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
}

/** What is kept of a project's builds. */
export interface BuildNotes {
  readonly unbuilt: readonly UnbuiltPackage[];
  readonly built: readonly BuiltPackage[];
}

/** Of a project of which nothing is known. */
export const noBuildNotes: BuildNotes = { unbuilt: [], built: [] };

/** True for the same version in the same bytes. What has no hash is the same as nothing. */
export function isSameContent(
  a: Pick<ScriptedPackage, 'name' | 'version' | 'integrity'>,
  b: Pick<ScriptedPackage, 'name' | 'version' | 'integrity'>,
): boolean {
  return a.integrity !== undefined && a.integrity === b.integrity && a.name === b.name && a.version === b.version;
}

/** What a person asks to be built: one version of a package, wherever it stands in its project. */
export interface BuildRequest {
  readonly name: string;
  readonly version: string;
  /** As they were shown: where others stand there by then, nothing is run. */
  readonly scripts: InstallScripts;
  /** Of the bytes that were shown; undefined where the lockfile had no hash of them. The same holds for it. */
  readonly integrity: string | undefined;
}

/** A package with install scripts as it is shown to whoever is asked about it. */
export interface ShownPackage extends BuildRequest {
  /** Root folder of its project. */
  readonly project: RelativePath;
  /** Its folders, relative to the workspace folder. */
  readonly places: readonly RelativePath[];
  /** Files in the first of them that the scripts name, as far as that can be told. */
  readonly files: readonly RelativePath[];
}

/** How a project says for everybody who works on it that a package may be built. */
export interface BuildShare {
  /** Relative to the workspace folder. */
  readonly file: RelativePath;
  /** As the package manager's documentation calls it. */
  readonly setting: string;
  readonly entry: string;
  /** False where it holds for every version of the package. */
  readonly isExact: boolean;
  /** True: the file says so already. */
  readonly stands: boolean;
  /** A localized sentence: what counts no more once the file has this list, which it does not have yet. */
  readonly putsAside: string | undefined;
}

/** True for the very scripts, in their order, and the very bytes that a person was shown. */
export function isAsShown(
  standing: Pick<ScriptedPackage, 'scripts' | 'integrity'>,
  { scripts, integrity }: Pick<BuildRequest, 'scripts' | 'integrity'>,
): boolean {
  const areSame =
    standing.scripts.length === scripts.length && standing.scripts.every((one, at) => one === scripts[at]);
  return areSame && standing.integrity === integrity;
}
