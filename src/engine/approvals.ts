import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import type { Approver } from '../model/approval.ts';
import type { GateReport } from '../model/gate.ts';
import type { InstallOptions, InstallOutcome } from '../model/install.ts';
import type { ListedOperation, Operation, OperationFacts, OperationId } from '../model/operation.ts';
import { parsePackageName } from '../model/package-name.ts';
import type { InstallRequest } from '../model/plan.ts';
import type { Project, ProjectMap } from '../model/project.ts';
import { answersOf, approverWord, needsPerson } from '../policy/approved.ts';
import { decidingCheck } from '../policy/gate.ts';
import { whyOver } from '../policy/waiting-install.ts';
import type { Journal } from '../ports/journal.ts';
import type { IsMissing } from './approval-rows.ts';
import { notWaiting } from './approval-faults.ts';
import type { EngineContext } from './context.ts';
import { assertTrusted } from './guards.ts';
import { rejectedEvidence, StandingAnswers } from './standing-answers.ts';

/** Rows that are listed. */
const mostRows = 500;

/** What approvals ask of their engine. */
export interface ApprovalsHooks {
  /** The one that stands there now. */
  journal(): Promise<Journal | undefined>;
  /** Looks at the folder anew, which ends what waits in vain. */
  look(signal: AbortSignal): Promise<ProjectMap>;
  readonly isMissing: IsMissing;
  install(requests: readonly InstallRequest[], options: InstallOptions, signal: AbortSignal): Promise<InstallOutcome>;
}

/** What automation may not do by itself, and waits for a person's answer. */
export class Approvals {
  readonly #context: Pick<EngineContext, 'clock' | 'trust'>;
  readonly #hooks: ApprovalsHooks;

  constructor(context: Pick<EngineContext, 'clock' | 'trust'>, hooks: ApprovalsHooks) {
    this.#context = context;
    this.#hooks = hooks;
  }

