import type { ListedOperation, Operation, OperationId } from '../model/operation.ts';
import type { Journal } from '../ports/journal.ts';

/** Operations left to the user that are listed. */
const mostUnsettled = 500;

/** The operations of a folder, of all windows and the command line; none where this user has no journal here. */
export class History {
  readonly #journal: () => Promise<Journal | undefined>;

  /** `journal`: the one that stands there now. */
  constructor(journal: () => Promise<Journal | undefined>) {
    this.#journal = journal;
  }

  /** The newest first. */
  async newest(limit: number): Promise<readonly ListedOperation[]> {
    return (await this.#journal())?.operations({ limit }) ?? [];
  }

  async count(): Promise<number> {
    return (await this.#journal())?.count() ?? 0;
  }

  /** The ids that begin with these characters, at most `limit` of them. */
  async idsBeginningWith(beginning: string, limit: number): Promise<readonly OperationId[]> {
    return (await this.#journal())?.idsBeginningWith(beginning, limit) ?? [];
  }

  async operation(id: OperationId): Promise<Operation | undefined> {
    return (await this.#journal())?.operation(id);
  }

  /** Those that are left to the user, newest first. */
  async unsettled(): Promise<readonly ListedOperation[]> {
    return (await this.#journal())?.operations({ limit: mostUnsettled, status: 'needs-user' }) ?? [];
  }
}
