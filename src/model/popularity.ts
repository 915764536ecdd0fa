import type { Gap } from './gap.ts';

/** What became known of how often a package is downloaded. */
export type PopularityEvidence =
  | {
      readonly known: true;
      /** In the last week. */
      readonly downloads: number;
      /** When that was asked, ISO 8601 UTC. */
      readonly checkedAt: string;
    }
  | Gap;
