/** How often a package was downloaded in the last week, or why nobody told. None of the faults says that it is rare. */
export type DownloadsAnswer =
  | {
      readonly ok: true;
      readonly weekly: number;
      /** When that was asked, ISO 8601 UTC. */
      readonly checkedAt: string;
    }
  | {
      readonly ok: false;
      readonly reason: 'off' | 'unreachable' | 'busy' | 'failed' | 'malformed';
      readonly message: string;
    };

/** Who counts downloads of public packages. */
export interface Downloads {
  /** False where it is on this machine: then the names of private packages may be told to it as well. */
  readonly isElsewhere: boolean;
  /** The name leaves the machine: never call it with one of a private package where {@link isElsewhere}. Rejects only on cancellation. */
  lastWeek(name: string, signal: AbortSignal): Promise<DownloadsAnswer>;
}
