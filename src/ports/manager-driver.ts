import type { Disposable } from '../base/lifecycle.ts';
import type { RelativePath } from '../base/path.ts';
import type { ScriptedPackage } from '../model/build.ts';
import type { CatalogEdit, Catalogs } from '../model/catalog.ts';
import type { LockedPackage, Lockfile } from '../model/lockfile.ts';
import type { Manifest } from '../model/manifest.ts';
import type { ChosenManager, ManagerId } from '../model/project.ts';
import type { SentVariable } from '../model/sent-variables.ts';
import type { Files } from './files.ts';
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

/** What a driver works with: the runner, the program and the folders. */
export interface DriverContext {
  readonly run: ProcessRunner;
  readonly files: Files;
  readonly tool: ManagerTool;
  /** Absolute folder of the lockfile root, or of its shadow. */
  readonly cwd: string;
  /** How long the user's own configuration waits for an answer, in milliseconds; undefined: they left it to us. */
  readonly patienceMs?: number | undefined;
  /** The lockfile root itself, whose configuration and whose folders above hold in a shadow too. */
  readonly project: string;
  /** Absolute folder for files of the driver's own, beside nothing else; may not be there yet. Whoever gave it removes it. */
  readonly scratch: string;
  readonly onStart?: ((pid: number) => void) | undefined;
  readonly onOutput?: ((text: string) => void) | undefined;
  /** Code of the repository that the user consented to, see {@link Hazard}: with it the manager runs it, else never. */
  readonly hooks?: readonly RelativePath[] | undefined;
  /** A resolve brings nothing in that is younger, where something older fits; only for a driver that {@link ManagerDriver.choosesByAge}. */
  readonly leastAge?: LeastAge | undefined;
}

/** How long a version has to have been published, in the two forms in which package managers want to hear it. */
export interface LeastAge {
  readonly days: number;
  /** So many days ago. */
  readonly before: Date;
}

/** How far a manager is, by its own words. */
export interface ManagerProgress {
  readonly phase: 'resolving' | 'fetching' | 'linking';
  /** Packages; undefined where it does not count them. */
  readonly done: number | undefined;
  /** Of how many; undefined where that is not known yet. */
  readonly of: number | undefined;
}

/** Takes each piece of output; undefined where it tells nothing new. What was told once is never taken back. */
export type ProgressReader = (piece: string) => ManagerProgress | undefined;

/** What a manager was called with and what it said. */
export interface DriverRun {
  readonly argv: Argv;
  readonly exitCode: number | undefined;
  /** Tail of what the manager printed, redacted. */
  readonly output: string;
}

/**
 * Something in a file of the repository by which it makes a manager run a program, use files outside of the project, send
 * what is the user's to somebody, or work in a way that a driver does not follow (`unsupported`), and which no argument
 * and no variable can switch off without another result.
 */
export interface Hazard {
  /** Relative to the lockfile root. */
  readonly file: RelativePath;
  /** The setting that does it; undefined: the file itself is code. */
  readonly setting: string | undefined;
  readonly effect: 'runs-code' | 'uses-files-outside' | 'sends-secrets' | 'unsupported';
  /**
   * The files of code that would run, relative to the lockfile root, where the user may consent to them: all that the
   * manager would load of the repository by it. Undefined: nobody can, since what would run cannot be told.
   */
  readonly code?: readonly RelativePath[] | undefined;
  /** All that the setting does is to send these, which some hosts may have, and the user may consent to for others. */
  readonly sends?: readonly SentVariable[] | undefined;
  /** Who gets what is sent, where it is more than variables: no hazard where the user has named that host. */
  readonly host?: string | undefined;
}

/**
 * Text of a file by its path relative to the lockfile root, which `..` may leave as far as the workspace reaches;
 * undefined where none stands there.
 */
export type ReadConfig = (path: string) => Promise<string | undefined>;

/** One version for a package, wherever something asks for it. */
export interface Override {
  readonly name: string;
  /** Only below this dependent, and only in versions that the range allows; undefined: everywhere. */
  readonly parent: { readonly name: string; readonly range: string } | undefined;
  readonly range: string;
}

/** The file in which a manager keeps the catalogs of a workspace. */
export interface CatalogFile {
  /** Relative to the lockfile root. */
  readonly path: RelativePath;
  /** What its text says; text that cannot be read says nothing. */
  read(text: string): Promise<Catalogs>;
  /** The text with the edits done; comments, order and all else stay as they are. */
  edit(text: string, edits: readonly CatalogEdit[]): Promise<string>;
}

/** What a list of builds says by entry: may be built, or may not. */
export type BuildAnswers = ReadonlyMap<string, boolean>;

