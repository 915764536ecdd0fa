import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import type { OwnRules, StoredRules } from '../model/rules-in-force.ts';
import { readOwnRules } from '../policy/own-rules.ts';
import type { EngineContext } from './context.ts';
import type { JournalKeeper } from './journal-keeper.ts';

const none: OwnRules = { rules: [], faults: [], problem: undefined };

/** Reads the rules that the user has made for a folder: the same object as long as none changed. */
export class OwnRuleReader {
  readonly #trust: EngineContext['trust'];
  readonly #keeper: Pick<JournalKeeper, 'look'>;
  #last: { readonly stored: StoredRules; readonly own: OwnRules } | undefined;

  constructor({ trust }: Pick<EngineContext, 'trust'>, keeper: Pick<JournalKeeper, 'look'>) {
    this.#trust = trust;
    this.#keeper = keeper;
  }

  /** Where they cannot be read, that is their `problem`: it is not the same as none. */
  async read(): Promise<OwnRules> {
    // Opening a database writes beside it: an untrusted folder is left as it is.
    if (!this.#trust.isTrusted()) return { ...none, problem: untrusted() };
    const { journal, problem } = await this.#keeper.look();
    if (problem !== undefined) return { ...none, problem };
    const stored = journal?.rules();
    if (stored === undefined) return none;
    if (this.#last?.stored !== stored) {
      this.#last = { stored, own: { ...readOwnRules(stored), problem: undefined } };
    }
    return this.#last.own;
  }
}

function untrusted(): QmError {
  return new QmError('QM_UNTRUSTED', {
    message: t('This workspace is not trusted, so the rules that you have made for it are not read.'),
    hint: t('Trust the workspace first, if you know where it comes from.'),
  });
}
