import type { RelativePath } from '../base/path.ts';
import type { BuildNotes } from '../model/build.ts';
import type { Mode } from '../model/mode.ts';
import type { Disposable } from '../base/lifecycle.ts';
import type { FileRecord, OperationId } from '../model/operation.ts';
import type { PrivateHost } from '../model/private-host.ts';
import type { AcceptedPolicy } from '../model/rule.ts';
import type { Retention } from '../model/retention.ts';
import type { StoredRequest } from '../model/stored-request.ts';

/** A state database as the user's own folder knows it: only such a one is ever opened. */
export interface KnownDatabase {
  readonly device: string;
  readonly inode: string;
  /** UUID that stands in the database too. */
  readonly databaseId: string;
}

/** Intent, written before the act: enough to put the project back should this process die. */
export interface WriteAhead {
  readonly operation: OperationId;
  /** Real path of the project's root. */
  readonly root: string;
  /** Real path of the workspace folder that has it in its journal: the project's root or a folder above. */
  readonly workspace: string;
  /** Bytes before and as planned; none while nothing of the project is about to change. */
  readonly files: readonly FileRecord[];
  /** True from just before the first of them is written. */
  readonly begun: boolean;
  /** What git had checked out when it began; undefined outside of a repository. */
  readonly head: string | undefined;
  /** Folder below the system's temporary folder in which it resolves. */
  readonly shadow: string | undefined;
  /** Trees of which a snapshot was taken whole; undefined: none, or not yet. */
  readonly trees: readonly { readonly path: RelativePath; readonly existed: boolean }[] | undefined;
  /** What is done anew in the next window where this one is closed before it is done; undefined: it ends with its process. */
  readonly request: StoredRequest | undefined;
  /** True where its user told it to wait. */
  readonly held: boolean;
  /** ISO 8601 UTC. */
  readonly at: string;
}

/**
 * What gives power. Kept in the user's own folder by real path, computed alike by editor and command line, never in a
 * workspace: a repository could bring it along.
 */
export interface UserState {
  /** What this user chose for the folder; undefined: nothing yet. */
  mode(root: string): Promise<Mode | undefined>;
  setMode(root: string, mode: Mode): Promise<void>;
  /** How much history the user's editor was told to keep, so that the command line forgets no more; undefined: nothing was said. */
  retention(): Promise<Retention | undefined>;
  setRetention(retention: Retention): Promise<void>;
  /** `changed` is called after some process wrote the mode or the database of the folder; at times without a reason. */
  watch(root: string, changed: () => void): Disposable;
  /** Digests of the code of the folder's repository that this user consented to, the newest first. */
  consents(root: string): Promise<readonly string[]>;
  addConsent(root: string, digest: string): Promise<void>;
  /** The rules of the folder's repository that this user accepted last; undefined: none ever. */
  acceptedRules(root: string): Promise<AcceptedPolicy | undefined>;
  setAcceptedRules(root: string, accepted: AcceptedPolicy): Promise<void>;
  /**
   * Removes mode, consents, accepted rules and database of the folder, and builds and private registries of all projects in it, from
   * what is kept.
   */
  forget(root: string): Promise<void>;
  knownDatabase(root: string): Promise<KnownDatabase | undefined>;
  setKnownDatabase(root: string, database: KnownDatabase): Promise<void>;
  /**
   * Where the lock of a project stands, by the real path of its root: one for everything that this user runs on this
   * machine, whichever folder around the project is open there.
   */
  lockFile(project: string): string;
  /** What is known of builds in a project, by the real path of its root. */
  builds(project: string): Promise<BuildNotes>;
  setBuilds(project: string, notes: BuildNotes): Promise<void>;
  /** The private registries from which a project has had packages, by the real path of its root. */
  privateHosts(project: string): Promise<readonly PrivateHost[]>;
  setPrivateHosts(project: string, hosts: readonly PrivateHost[]): Promise<void>;
  /**
   * Writes or replaces the record of an operation. Notes its own process beside it, so that the next start can tell
   * whether it died.
   */
  writeAhead(record: WriteAhead): Promise<void>;
  /** The process that now works on the project: it may outlive ours. */
  noteChild(operation: OperationId, pid: number): Promise<void>;
  /** The process number of that child, where it or something that it began in the project still runs. */
  runningChild(operation: OperationId): Promise<number | undefined>;
  closeWriteAhead(operation: OperationId): Promise<void>;
  /** Records of projects at or below `folder` that were never closed, of processes that no longer run. */
  abandoned(folder: string): Promise<readonly WriteAhead[]>;
}
