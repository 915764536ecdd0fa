import type { Advisory, PackageVersion } from '../model/advisory.ts';

/** The advisories that hold for a version; none is an answer too. */
export interface AffectedVersion extends PackageVersion {
  readonly advisories: readonly Advisory[];
  /** When the database was asked, ISO 8601 UTC. */
  readonly checkedAt: string;
}

/** `off`: the user wants nobody to be asked. */
export type AdvisoryFault = 'off' | 'unreachable' | 'busy' | 'failed' | 'malformed';

/**
 * The faults are no answer: what they leave open is unknown, never clean. `remembered`: what was answered about some of the
 * versions not long ago.
 */
export type AdvisoryAnswer =
  | { readonly ok: true; readonly versions: readonly AffectedVersion[] }
  | {
      readonly ok: false;
      readonly reason: AdvisoryFault;
      readonly message: string;
      readonly remembered: readonly AffectedVersion[];
    };

/** A database of advisories. */
export interface Advisories {
  /** False where it is on this machine: then the names of private packages may be told to it as well. */
  readonly isElsewhere: boolean;
  /**
   * The advisories of exact versions, one entry for each, in their order. Names and versions leave the machine: call it
   * only for what somebody looks at, and never with the name of a private package where {@link isElsewhere}. Rejects only
   * on cancellation.
   */
  affecting(versions: readonly PackageVersion[], signal: AbortSignal): Promise<AdvisoryAnswer>;
}
