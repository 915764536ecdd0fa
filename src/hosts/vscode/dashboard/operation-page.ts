import { toErrorFacts } from './error-facts.ts';
import { canRollBack, canSettle, type Operation, type OperationId } from '../../../model/operation.ts';
import type { ConcernFacts, OperationDetails, RollbackFacts } from '../../../view/details-facts.ts';
import { operationSheet } from '../../../view/operation-sheet.ts';
import { rollbackSentences, settleSentences } from '../rollback-words.ts';
import { isPackageRow, packageDetails } from './package-page.ts';
import { rowId, type DashboardModel, type RowAddress } from './dashboard-model.ts';

/** What was answered about taking one operation back, and of which state of it. */
interface Answer {
  readonly row: string;
  readonly facts: RollbackFacts;
}

/** The one operation that the panel shows in full, and what taking it back would do; or the one package. */
export class OperationPage {
  readonly #model: DashboardModel;
  readonly #locale: string;
  readonly #changed: () => void;
  #row: string | undefined;
  #answer: Answer | undefined;
  #asking = false;
  /** Something changed while it was asked. */
  #stale = false;

  /** `changed` is told when an answer came that is to be shown. */
  constructor(model: DashboardModel, locale: string, changed: () => void) {
    this.#model = model;
    this.#locale = locale;
    this.#changed = changed;
  }

  get row(): string | undefined {
    return this.#row;
  }

  open(row: string): void {
    this.#row = row;
    if (this.#answer?.row !== row) this.#answer = undefined;
    this.refresh();
  }

  close(): void {
    this.#row = undefined;
    this.#answer = undefined;
  }

  /** Something changed in the folders: what a rollback would do is asked anew. What was answered stands until then. */
  refresh(): void {
    const row = this.#row;
    if (row === undefined || isPackageRow(row)) return;
    this.#stale = this.#asking;
    if (this.#asking) return;
    this.#asking = true;
    void this.#foresee(row).then(async (facts) => {
      if (!this.#stale && row === this.#row) this.#tell(row, facts);
      const whole = await this.#withConcerns(row, facts);
      this.#asking = false;
      if (this.#stale || row !== this.#row) return this.refresh();
      if (whole !== facts) this.#tell(row, whole);
    });
  }

  #tell(row: string, facts: RollbackFacts): void {
    this.#answer = { row, facts };
    this.#changed();
  }

  /** What is shown of it now; undefined where none is open. */
  details(): OperationDetails | undefined {
    const row = this.#row;
    if (row === undefined) return undefined;
    if (isPackageRow(row)) return packageDetails(this.#model, row);
    const found = this.#find(row);
    if (found === undefined) return { kind: 'gone', id: row };
    const { address, operation } = found;
    const prefixed = (id: OperationId | undefined) => (id === undefined ? undefined : rowId(address.entry, id));
    const sheet = operationSheet(operation, {
      rights: this.#model.rights(address.entry, [operation]),
      rollback: canRollBack(operation) ? this.#answerTo(row) : { kind: 'none' },
      settle: canSettle(operation) ? this.#answerTo(row) : { kind: 'none' },
      undoneAt: this.#undoneAt(address, operation),
    });
    return {
      ...sheet,
      row: { ...sheet.row, id: row, undoneBy: prefixed(operation.undoneBy) },
      undoes: prefixed(operation.undoes),
    };
  }

  #find(row: string): { readonly address: RowAddress; readonly operation: Operation } | undefined {
    const address = this.#model.locate(row);
    const operation = address === undefined ? undefined : this.#model.recorded(address);
    return address === undefined || operation === undefined ? undefined : { address, operation };
  }

  #answerTo(row: string): RollbackFacts {
    return this.#answer?.row === row ? this.#answer.facts : { kind: 'asking' };
  }

  #undoneAt({ entry }: RowAddress, { undoneBy }: Operation): string | undefined {
    return undoneBy === undefined ? undefined : this.#model.recorded({ entry, id: undoneBy })?.endedAt;
  }

  async #foresee(row: string): Promise<RollbackFacts> {
    const found = this.#find(row);
    if (found === undefined) return { kind: 'none' };
    const { address, operation } = found;
    const { engine } = address.entry;
    try {
      if (canSettle(operation)) {
        const sentences = settleSentences(await engine.planSettle(operation.id), this.#locale);
        return { kind: 'foreseen', sentences, concerns: [] };
      }
      if (!canRollBack(operation)) return { kind: 'none' };
      const plan = await engine.planRollback(operation.id, new AbortController().signal);
      const sentences = rollbackSentences(plan, this.#locale);
      return { kind: 'foreseen', sentences, concerns: this.#knownConcerns(row, sentences) };
    } catch (error) {
      return { kind: 'blocked', error: toErrorFacts(error) };
    }
  }

  /** Others are asked once while the page is open, unless what a rollback would do becomes something else. */
  #knownConcerns(row: string, sentences: readonly string[]): readonly ConcernFacts[] | undefined {
    const known = this.#answer?.row === row ? this.#answer.facts : undefined;
    const isSame = known?.kind === 'foreseen' && known.sentences.join('\n') === sentences.join('\n');
    return isSame ? known.concerns : undefined;
  }

  /** What others say against it; the same facts where nothing can be asked. */
  async #withConcerns(row: string, facts: RollbackFacts): Promise<RollbackFacts> {
    const found = this.#find(row);
    if (facts.kind !== 'foreseen' || facts.concerns !== undefined || found === undefined) return facts;
    const { engine } = found.address.entry;
    try {
      const concerns = await engine.rollbackConcerns(found.operation.id, new AbortController().signal);
      return { ...facts, concerns: concerns.map(({ message, decision }) => ({ message, asks: decision === 'ask' })) };
    } catch (error) {
      return { kind: 'blocked', error: toErrorFacts(error) };
    }
  }
}
