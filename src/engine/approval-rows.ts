import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import type { RelativePath } from '../base/path.ts';
import { approvalDays } from '../model/approval.ts';
import { decidedAtOnce, type OperationAudit } from '../model/audit.ts';
import type { GateReport } from '../model/gate.ts';
import type { InstallOptions } from '../model/install.ts';
import type { OperationFacts, OperationId } from '../model/operation.ts';
import type { Plan } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import { answersOf } from '../policy/approved.ts';
import { decidingCheck } from '../policy/gate.ts';
import { baseOfInstall, importEvidence, whyOver } from '../policy/waiting-install.ts';
import type { Journal } from '../ports/journal.ts';
import type { EngineContext } from './context.ts';
import { draftOf } from './install-draft.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import { queuedOperation, type WaitingRow } from './operation-draft.ts';
import type { JudgedRequest } from './proposals.ts';
import { StandingAnswers } from './standing-answers.ts';

const dayMs = 86_400_000;

/** Packages that would be installed together, and how. */
interface Change {
  readonly items: readonly JudgedRequest[];
  readonly plan: Plan;
}

/** Whether a package is missing in a manifest whose code uses it; undefined where nobody knows. */
export type IsMissing = (name: string, manifest: RelativePath) => boolean | undefined;

/** The rows in which installs wait that automation may not make: one for each question, however often it comes up. */
export class ApprovalRows {
  readonly #context: Pick<EngineContext, 'clock' | 'log'>;
  readonly #keeper: Pick<JournalKeeper, 'read' | 'write'>;
  readonly #isMissing: IsMissing;

  constructor(
    context: Pick<EngineContext, 'clock' | 'log'>,
    keeper: Pick<JournalKeeper, 'read' | 'write'>,
    isMissing: IsMissing,
  ) {
    this.#context = context;
    this.#keeper = keeper;
    this.#isMissing = isMissing;
  }

  /** What was asked in a project and waits, and what was rejected there. */
  async standing(project: Project): Promise<StandingAnswers> {
    const journal = await this.#keeper.read();
    const isOver = (row: OperationFacts): boolean => this.#whyOver(row, project) !== undefined;
    return StandingAnswers.of(journal, project.root, isOver);
  }

  /** Has one row wait for each of these. Where nothing can be recorded, whoever asked still hears what the gate said. */
  async ask(project: Project, changes: readonly Change[], options: InstallOptions): Promise<void> {
    if (changes.length === 0) return;
    try {
      const journal = await this.#keeper.write();
      for (const change of changes) this.#ask(journal, project, change, options);
    } catch (error) {
      if (!(error instanceof QmError)) throw error;
      this.#context.log.warn(`what the gate asks could not be recorded: ${error.message}`);
    }
  }

  /** What a row says while it waits; undefined where a block, or something that nobody answered, stands in the way. */
  rowFor(
    project: Project,
    { items, plan }: Change,
    gate: readonly GateReport[],
    options: InstallOptions,
  ): WaitingRow | undefined {
    const first = gate.find(({ verdict }) => verdict === 'ask');
    const isSilent = items.some(({ fault }) => fault !== undefined);
    const isBlocked = gate.some(({ verdict }) => verdict === 'block');
    const isStored = options.automatic || options.approval !== undefined;
    if (first === undefined || isSilent || isBlocked || !isStored) return undefined;
    const { packages } = draftOf(project, items, options);
    return {
      packages,
      gate: [...new Set(gate)],
      decidedBy: t('The gate asks: {0}', decidingCheck(first)?.reason ?? ''),
      audit: this.#auditOf(project, plan),
    };
  }

  /** Puts what the gate asks now in the place of what the row showed. */
  async renew(id: OperationId | undefined, row: WaitingRow | undefined): Promise<void> {
    if (id === undefined || row === undefined) return;
    const journal = await this.#keeper.write();
    journal.together(() => {
      if (journal.operation(id)?.status === 'awaiting-approval') journal.update(id, row);
    });
  }

  #ask(journal: Journal, project: Project, change: Change, options: InstallOptions): void {
    const { items } = change;
    const row = this.rowFor(
      project,
      change,
      items.flatMap(({ report }) => report ?? []),
      options,
    );
    if (row === undefined) return;
    const now = this.#context.clock.now().toISOString();
    const added = { ...queuedOperation(draftOf(project, items, options), journal, now), ...row };
    journal.together(() => {
      const isOver = (found: OperationFacts): boolean => this.#whyOver(found, project) !== undefined;
      const standing = StandingAnswers.of(journal, project.root, isOver);
      const known = items.map((item) => standing.waitingFor(item.request)).find((found) => found !== undefined);
      if (known === undefined) journal.add({ ...added, status: 'awaiting-approval' });
      else if (!asksTheSame(known, row)) journal.update(known.id, row);
    });
  }

  #whyOver(row: OperationFacts, project: Project): string | undefined {
    return whyOver(row, { now: this.#context.clock.now(), project, isMissing: this.#isMissing });
  }

  #auditOf(project: Project, plan: Plan): OperationAudit {
    const now = this.#context.clock.now();
    const isImported = plan.packages.some(({ package: name, manifest }) => this.#isMissing(name, manifest) === true);
    const detail = t('Code imports it, and it is missing.');
    const names = plan.packages.map(({ package: name }) => name);
    return {
      ...decidedAtOnce('gate'),
      plan,
      evidence: isImported ? [{ kind: importEvidence, source: 'scan', at: now.toISOString(), detail }] : [],
      baseHash: baseOfInstall(project, names),
      expiresAt: new Date(now.getTime() + approvalDays * dayMs).toISOString(),
    };
  }
}

/** The same questions about the same versions: whoever looked at one has looked at the other. */
function asksTheSame(known: OperationFacts, row: WaitingRow): boolean {
  const said = ({ gate, packages }: Pick<OperationFacts, 'gate' | 'packages'>): string =>
    JSON.stringify([answersOf(gate), packages.map(({ name, to, range }) => [name, to, range])]);
  return said(known) === said(row);
}
