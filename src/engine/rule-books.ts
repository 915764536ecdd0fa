import type { EngineContext } from './context.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import type { RuleBook } from './rule-book.ts';

/** Gives the one book of a folder. */
export type AskRuleBook = () => Promise<RuleBook>;

/** Rules are a bundle of their own, which is loaded for the first question: most windows never ask one. */
export function ruleBooks(context: EngineContext, keeper: Pick<JournalKeeper, 'look' | 'write'>): AskRuleBook {
  let book: Promise<RuleBook> | undefined;
  return () => {
    book ??= import('./rule-book.ts').then(({ RuleBook: Book }) => new Book(context, keeper));
    return book;
  };
}
