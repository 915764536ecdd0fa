import type { Event } from '../base/lifecycle.ts';
import type { RelativePath } from '../base/path.ts';
import type { RuleId } from '../model/audit.ts';
import type { MonitorRow } from '../model/monitor.ts';
import type { ListedOperation, Operation, OperationId, OperationStatus, ProjectId } from '../model/operation.ts';
import type { RuleRow } from '../model/rule.ts';
import type { StoredRules } from '../model/rules-in-force.ts';

/** Which operations: at most `limit`, of the project with this root or of all, in this state or in any. */
export interface OperationQuery {
  readonly limit: number;
  readonly project?: RelativePath | undefined;
  readonly status?: OperationStatus | undefined;
}

/** Ended operations of a span: what the success rate is made of. */
export interface OperationTotals {
  readonly succeeded: number;
  readonly failed: number;
  /** Rolled back because they failed, not by the user. */
  readonly rolledBack: number;
}

/** The three tables and what hangs on them. One a workspace folder, shared by all windows and the command line. */
export interface Journal {
  /** The id of a lockfile root, given at the first call and kept. */
  projectId(root: RelativePath): ProjectId;
  /** The lockfile root that has this id; undefined where none has. */
  projectRoot(id: ProjectId): RelativePath | undefined;
  add(operation: Operation): void;
  update(id: OperationId, change: Partial<Omit<Operation, 'id'>>): void;
  /** Several of these writes, all or none. */
  together(work: () => void): void;
  /** From here on an operation puts back what it changed: the step in which it is, noted as none of the change itself. */
  noteUndo(id: OperationId, change: Pick<Operation, 'progress'> & { readonly step: string }): void;
  /**
   * With the bytes of its files. This and the list throw QM_STATE_UNAVAILABLE for a row that this version cannot read:
   * what is unknown is not left out.
   */
  operation(id: OperationId): Operation | undefined;
  /** Newest first, without bytes. */
  operations(query: OperationQuery): readonly ListedOperation[];
  /** How many operations there are. */
  count(): number;
  /** The ids that begin with these characters, at most `limit` of them. */
  idsBeginningWith(beginning: string, limit: number): readonly OperationId[];
  /** Since an ISO 8601 time, of the project with this root or of all. */
  totals(since: string, project?: RelativePath): OperationTotals;
  monitors(project: ProjectId): readonly MonitorRow[];
  /** The user's own rules, by shape alone: what their conditions say is not looked at. The same object as long as none changed. */
  rules(): StoredRules;
  /** Adds a rule, or puts it in the place of the one with its id. */
  saveRule(rule: RuleRow): void;
  /** False where no row has this id. One that cannot be read is removed as well. */
  removeRule(id: RuleId): boolean;
  /** Fires for changes of this process at once, for those of others within two seconds. */
  readonly onDidChange: Event<void>;
  /**
   * Forgets operations that have ended and began before an ISO 8601 time, or are older than the newest `most`, with the
   * contents of files that no other needs. What is open stays. Returns how many are gone.
   */
  forgetOld(before: string, most: number): number;
  close(): void;
}
