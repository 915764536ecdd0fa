import type { RelativePath } from '../base/path.ts';
import type { ProjectMap } from '../model/project.ts';
import type { PackageUse, SkippedFile, Snapshot } from '../model/snapshot.ts';
import type { UnusedReport } from '../model/unused.ts';

/** The uses of one open document, as its unsaved text has them. */
export interface DocumentScan {
  readonly file: RelativePath;
  readonly uses: readonly PackageUse[];
  readonly skipped: SkippedFile | undefined;
}

/** What the user's settings say about the scans of a folder. */
export interface ScanOptions {
  /** Package names or globs (`@org/*`) that are never reported. */
  readonly ignorePackages: readonly string[];
}

/** Looks at a folder. Reads, never executes, never writes into it. */
export interface Scanner {
  /** Everything below `root` (absolute). Rejects with CancelledError when the signal fires, with QM_FOLDER_MISSING. */
  scanFolder(root: string, signal: AbortSignal): Promise<Snapshot>;
  /** The manifests and projects of the folder as they are on disk now, without looking at a source file. */
  readProjects(root: string, signal: AbortSignal): Promise<ProjectMap>;
  /** The same as the scanner remembers them, without another look at the folder: to be shown, not to be acted on. */
  knownProjects(root: string, signal: AbortSignal): Promise<ProjectMap>;
  /** One document with the text the editor holds; `file` relative to `root`. Never rejects for half-typed code. */
  scanDocument(root: string, file: RelativePath, text: string, signal: AbortSignal): Promise<DocumentScan>;
  /** The uses of one file as the last look at the folder found it on disk; undefined where it was left out or not there. */
  usesOnDisk(root: string, file: RelativePath, signal: AbortSignal): Promise<readonly PackageUse[] | undefined>;
  /** What is declared and surely used by nothing. Reads every text of the folder: seconds in a large one. */
  findUnused(root: string, signal: AbortSignal): Promise<UnusedReport>;
  /** Something on disk changed: what was remembered of these paths (relative; manifests, tsconfigs, node_modules) is asked again. */
  invalidate(root: string, paths: readonly RelativePath[]): void;
  /** Replaces the options of one folder (absolute), from its next scan on. */
  configure(root: string, options: ScanOptions): void;
  /** Drops all that is remembered of the folder, on disk too, until it is looked at again. */
  forget(root: string): Promise<void>;
  /** Starts what a first scan would have to wait for (the worker, the parser). */
  warmUp(): void;
  dispose(): Promise<void>;
}
