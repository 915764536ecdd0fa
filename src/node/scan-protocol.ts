import type { QmErrorCode } from '../base/errors.ts';
import type { RelativePath } from '../base/path.ts';
import type { ProjectMap } from '../model/project.ts';
import type { PackageUse, Snapshot } from '../model/snapshot.ts';
import type { UnusedReport } from '../model/unused.ts';
import type { DocumentScan, ScanOptions } from '../ports/scanner.ts';

/** What the worker is given when it starts. */
export interface ScanWorkerData {
  /** Absolute. */
  readonly cacheFolder: string;
  /** Absolute path of the list of well-known packages. */
  readonly popularFile: string;
  /** By absolute folder. */
  readonly options: ReadonlyMap<string, ScanOptions>;
  /** The text of the l10n bundle, as `@vscode/l10n` takes it; undefined for English. */
  readonly l10n: string | undefined;
}

/** A question with an answer. */
export type ScanRequest =
  | { readonly kind: 'scanFolder'; readonly root: string }
  | { readonly kind: 'readProjects'; readonly root: string }
  | { readonly kind: 'knownProjects'; readonly root: string }
  | { readonly kind: 'forget'; readonly root: string }
  | { readonly kind: 'findUnused'; readonly root: string }
  | { readonly kind: 'usesOnDisk'; readonly root: string; readonly file: RelativePath }
  | { readonly kind: 'scanDocument'; readonly root: string; readonly file: RelativePath; readonly text: string };

export interface ScanAnswers {
  readonly scanFolder: Snapshot;
  readonly readProjects: ProjectMap;
  readonly knownProjects: ProjectMap;
  readonly forget: void;
  readonly findUnused: UnusedReport;
  readonly usesOnDisk: readonly PackageUse[] | undefined;
  readonly scanDocument: DocumentScan;
}

export type ToScanWorker =
  | { readonly kind: 'request'; readonly id: number; readonly request: ScanRequest }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'invalidate'; readonly root: string; readonly paths: readonly RelativePath[] }
  | { readonly kind: 'configure'; readonly root: string; readonly options: ScanOptions }
  | { readonly kind: 'warmUp' };

export type FromScanWorker =
  | { readonly kind: 'answer'; readonly id: number; readonly value: ScanAnswers[keyof ScanAnswers] }
  | { readonly kind: 'cancelled'; readonly id: number }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly code: QmErrorCode;
      readonly message: string;
      readonly hint: string;
    };
