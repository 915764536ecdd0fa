/**
 * Reads the arguments of conditions as they are shown: every function answers undefined for what it does not know in full, and the
 * caller shows that as it stands. What is right is policy/conditions/ to say.
 */

/** One of some words, or a list of them. */
export function readChoices<T extends string>(argument: unknown, words: readonly T[]): readonly T[] | undefined {
  const given: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  const chosen = words.filter((word) => given.includes(word));
  return given.length > 0 && chosen.length === given.length ? chosen : undefined;
}

/** Patterns of names. `!` at its beginning: taken out. */
export function readPatterns(argument: unknown): readonly string[] | undefined {
  const given: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  const texts = given.filter((one) => typeof one === 'string');
  return texts.length > 0 && texts.length === given.length ? texts : undefined;
}

interface Range<T> {
  readonly atLeast: T | undefined;
  readonly below: T | undefined;
}

/** At least the one, less than the other; one is there. */
export function readBounds<T>(argument: unknown, is: (value: unknown) => value is T): Range<T> | undefined {
  if (!isObject(argument, ['atLeast', 'below'])) return undefined;
  const { atLeast, below } = argument;
  const isRight = [atLeast, below].every((value) => value === undefined || is(value));
  if (!isRight || (atLeast === undefined && below === undefined)) return undefined;
  return { atLeast: atLeast as T | undefined, below: below as T | undefined };
}

/** As conditions/time.ts has them. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

interface TimeWindow {
  /** Every day where there are none. */
  readonly days: readonly Weekday[];
  /** HH:MM, as `to`; both or none. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly timeZone: string;
}

export function readTime(argument: unknown): TimeWindow | undefined {
  if (!isObject(argument, ['days', 'from', 'to', 'timeZone'])) return undefined;
  const { days, from, to, timeZone } = argument;
  const chosen = days === undefined ? [] : readChoices(days, weekdays);
  if (chosen === undefined || typeof timeZone !== 'string') return undefined;
  if (typeof from === 'string' && typeof to === 'string') return { days: chosen, from, to, timeZone };
  return from === undefined && to === undefined && chosen.length > 0
    ? { days: chosen, from: undefined, to: undefined, timeZone }
    : undefined;
}

function isObject(value: unknown, fields: readonly string[]): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.keys(value).every((field) => fields.includes(field));
}

export function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** Patterns in one line, parted by commas; those within braces belong to their pattern. */
export function splitPatterns(text: string): readonly string[] {
  return text
    .split(/[,\n](?![^{}]*\})/)
    .map((pattern) => pattern.trim())
    .filter((pattern) => pattern !== '');
}
