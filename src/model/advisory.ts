import type { Gap } from './gap.ts';

/** One exact version of a published package. */
export interface PackageVersion {
  readonly name: string;
  readonly version: string;
}

export const severities = ['low', 'moderate', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** A published fault of a package, or that it is malware. */
export interface Advisory {
  /** As its source names it: `GHSA-…`, `MAL-…`, `CVE-…`. */
  readonly id: string;
  /** Undefined where the source does not say. */
  readonly severity: Severity | undefined;
  /** One line, untrusted; '' where the source has none. */
  readonly summary: string;
  /** Its source says that the version was made to do harm. */
  readonly isMalware?: boolean;
}

/** What became known of the advisories of one version. */
export type AdvisoryEvidence =
  | {
      readonly known: true;
      readonly advisories: readonly Advisory[];
      /** When the database was asked, ISO 8601 UTC. */
      readonly checkedAt: string;
      /** Who was asked: the package's own registry alone, where nobody else may hear of it; undefined: OSV. */
      readonly source?: 'registry';
    }
  | Gap;
