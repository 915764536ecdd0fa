import { packageCondition } from './conditions/package.ts';

/** Something that is about packages whose names begin in some ways; undefined starts: about any. */
export interface Indexed<T> {
  readonly item: T;
  readonly starts: readonly string[] | undefined;
}

/** Finds the few items that may be about a package among many that are about others. */
export interface PackageIndex<L> {
  /** In their order, each once. Some of them may still be about another package. */
  about(name: string): L;
}

/** An index over items in their order; `finish` makes of some of them what is handed out, and that is kept for a while. */
export function packageIndex<T, L>(all: readonly Indexed<T>[], finish: (items: readonly T[]) => L): PackageIndex<L> {
  const anywhere = [...all.keys()].filter((index) => all[index]?.starts === undefined);
  const byStart = new Map<string, number[]>();
  for (const [index, { starts }] of all.entries()) {
    for (const start of new Set(starts)) {
      const there = byStart.get(start);
      if (there === undefined) byStart.set(start, [index]);
      else there.push(index);
    }
  }
  const lengths = [...new Set([...byStart.keys()].map((start) => start.length))].sort((one, other) => one - other);
  const startsIn = (name: string): readonly string[] =>
    lengths
      .filter((length) => length <= name.length)
      .map((length) => name.slice(0, length))
      .filter((start) => byStart.has(start));
  const listOf = (name: string): L => {
    const found = new Set(startsIn(name).flatMap((start) => byStart.get(start) ?? []));
    const merged = [...anywhere, ...found].sort((one, other) => one - other);
    return finish(merged.map((index) => (all[index] as Indexed<T>).item));
  };
  const known = new Map<string, L>();
  return {
    about(name) {
      // The longest one has all others in it.
      const key = startsIn(name).at(-1) ?? '';
      const before = known.get(key);
      if (before !== undefined) return before;
      const list = listOf(key);
      if (known.size >= mostLists) known.clear();
      known.set(key, list);
      return list;
    },
  };
}

/** How many lists are kept at a time: most packages are named by no rule, and share one. */
const mostLists = 100;

/**
 * What names begin with that fit the argument of a condition `package`; undefined where that may be anything, or the
 * argument cannot be read. All that stands before the first wildcard counts.
 */
export function startsOf(argument: unknown): readonly string[] | undefined {
  if (packageCondition.prepare(argument) === undefined) return undefined;
  const patterns: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  const wanted = patterns.filter((one): one is string => typeof one === 'string' && !one.startsWith('!'));
  if (wanted.length === 0) return undefined;
  // `@scope/**` fits `@scope` as well.
  const starts = wanted.map((text) => (text.split(/[*?{]/, 1)[0] ?? '').replace(/\/$/, ''));
  return starts.includes('') ? undefined : starts;
}
