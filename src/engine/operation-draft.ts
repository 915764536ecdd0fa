import type { Approval } from '../model/approval.ts';
import { decidedAtOnce, type BuiltInRule, type OperationAudit } from '../model/audit.ts';
import type { Operation, OperationId } from '../model/operation.ts';
import type { StoredRequest } from '../model/stored-request.ts';
import type { Journal } from '../ports/journal.ts';
import type { Place } from './waiting.ts';

/** What an operation is when it is queued. */
export type OperationDraft = Pick<
  Operation,
  'kind' | 'trigger' | 'claimedTrigger' | 'project' | 'packages' | 'decidedBy' | 'gate' | 'undoes'
> & {
  readonly rule?: BuiltInRule;
  /** What the next window is to do where this one is closed before it is done. */
  readonly request: StoredRequest;
  /** The row that waited for it in a window that was closed. */
  readonly adopts: OperationId | undefined;
  /** Where it changes files, where that cannot be read from the project itself. */
  readonly place?: Place;
  /** Who approved the row that it adopts. */
  readonly approval?: Pick<Approval, 'by' | 'at'> | undefined;
  /** What the row is where it was stopped by what only a person can answer, and waits for that; undefined: it has failed. */
  readonly waiting?: (error: unknown) => WaitingRow | undefined;
  /** What is written together with its good end, so that no death comes between them. */
  readonly onSuccess?: (journal: Journal, id: OperationId) => void;
};

/** What makes a row one that waits for approval. */
export type WaitingRow = Pick<Operation, 'packages' | 'gate' | 'decidedBy' | 'audit'>;

/** The row of an operation that waits for its turn; one that a closed window left is taken up. `now`: ISO 8601 UTC. */
export function queuedOperation(draft: OperationDraft, journal: Journal, now: string): Operation {
  const { kind, trigger, claimedTrigger, project, packages, decidedBy, gate, undoes, adopts } = draft;
  const adopted = adopts === undefined ? undefined : journal.operation(adopts);
  return {
    ...{ kind, trigger, claimedTrigger, project, packages, decidedBy, gate, undoes },
    audit: auditOf(draft, adopted),
    id: adopted?.id ?? crypto.randomUUID(),
    status: 'queued',
    projectId: journal.projectId(draft.project),
    manager: undefined,
    command: undefined,
    exitCode: undefined,
    managerVersion: undefined,
    output: undefined,
    steps: [],
    progress: 0,
    step: undefined,
    score: undefined,
    files: [],
    error: undefined,
    undoneBy: undefined,
    createdAt: adopted?.createdAt ?? now,
    startedAt: undefined,
    endedAt: undefined,
  };
}

/** What was approved stays known: by whom, when, and on what grounds. Its base is what the work finds. */
function auditOf({ rule, trigger, approval }: OperationDraft, adopted: Operation | undefined): OperationAudit {
  // A person's act unless the draft says otherwise, or nobody was there.
  const audit = decidedAtOnce(rule ?? (trigger === 'manual' ? 'you' : 'gate'));
  if (approval === undefined || adopted === undefined) return audit;
  const { plan, evidence } = adopted.audit;
  return { ...audit, plan, evidence, approvedBy: approval.by, approvedAt: approval.at };
}
