/** More wildcards say nothing more, but each may cost a step for every letter of a text. */
const mostWildcards = 8;
/** How many patterns one with braces may stand for. */
const mostAlternatives = 32;
/** Letters of a pattern; a package name has at most 214. */
export const longestPattern = 256;

/** A pattern that was read. */
export interface Glob {
  matches(text: string): boolean;
}

/**
 * - `text`: this letter. `one`: a letter of a segment. `star`: any letters of a segment. `deep`: any letters at all.
 * - `folders`: what a segment `**` before a slash stands for, none or some whole folders; `inside` is the same from its
 *   first letter on.
 * - `below`: what a slash and a last segment `**` stand for, nothing or a slash and all that follows.
 */
type Token =
  | { readonly kind: 'text'; readonly letter: string }
  | { readonly kind: 'one' | 'star' | 'deep' | 'folders' | 'inside' | 'below' };

/**
 * Reads a pattern: `*` and `?` stay in a segment, `**` as a whole segment goes over any number of them (none too),
 * braces `{a,b}` list alternatives and do not nest. All else stands for itself; there are no classes and no escapes.
 * Undefined where the pattern is empty, too long, or has too many wildcards or alternatives.
 *
 * No regular expression is made of it: those of patterns such as `*a*a*a*` take exponential time.
 */
export function readGlob(pattern: string): Glob | undefined {
  if (pattern === '' || pattern.length > longestPattern) return undefined;
  const alternatives = expandBraces(pattern);
  if (alternatives === undefined) return undefined;
  const globs = alternatives.map(readPlain);
  if (!globs.every((glob) => glob !== undefined)) return undefined;
  const [only] = globs;
  return only !== undefined && globs.length === 1 ? only : { matches: (text) => anyMatches(globs, text) };
}

/** Written out, since it is asked a million times. */
export function anyMatches(globs: readonly Glob[], text: string): boolean {
  for (const glob of globs) if (glob.matches(text)) return true;
  return false;
}

/**
 * What matching costs, roughly: 1 for each alternative that is a text or has one star, 30 for each other, whose steps are
 * as many as the letters of the text times those of the pattern. Undefined where it cannot be read.
 */
export function costOf(pattern: string): number | undefined {
  if (readGlob(pattern) === undefined) return undefined;
  return expandBraces(pattern)?.reduce((sum, one) => sum + (/[*?].*[*?]|\?/.test(one) ? 30 : 1), 0);
}

/** `a{b,c}d` -> `abd`, `acd`. A brace that is not closed, or has no comma, stands for itself. */
function expandBraces(pattern: string): readonly string[] | undefined {
  let made = [''];
  let at = 0;
  while (at < pattern.length) {
    const open = pattern.indexOf('{', at);
    const close = open < 0 ? -1 : pattern.indexOf('}', open);
    if (close < 0) break;
    const inner = pattern.slice(open + 1, close);
    const choices = inner.includes(',') ? inner.split(',') : [`{${inner}}`];
    const before = pattern.slice(at, open);
    if (inner.includes('{') || made.length * choices.length > mostAlternatives) return undefined;
    made = made.flatMap((start) => choices.map((choice) => start + before + choice));
    at = close + 1;
  }
  return made.map((start) => start + pattern.slice(at));
}

function readPlain(pattern: string): Glob | undefined {
  const first = pattern.search(/[*?]/);
  if (first < 0) return { matches: (text) => text === pattern };
  const tokens = tokensOf(pattern);
  const wildcards = tokens.filter(({ kind }) => kind !== 'text' && kind !== 'one' && kind !== 'inside');
  if (wildcards.length > mostWildcards) return undefined;
  const isOneStar = wildcards.length === 1 && wildcards[0]?.kind === 'star' && !pattern.includes('?');
  if (isOneStar) return oneStar(pattern.slice(0, first), pattern.slice(pattern.lastIndexOf('*') + 1));
  // `a/**` is met by `a`, and `**/a` as well, so these slashes are no part of what every text begins or ends with.
  const start = pattern.slice(0, first).replace(/\/$/, '');
  const end = pattern.slice(Math.max(pattern.lastIndexOf('*'), pattern.lastIndexOf('?')) + 1).replace(/^\//, '');
  return { matches: (text) => text.startsWith(start) && text.endsWith(end) && runTokens(tokens, text).matches };
}

/** Most patterns have one star: they need no more than their two ends. */
function oneStar(start: string, end: string): Glob {
  const least = start.length + end.length;
  return {
    matches(text) {
      if (text.length < least || !text.startsWith(start) || !text.endsWith(end)) return false;
      const slash = text.indexOf('/', start.length);
      return slash < 0 || slash >= text.length - end.length;
    },
  };
}

/** For tests: what a single pattern without braces is made of. */
export function tokensOf(pattern: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length;) {
    const letter = pattern[at] as string;
    const opensSegment = at === 0 || pattern[at - 1] === '/';
    if (opensSegment && pattern.startsWith('**/', at)) {
      tokens.push({ kind: 'folders' }, { kind: 'inside' });
      at += 3;
    } else if (letter === '/' && pattern.slice(at) === '/**') {
      tokens.push({ kind: 'below' }, { kind: 'deep' });
      at += 3;
    } else if (pattern === '**') {
      tokens.push({ kind: 'deep' });
      at += 2;
    } else if (letter === '*') {
      // `**` within a segment is no more than `*`.
      if (tokens.at(-1)?.kind !== 'star') tokens.push({ kind: 'star' });
      at += 1;
    } else {
      tokens.push(letter === '?' ? { kind: 'one' } : { kind: 'text', letter });
      at += 1;
    }
  }
  return tokens;
}

/**
 * Runs all ways through a pattern side by side, so that a text of n letters takes at most n times as many steps as the
 * pattern has tokens, whatever both are. `steps`: how many it took.
 */
export function runTokens(
  tokens: readonly Token[],
  text: string,
): { readonly matches: boolean; readonly steps: number } {
  // Per token the last letter at which it was reached, so that no token is reached twice for one letter.
  const reachedAt = new Int32Array(tokens.length + 1).fill(-1);
  let steps = 0;
  let places: number[] = [];
  const reach = (place: number, letter: number, into: number[]): void => {
    for (let at = place; ;) {
      if (reachedAt[at] === letter) return;
      reachedAt[at] = letter;
      into.push(at);
      const kind = tokens[at]?.kind;
      if (kind === 'star' || kind === 'deep') at += 1;
      else if (kind === 'folders' || kind === 'below') at += 2;
      else return;
    }
  };
  reach(0, 0, places);
  for (let index = 0; index < text.length && places.length > 0; index++) {
    const next: number[] = [];
    for (const place of places) {
      steps += 1;
      step(tokens[place], place, text[index] as string, (to) => reach(to, index + 1, next));
    }
    places = next;
  }
  return { matches: places.includes(tokens.length), steps };
}

/** Where a token leads with one letter. */
function step(token: Token | undefined, place: number, letter: string, reach: (place: number) => void): void {
  switch (token?.kind) {
    case undefined:
      return;
    case 'text':
      if (token.letter === letter) reach(place + 1);
      return;
    case 'one':
      if (letter !== '/') reach(place + 1);
      return;
    case 'star':
      if (letter !== '/') reach(place);
      return;
    case 'deep':
      reach(place);
      return;
    case 'folders':
      reach(place + 1);
      if (letter === '/') reach(place + 2);
      return;
    case 'inside':
      reach(place);
      if (letter === '/') reach(place + 1);
      return;
    case 'below':
      if (letter === '/') reach(place + 1);
  }
}
