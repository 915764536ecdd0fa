import type { RelativePath } from '../base/path.ts';
import type { Manifest } from '../model/manifest.ts';
import type { ChosenManager, ManagerId } from '../model/project.ts';
import type { ProcessRunner } from './process-runner.ts';

/** Arguments for a package manager, without the manager itself. */
export type Argv = readonly string[];

/** The manager's program on this machine: absolute paths outside the workspace. */
export interface ManagerTool {
  readonly file: string;
  /** Stands before the argv: the manager's own JavaScript file, run by `file`. */
  readonly prefix: readonly string[];
  readonly version: string;
}

/** Finds a manager's program on this machine. */
export interface ToolLocator {
  /**
   * The version that the project pins where this machine has it, else the one on PATH of the same generation; the tool
   * says which. Rejects with QM_MANAGER_MISSING. `root`: the project's absolute folder; nothing inside it is ever run.
   */
  find(manager: ChosenManager, root: string): Promise<ManagerTool>;
}

/** What a driver works with: the runner, the program and the folder. */
export interface DriverContext {
  readonly run: ProcessRunner;
  readonly tool: ManagerTool;
  /** Absolute folder of the lockfile root, or of its shadow. */
  readonly cwd: string;
  readonly onStart?: ((pid: number) => void) | undefined;
  readonly onOutput?: ((text: string) => void) | undefined;
}

/** What a manager was called with and what it said. */
export interface DriverRun {
  readonly argv: Argv;
  readonly exitCode: number | undefined;
  /** Tail of what the manager printed, redacted. */
  readonly output: string;
}

/**
 * One package manager. An optional function is an optional capability: whoever wants it asks whether it is there and
 * never which manager this is. Every function rejects with a QmError that the driver made of the manager's own words.
 */
export interface ManagerDriver {
  readonly id: ManagerId;
  /** Whether it drives this one of its name: Yarn's generations have a driver each. */
  drives(manager: ChosenManager): boolean;
  /** Lockfile names, the one that is written first. */
  readonly lockfiles: readonly string[];
  /** Files beside the manifest that decide what the manager does, relative to the lockfile root. */
  readonly configFiles: readonly RelativePath[];
  /** What an install makes beside a manifest; the root's first. Kept by hard links where `keepsTrees` says that this pays. */
  readonly trees: readonly RelativePath[];
  /**
   * True: kept before an install and put back when it fails. False: made anew from the old lockfile, which is faster for
   * a manager that links from a store of its own (measured: pnpm, bun).
   */
  readonly keepsTrees: boolean;
  /** By which range a member depends on a sibling; without it, by one that the sibling's version satisfies. */
  siblingRange?(sibling: Manifest): string;
  /**
   * Files beside the manifest with which a repository makes this manager run its code, and which cannot be switched off
   * without another result. Where one stands, the manager is not run.
   */
  readonly hookFiles?: readonly RelativePath[];
  /** The version that files in `folder` (absolute) get, where it does not stand in node_modules; undefined: nothing. */
  installedVersion?(context: DriverContext, folder: string, name: string): Promise<string | undefined>;
  /** Writes the lockfile for the manifests in `cwd`; node_modules stays untouched. Install scripts never run. */
  resolve(context: DriverContext, signal: AbortSignal): Promise<DriverRun>;
  /** Makes node_modules what the lockfile says. Install scripts never run. */
  install(context: DriverContext, signal: AbortSignal): Promise<DriverRun>;
  /** Top-level versions of a lockfile by the folder of the workspace member ('' root) and package name. */
  lockedVersions(lockfile: string): LockedVersions;
}

/** `version(folder, name)`: what a file in that folder would get; undefined where the lockfile has none. */
export interface LockedVersions {
  version(folder: RelativePath, name: string): string | undefined;
}