/** One entry of a list of builds. */
export interface BuildListEdit {
  readonly entry: string;
  /** Undefined takes it out. */
  readonly answer: boolean | undefined;
  /** True: a list that has lost its last entry by that stays as an empty one. */
  readonly staysEmpty: boolean;
}

/** A place in a project where its manager looks for what may be built. */
export interface BuildList {
  /** Of its file, relative to the lockfile root. */
  readonly path: RelativePath;
  /** As the manager's documentation calls it. */
  readonly setting: string;
  /** True: the lockfile repeats it, and a frozen install fails where the two differ. */
  readonly isLocked: boolean;
  /** Whether this version of the manager goes by it here: it knows it, and no other list stands in its place. */
  holds(read: ReadConfig, version: string): Promise<boolean>;
  /** A localized sentence: what counts no more once the list is there; undefined: nothing. */
  putsAside?(read: ReadConfig): Promise<string | undefined>;
  /** How it names one version of a package: `name@1.0.0`, or the name alone where it can name no version. */
  entry(name: string, packageVersion: string, version: string): string;
  /** Undefined where the text has no such list, or cannot be read. */
  read(text: string): Promise<BuildAnswers | undefined>;
  /** The text with one entry changed; all else stays to the byte. Rejects with a TypeError for text that cannot be read. */
  edit(text: string, edit: BuildListEdit): Promise<string>;
}

/** Where a manager has the time that it waits for a registry. */
export interface PatienceSettings {
  /** Variables, with the milliseconds of the unit that each counts in. */
  readonly variables: readonly (readonly [name: string, unitMs: number])[];
  /**
   * Files that it reads in the project's folder, above it and in the user's home, each with what finds the number in its
   * text: digits, with `ms`, `s`, `m` or `h` behind them where the format has units, else milliseconds.
   */
  readonly files: readonly (readonly [name: string, setting: RegExp])[];
  /** The same, by their paths in the folder of the user's configuration. */
  readonly userFiles: readonly (readonly [path: string, setting: RegExp])[];
}

/**
 * One package manager. An optional function is an optional capability: whoever wants it asks whether it is there and
 * never which manager this is. Every function rejects with a QmError that the driver made of the manager's own words.
 */
