import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import { Emitter, type Disposable } from '../base/lifecycle.ts';
import { SqlJournal } from '../journal/sql-journal.ts';
import type { Journal } from '../ports/journal.ts';
import type { EngineContext } from './context.ts';

const dayMs = 86_400_000;

/** Opens the journal of the folder when it is first needed: to read only what is this user's, to write by making it. */
export class JournalKeeper implements Disposable {
  readonly #context: EngineContext;
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;
  #journal: Journal | undefined;
  #opening: Promise<Journal | undefined> | undefined;
  #problem: QmError | undefined;

  constructor(context: EngineContext) {
    this.#context = context;
  }

  /** Why nothing can be written, or undefined. Known once {@link read} or {@link write} was asked. */
  get problem(): QmError | undefined {
    return this.#problem;
  }

  /** The journal that is open already: what can be shown without waiting. */
  get current(): Journal | undefined {
    return this.#journal;
  }

  /** The journal, or undefined where this user has none here or it cannot be opened. */
  async read(): Promise<Journal | undefined> {
    return (await this.look()).journal;
  }

  /** The same with why it cannot be opened: that nobody knows what is in it is not that there is nothing. */
  async look(): Promise<{ readonly journal: Journal | undefined; readonly problem: QmError | undefined }> {
    try {
      return { journal: await this.#open(false), problem: undefined };
    } catch (error) {
      if (!(error instanceof QmError)) throw error;
      return { journal: undefined, problem: error };
    }
  }

  /** The journal, made if need be. Rejects with QM_STATE_UNAVAILABLE or QM_READ_ONLY: without a record nothing is done. */
  async write(): Promise<Journal> {
    const journal = await this.#open(true);
    if (journal !== undefined) return journal;
    throw this.#fail(noSqlite());
  }

  /** Closes the journal, so that its files can be removed; the next question opens what stands there then. */
  close(): void {
    this.#journal?.close();
    this.#journal = undefined;
    this.#problem = undefined;
  }

  dispose(): void {
    this.#journal?.close();
    this.#journal = undefined;
    this.#changed.dispose();
  }

  async #open(create: boolean): Promise<Journal | undefined> {
    // `git clean` or another window may have taken the folder away: what is written to a removed file is lost.
    if (this.#journal !== undefined && !(await this.#context.state.stands(this.#context.root))) this.close();
    if (this.#journal !== undefined) return this.#journal;
    // One opening at a time: two would both find nothing and make two.
    await this.#opening?.catch(() => undefined);
    if (this.#journal !== undefined) return this.#journal;
    this.#opening = this.#openNow(create).finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  async #openNow(create: boolean): Promise<Journal | undefined> {
    const { root, state, clock, log } = this.#context;
    try {
      const answer = await state.open(root, create, (path) => log.warn(`foreign state was set aside: ${path}`));
      if (answer.kind === 'unavailable') throw noSqlite();
      if (answer.kind === 'none') return undefined;
      const journal = new SqlJournal(answer.database, clock);
      const { days, operations } = await this.#context.retention();
      const before = new Date(clock.now().getTime() - days * dayMs).toISOString();
      const forgotten = journal.forgetOld(before, operations);
      if (forgotten > 0) log.info(`${forgotten} old operations were forgotten`);
      journal.onDidChange(() => this.#changed.fire());
      this.#journal = journal;
      this.#problem = undefined;
      return journal;
    } catch (error) {
      throw error instanceof QmError ? this.#fail(error) : error;
    }
  }

  #fail(error: QmError): QmError {
    const isKnown = this.#problem?.code === error.code && this.#problem.message === error.message;
    this.#problem = error;
    // Whoever hears of it may look again, and finds the same.
    if (!isKnown) this.#changed.fire();
    return error;
  }
}

function noSqlite(): QmError {
  return new QmError('QM_STATE_UNAVAILABLE', {
    message: t('This version of Node has no SQLite, so nothing could be recorded.'),
    hint: t('Findings are shown, but nothing is installed. Use VS Code 1.103 or later, or Node 22.13 or later.'),
  });
}
