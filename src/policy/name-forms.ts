/** Words that only say that it is JavaScript, or from where: `node-request`, `jquery.js`. */
const marks = new Set(['js', 'node', 'nodejs', 'npm']);
/** Words that make a name look like an edition of another. Few real packages have them. */
const editions = new Set([
  ...[
    'official',
    'latest',
    'new',
    'real',
    'original',
    'pure',
    'plain',
    'fix',
    'fixed',
    'secure',
    'beta',
    'user',
    'the',
    'my',
  ],
]);
/** Words at the end that make a name look like a part of something larger, as real packages have them as well. */
const companions = new Set([
  ...['cli', 'core', 'api', 'sdk', 'util', 'utils', 'helper', 'helpers', 'tool', 'tools', 'client', 'server', 'proxy'],
  ...['wrapper', 'plugin', 'provider', 'pro', 'plus', 'dev', 'lib', 'pkg', 'package', 'module'],
]);
/** A number or a version as a word: `lodash-2`, `colors-v3`. */
const version = /^v?\d+$/;

/** What is left where no separator says that a mark is one has to be this long to be a name: `nodesass`, not `nodemon`. */
const shortestWithin = 4;

/** A name without separators and scope marks: `cross-env`, `crossenv`, `@cross/env` and `cross.env` are one. */
export function squashed(name: string): string {
  return name.replace(/[@/._-]/g, '');
}

/** The squashed name without the marks at its ends; undefined where it has none. */
export function unmarked(name: string): string | undefined {
  const { scope, words } = partsOf(name);
  const rest = words.filter((word, index) => !(marks.has(word) && (index === 0 || index === words.length - 1)));
  return rest.length === 0 || rest.length === words.length ? undefined : scope + rest.join('');
}

/** Squashed names of what is left of one when words that may have been added to it are taken off. */
export interface Shortened {
  /** Marks, where a separator sets them off and where none does. */
  readonly marks: readonly string[];
  readonly editions: readonly string[];
  readonly companions: readonly string[];
}

/** Up to one word is taken off in front and two at the end, and never all. */
export function shortened(name: string): Shortened {
  const { scope, words } = partsOf(name);
  const found = { marks: [...marksWithin(squashed(name))], editions: [] as string[], companions: [] as string[] };
  for (const before of [0, 1]) {
    for (const behind of [0, 1, 2]) {
      if (before + behind === 0 || before + behind >= words.length) continue;
      const rest = scope + words.slice(before, words.length - behind).join('');
      const front = words.slice(0, before);
      const end = words.slice(words.length - behind);
      if ([...front, ...end].every(isMark)) found.marks.push(rest, ...marksWithin(rest));
      else if ([...front, ...end].every(isEdition)) found.editions.push(rest);
      else if (front.every(isEdition) && end.every(isCompanion)) found.companions.push(rest);
    }
  }
  return found;
}

/** What stands between separators and scope marks. */
export function wordsOf(name: string): readonly string[] {
  return name.split(/[@/._-]+/).filter((word) => word !== '');
}

/** The words in the order of the alphabet, of a name of two or more: `cross-env` and `env-cross` are one. */
export function wordsSorted(name: string): string | undefined {
  const words = wordsOf(name);
  return words.length < 2 ? undefined : words.toSorted().join('-');
}

/** A squashed name with one letter for all that are drawn alike: `1odash`, `rnongoose`. */
export function drawn(form: string): string {
  return form
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replace(/[1i]/g, 'l')
    .replaceAll('0', 'o')
    .replaceAll('5', 's');
}

/** Without its marks; empty for a name that has none. */
export function scopeOf(name: string): string {
  return name.startsWith('@') ? name.slice(1, Math.max(1, name.indexOf('/'))) : '';
}

function partsOf(name: string): { readonly scope: string; readonly words: readonly string[] } {
  const scope = scopeOf(name);
  const base = scope === '' ? name : name.slice(scope.length + 2);
  return { scope: squashed(scope), words: wordsOf(base) };
}

function marksWithin(form: string): readonly string[] {
  const rests = [/^node(.+)$/, /^(.+)js$/].map((mark) => mark.exec(form)?.[1] ?? '');
  return rests.filter((rest) => rest.length >= shortestWithin);
}

function isMark(word: string): boolean {
  return marks.has(word);
}

function isEdition(word: string): boolean {
  return marks.has(word) || editions.has(word);
}

function isCompanion(word: string): boolean {
  return isEdition(word) || companions.has(word) || version.test(word);
}
