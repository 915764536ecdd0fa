import * as v from 'valibot';

/** One of some words, or a list of them. */
export type Choices<T extends string> = T | readonly T[];

/** The argument of a condition about something that is one of a few words. */
export function choicesSchema<T extends string>(words: readonly T[]): v.GenericSchema<unknown, Choices<T>> {
  const word = v.picklist(words);
  return v.union([word, v.pipe(v.array(word), v.minLength(1), v.maxLength(100))]);
}

/** The words that were chosen. */
export function chosen<T extends string>(choices: Choices<T>): ReadonlySet<T> {
  return new Set(typeof choices === 'string' ? [choices] : choices);
}
