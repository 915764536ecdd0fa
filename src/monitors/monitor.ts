import type { RelativePath } from '../base/path.ts';
import type { StandingPackage } from '../model/build.ts';
import type { Finding } from '../model/finding.ts';
import type { Snapshot } from '../model/snapshot.ts';

/** What monitors look at. Gathered before, so that every monitor is a pure function. */
export interface MonitorInput {
  readonly snapshot: Snapshot;
  /** Packages whose install scripts were not run, by the root of their project. */
  readonly unbuilt: ReadonlyMap<RelativePath, readonly StandingPackage[]>;
}

/** One question about a folder. What it could not see is a finding too. */
export type Monitor<Found extends Finding = Finding> = (input: MonitorInput) => readonly Found[];
