import { Lanes } from '../execute/lanes.ts';
import type { Retention } from '../model/retention.ts';
import type { Advisories } from '../ports/advisories.ts';
import type { Clock } from '../ports/clock.ts';
import type { Documents } from '../ports/documents.ts';
import type { Downloads } from '../ports/downloads.ts';
import type { Files } from '../ports/files.ts';
import type { ForeignRuns } from '../ports/foreign-runs.ts';
import type { FileLock } from '../ports/lock.ts';
import type { Log } from '../ports/log.ts';
import type { ToolLocator } from '../ports/manager-driver.ts';
import type { PopularList } from '../ports/popular-list.ts';
import type { Replacements } from '../ports/replacements.ts';
import type { PackageTrees } from '../ports/package-trees.ts';
import type { ProcessRunner } from '../ports/process-runner.ts';
import type { Registry } from '../ports/registry.ts';
import type { Scanner } from '../ports/scanner.ts';
import type { StateFolder } from '../ports/state-folder.ts';
import type { Trust } from '../ports/trust.ts';
import type { UserState } from '../ports/user-state.ts';

/** The world as an engine sees it. Editor, command line and tests pass different ones; nothing else differs. */
export interface EngineContext {
  /** Real path of the workspace folder. */
  readonly root: string;
  readonly scanner: Scanner;
  readonly files: Files;
  readonly trees: PackageTrees;
  readonly run: ProcessRunner;
  readonly tools: ToolLocator;
  readonly registry: Registry;
  readonly advisories: Advisories;
  readonly downloads: Downloads;
  readonly popular: PopularList;
  readonly replacements: Replacements;
  readonly state: StateFolder;
  readonly user: UserState;
  readonly lock: FileLock;
  readonly clock: Clock;
  readonly log: Log;
  readonly trust: Trust;
  readonly documents: Documents;
  /** How much of the history is kept; asked each time. */
  readonly retention: () => Promise<Retention>;
  /** True for a window: what waits when it is closed goes on in the next one. A command ends with what it was asked. */
  readonly livesOn: boolean;
  /** Package managers that others run in the folder. */
  readonly others: ForeignRuns;
  /**
   * How long an operation waits for what only a person can end (a merge, unsaved edits), in milliseconds; Infinity where
   * the person sees that it waits and can cancel it.
   */
  readonly patienceMs: number;
  /** Who works when, over all folders of this process. */
  readonly lanes: Lanes;
}

/** `cores`: processors of this machine. */
export function createLanes(cores: number): Lanes {
  return new Lanes(cores);
}