  /** What waits, newest first, after a look at the folder. */
  async list(signal: AbortSignal): Promise<readonly ListedOperation[]> {
    await this.#hooks.look(signal);
    return waitingIn(await this.#hooks.journal());
  }

  /** One of them, after a look at the folder. Rejects with QM_NO_OPERATION or QM_NOT_OPEN. */
  async waiting(id: OperationId, signal: AbortSignal): Promise<Operation> {
    await this.#hooks.look(signal);
    return waitingRow(await this.#hooks.journal(), id);
  }

  /**
   * Makes what a row shows, as the same operation, and resolves with its end. The gate judges anew: rejects with QM_GATE_BLOCK
   * where it refuses by now, and with QM_GATE_ASK where it asks something else, which the row shows then, or what no script may
   * answer. Rejects with QM_NO_OPERATION, with QM_NOT_OPEN where the row does not wait any more, and as an install does.
   */
  async approve(id: OperationId, by: Approver, signal: AbortSignal): Promise<Operation> {
    assertTrusted(this.#context);
    const row = await this.waiting(id, signal);
    const isUnattended = by === 'a command without a terminal';
    const personal = isUnattended ? row.gate.find(needsPerson) : undefined;
    if (personal !== undefined) throw onlyByHand(personal);
    const { asked, blocked, operations } = await this.#hooks.install(
      requestsOf(row),
      {
        trigger: row.trigger,
        claimedTrigger: row.claimedTrigger,
        confirmed: isUnattended ? 'unattended' : true,
        automatic: false,
        approval: { by, at: this.#now(), answers: answersOf(row.gate) },
        adopts: id,
      },
      signal,
    );
    const [made] = operations;
    if (made !== undefined && made.status !== 'awaiting-approval') return made;
    const [block] = blocked;
    const error = block === undefined ? asksAnew(asked) : refused(block);
    if (block !== undefined) end(await this.#hooks.journal(), id, { decidedBy: error.message }, this.#now());
    throw error;
  }

  /** A no: automation does not ask again about this version in this project. Rejects with QM_NO_OPERATION or QM_NOT_OPEN. */
  async reject(id: OperationId, by: Approver): Promise<Operation> {
    assertTrusted(this.#context);
    const journal = await this.#hooks.journal();
    const { audit } = waitingRow(journal, id);
    const said = t('Rejected by {0}', approverWord(by));
    const at = this.#now();
    const evidence = [...audit.evidence, { kind: rejectedEvidence, source: by, at, detail: said }];
    if (!end(journal, id, { decidedBy: said, audit: { ...audit, evidence } }, at)) throw notWaiting();
    return journal?.operation(id) ?? waitingRow(journal, id);
  }

  /** Ends what waits in vain, by what is known of the folder. */
  refresh(journal: Journal | undefined, map: ProjectMap): void {
    for (const row of waitingIn(journal)) {
      const surroundings = {
        now: this.#context.clock.now(),
        project: projectOf(map, row),
        isMissing: this.#hooks.isMissing,
      };
      const why = whyOver(row, surroundings);
      if (why !== undefined) end(journal, row.id, { decidedBy: why }, this.#now());
    }
  }

  /** What of an outcome a person has not said no to. */
  async unanswered(outcome: InstallOutcome): Promise<InstallOutcome> {
    const journal = await this.#hooks.journal();
    const standing = StandingAnswers.of(journal, undefined, () => false);
    const isOpen = (report: GateReport): boolean => !standing.isRejected(report.package, report.version);
    return { ...outcome, asked: outcome.asked.filter(isOpen) };
  }

  #now(): string {
    return this.#context.clock.now().toISOString();
  }
}

function waitingIn(journal: Journal | undefined): readonly ListedOperation[] {
  return journal?.operations({ limit: mostRows, status: 'awaiting-approval' }) ?? [];
}

function waitingRow(journal: Journal | undefined, id: OperationId): Operation {
  const row = journal?.operation(id);
  if (row === undefined) {
    throw new QmError('QM_NO_OPERATION', {
      message: t('There is no operation {0}.', id),
      hint: t('The history lists the operations of this folder with their ids.'),
    });
  }
  if (row.status !== 'awaiting-approval') throw notWaiting(row.status === 'cancelled' ? row.decidedBy : undefined);
  return row;
}

/** False where it does not wait any more: somebody was faster. */
function end(
  journal: Journal | undefined,
  id: OperationId,
  change: Partial<Pick<Operation, 'decidedBy' | 'audit'>>,
  at: string,
): boolean {
  let isEnded = false;
  journal?.together(() => {
    if (journal.operation(id)?.status !== 'awaiting-approval') return;
    journal.update(id, { ...change, status: 'cancelled', endedAt: at });
    isEnded = true;
  });
  return isEnded;
}

/** A manifest that cannot be read may be the project's: nothing is said of it then. */
function projectOf({ projects, faults }: ProjectMap, row: OperationFacts): Project | 'unreadable' | undefined {
  const project = projects.find(({ root }) => root === row.project);
  return project ?? (faults.length > 0 ? 'unreadable' : undefined);
}

/** What was asked for, by which the plan was made. */
function requestsOf({ packages }: OperationFacts): readonly InstallRequest[] {
  return packages.flatMap(({ name, manifest, field, range }) => {
    const parsed = parsePackageName(name);
    return parsed === undefined || field === undefined ? [] : [{ package: parsed, range, manifest, field }];
  });
}

function refused(report: GateReport): QmError {
  return new QmError('QM_GATE_BLOCK', {
    message: t('{0} was not installed: the gate refuses it by now. {1}', report.package, reasonOf(report)),
    hint: t('Nothing was changed. A block cannot be overridden.'),
  });
}

function asksAnew(asked: readonly GateReport[]): QmError {
  const report = asked.find(({ verdict }) => verdict === 'ask') ?? asked[0];
  return new QmError('QM_GATE_ASK', {
    message: t(
      '{0} was not installed: the gate asks something else by now. {1}',
      report?.package ?? '',
      report === undefined ? '' : reasonOf(report),
    ),
    hint: t('Nothing was changed. Look at it again, then approve or reject it.'),
  });
}

function onlyByHand(report: GateReport): QmError {
  return new QmError('QM_GATE_ASK', {
    message: t('{0} was not installed: only a person can answer this. {1}', report.package, reasonOf(report)),
    hint: t('Nothing was changed. Approve it at a terminal, or in VS Code.'),
  });
}

function reasonOf(report: GateReport): string {
  return decidingCheck(report)?.reason ?? '';
}
