import type { RelativePath } from '../base/path.ts';
import type { GateReport } from '../model/gate.ts';
import type { ListedOperation, OperationFacts } from '../model/operation.ts';
import type { InstallRequest } from '../model/plan.ts';
import type { Journal } from '../ports/journal.ts';
import type { JudgedRequest } from './proposals.ts';

/** Rows that are looked at, the newest. */
const mostRows = 1_000;

/** What of its evidence says that a person said no. */
export const rejectedEvidence = 'rejected';

/** What automation has asked in one project or all: what waits for its answer, and what a person said no to. */
export class StandingAnswers {
  readonly #waiting: readonly ListedOperation[];
  readonly #rejected: readonly ListedOperation[];

  private constructor(waiting: readonly ListedOperation[], rejected: readonly ListedOperation[]) {
    this.#waiting = waiting;
    this.#rejected = rejected;
  }

  /** `isOver`: a row that waits in vain, and holds nobody up. */
  static of(
    journal: Journal | undefined,
    project: RelativePath | undefined,
    isOver: (row: OperationFacts) => boolean,
  ): StandingAnswers {
    const waiting = journal?.operations({ limit: mostRows, project, status: 'awaiting-approval' }) ?? [];
    const ended = journal?.operations({ limit: mostRows, project, status: 'cancelled' }) ?? [];
    return new StandingAnswers(
      waiting.filter((row) => !isOver(row)),
      ended.filter(({ audit }) => audit.evidence.some(({ kind }) => kind === rejectedEvidence)),
    );
  }

  /** The row in which this request waits, alone or with others. */
  waitingFor({ package: name, manifest, field }: InstallRequest): ListedOperation | undefined {
    return this.#waiting.find(({ packages }) =>
      packages.some((one) => one.name === name && one.manifest === manifest && one.field === field),
    );
  }

  /** True where a person said no to this very version. */
  isRejected(name: string, version: string | undefined): boolean {
    return this.#rejected.some(({ packages }) => packages.some((one) => one.name === name && one.to === version));
  }

  /**
   * What keeps automation from a package that passes by itself: a person said no to it, or a row asks about what comes along
   * with it. Undefined: nothing.
   */
  holding({ request, report }: JudgedRequest): readonly GateReport[] | undefined {
    const name = request.package;
    const version = report?.version;
    if (this.isRejected(name, version)) return report === undefined ? [] : [report];
    const row = this.waitingFor(request);
    const planned = row?.packages.find((one) => one.name === name && one.manifest === request.manifest);
    // Another version is another question.
    if (row === undefined || planned?.to !== version || planned?.range !== request.range) return undefined;
    const asked = row.gate.filter(({ verdict }) => verdict === 'ask');
    // What it asked about this very version is answered by time, or by its registry.
    const isOwn = asked.every((one) => one.package === name && one.version === version);
    return isOwn ? undefined : asked;
  }
}
