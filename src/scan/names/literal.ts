/** A string of a configuration, and where in its objects it stands. */
export interface Literal {
  /** Keys of objects, and indexes of arrays: `['plugins', 0]`. */
  readonly keys: readonly (string | number)[];
  /** It is the last of the keys itself, not a value. */
  readonly isKey: boolean;
  readonly text: string;
  /** Offsets of the text, without its quotes. */
  readonly start: number;
  readonly end: number;
}

/** Whether the value behind a key is `false`: PostCSS and others take out so what a preset brings. `end`: of the key, quotes and all. */
export function isSwitchedOff(text: string, end: number): boolean {
  const value = /\s{0,20}:\s{0,20}false\b/y;
  value.lastIndex = end;
  return value.test(text);
}

/**
 * Its keys without indexes, a colon behind the last where it is the key itself; undefined where it is none of the entries that
 * configurations have: a value, one of a list, or the first of a list in a list, behind which its options stand.
 */
export function pathOf({ keys, isKey }: Literal): readonly string[] | undefined {
  // Behind the first of a list in a list stand options, whose strings are the entry's own business.
  if (keys.some((key, index) => typeof key === 'number' && key > 0 && typeof keys[index - 1] === 'number'))
    return undefined;
  const last = keys.findLastIndex((key) => typeof key === 'string');
  const [, second, ...rest] = keys.slice(last + 1);
  if (rest.length > 0 || (second ?? 0) !== 0) return undefined;
  return keys.flatMap((key, index) => (typeof key === 'string' ? [isKey && index === last ? `${key}:` : key] : []));
}