export interface ManagerDriver {
  readonly id: ManagerId;
  /** Whether it drives this one of its name: Yarn's generations have a driver each. */
  drives(manager: ChosenManager): boolean;
  /**
   * Which line of this manager a version belongs to; lines differ in what they read of a project or write to its
   * lockfile, so that none of them stands in for another that a project pins. Undefined: for a text that says none.
   */
  line?(version: string): string | undefined;
  /** Lockfile names, the one that is written first. */
  readonly lockfiles: readonly string[];
  /** The switch of npm's configuration with which a user wants no lockfile of this manager. */
  readonly lockfileSwitch?: string;
  /** Without it, only npm's `fetch-timeout` says how long this manager waits. */
  readonly patience?: PatienceSettings;
  /** Files beside the manifest that decide what the manager does, relative to the lockfile root. */
  readonly configFiles: readonly RelativePath[];
  /** Those of them that the manager itself writes at times: they are compared, recorded and put back like a lockfile. */
  readonly writtenConfigFiles?: readonly RelativePath[];
  /**
   * False where a text of such a file has something that the manager can have written into none of these (empty: there was
   * no file): a person did.
   */
  isOwnWriting?(now: string, texts: readonly string[]): Promise<boolean>;
  readonly catalogs?: CatalogFile;
  /**
   * What an install makes beside a manifest, folders and files; the root's first. Kept by hard links where `keepsTrees`
   * says that this pays.
   */
  readonly trees: readonly RelativePath[];
  /** More of them that the project's configuration names, inside of the project and relative to the lockfile root. */
  configuredTrees?(read: ReadConfig): Promise<readonly RelativePath[]>;
  /**
   * True: kept before an install and put back when it fails. False: made anew from the old lockfile, which is faster for
   * a manager that links from a store of its own (measured: pnpm, bun).
   */
  readonly keepsTrees: boolean;
  /**
   * Removes what the manager noted of the tree that it made last. An install that was broken off leaves notes of packages
   * that are gone or half there, and the next one would believe them.
   */
  forgetTree?(context: DriverContext): Promise<void>;
  /**
   * True: a package that no lockfile knows yet is taken from the registry without comparing it with the hash that the
   * registry announces, so that somebody else has to.
   */
  readonly trustsFirstFetch?: boolean;
  /** True: {@link update} moves the ranges of manifests on too; whoever calls it puts them back and resolves once more. */
  readonly updateMovesRanges?: boolean;
  /** What this manager's own configuration puts before a new version; undefined where it says nothing. */
  savePrefix?(read: ReadConfig): Promise<string | undefined>;
  /**
   * What it keeps of a package that a {@link resolve} in this context fetched, as a proof against the registry's own
   * tarball: SHA-512 in hexadecimal by path inside the package. Undefined where it fetched nothing.
   */
  fetchedFiles?(context: DriverContext, found: LockedPackage): Promise<ReadonlyMap<string, string> | undefined>;
  /** By which range a member depends on a sibling; without it, by one that the sibling's version satisfies. */
  siblingRange?(sibling: Manifest): string;
  /**
   * What of the project's own files stands in the way of running this manager at all. Reads, never runs. `folders`: of
   * the manifests, relative to the lockfile root, its own first.
   */
  hazards(read: ReadConfig, folders: readonly RelativePath[]): Promise<readonly Hazard[]>;
  /**
   * Files besides manifests, lockfile and {@link configFiles} that a resolve reads because one of them names it, such as
   * patches; relative to the lockfile root.
   */
  alsoReads?(read: ReadConfig, folders: readonly RelativePath[]): Promise<readonly RelativePath[]>;
  /** The version that files in `folder` (absolute) get, where it does not stand in node_modules; undefined: nothing. */
  installedVersion?(context: DriverContext, folder: string, name: string): Promise<string | undefined>;
  /** True: a {@link resolve} heeds {@link DriverContext.leastAge}. `version`: the manager's own. */
  choosesByAge?(version: string): boolean;
  /** Writes the lockfile for the manifests in `cwd`; node_modules stays untouched. Install scripts never run. */
  resolve(context: DriverContext, signal: AbortSignal): Promise<DriverRun>;
  /**
   * Moves packages, direct or not, to the newest version that every range in the tree allows, in the lockfile alone. A
   * manager that can only do it by installing lacks it.
   */
  update?(context: DriverContext, names: readonly string[], signal: AbortSignal): Promise<DriverRun>;
  /**
   * Makes node_modules what the lockfile says. Install scripts never run. May reject with QM_LOCKFILE_STALE where no
   * lockfile stands there, or one that does not fit.
   */
  install(context: DriverContext, signal: AbortSignal): Promise<DriverRun>;
  /**
   * Starts the program of an {@link install} that is to come in the same context, as far as it goes without looking at the
   * project. Undefined where that cannot be done.
   */
  loadAhead?(context: Pick<DriverContext, 'run' | 'tool' | 'patienceMs'>): Disposable | undefined;
  /** For a manager whose {@link install} rejects so: as near to the lockfile as can be, which it may write anew. */
  installLoosely?(context: DriverContext, signal: AbortSignal): Promise<DriverRun>;
  /**
   * Runs the install scripts of one installed package and of no other, whatever the project's own lists allow. Rejects with
   * QM_BUILD_FAILED where they did not run to a good end. A manager that cannot build one alone lacks it.
   */
  rebuild?(context: DriverContext, built: ScriptedPackage, signal: AbortSignal): Promise<DriverRun>;
  /**
   * The places of packages with install scripts, by its own notes of the tree that it made; undefined where there are none.
   * Without it the trees are walked: 90 ms for 600 packages.
   */
  scriptedPlaces?(read: ReadConfig): Promise<readonly RelativePath[] | undefined>;
  /** What of the project's own files would have a part in what {@link rebuild} runs, beside what {@link hazards} tells. */
  buildHazards?(read: ReadConfig): Promise<readonly Hazard[]>;
  /** Packages that the project's own files keep from being built, by `name` or `name@version`. */
  deniedBuilds?(read: ReadConfig): Promise<readonly string[]>;
  /** Where a project's own files can say what may be built, of which the first that holds is gone by; without it, nowhere. */
  readonly buildLists?: readonly BuildList[];
  /** Begins to read the output of one context's runs; without it, the manager says nothing that a program can read. */
  readProgress?(): ProgressReader;
  /** What the lockfile says; unreadable text says nothing. */
  readLockfile(text: string): Promise<Lockfile>;
  /**
   * The new text of the file that has this manager's overrides, by its path from the lockfile root; one by the same name
   * and parent is replaced, the rest of the file stays to the byte. The next {@link resolve} follows it. Undefined where
   * this manager has no such override. `version`: the manager's own, since generations read different files.
   */
  override(
    read: ReadConfig,
    override: Override,
    version: string,
  ): Promise<{ readonly path: RelativePath; readonly text: string } | undefined>;
}
