/** What a list of names or patterns says, as patterns of ours; `unread`: what cannot be said so. */
export interface Names {
  readonly patterns: readonly string[];
  readonly unread: readonly string[];
}

/** Several texts, each read by `read`; undefined where one cannot be. */
export function readNames(texts: readonly string[], read: (text: string) => readonly string[] | undefined): Names {
  const all = texts.map((text) => ({ text, patterns: read(text) }));
  return {
    patterns: all.flatMap(({ patterns }) => patterns ?? []),
    unread: all.flatMap(({ text, patterns }) => (patterns === undefined ? text : [])),
  };
}

/** A list of texts; one text is a list of one. Undefined for anything else. */
export function textsOf(value: unknown): readonly string[] | undefined {
  const list = typeof value === 'string' ? [value] : value;
  return Array.isArray(list) && list.every((one) => typeof one === 'string') ? list : undefined;
}

/** A name, a glob, or `/…/` for a regular expression; `!` before it takes out. */
export function patternsOf(text: string): readonly string[] | undefined {
  const isOut = text.startsWith('!');
  const bare = isOut ? text.slice(1) : text;
  const expression = /^\/(.*)\/i?$/.exec(bare)?.[1];
  const patterns = expression === undefined ? [bare] : patternsOfExpression(expression);
  return isOut ? patterns?.map((pattern) => `!${pattern}`) : patterns;
}

/**
 * The patterns for a regular expression that is no more than the beginning, the end, a part, or all of a name, as most are.
 * Others are never run: a repository's expression may take for ever.
 */
export function patternsOfExpression(expression: string): readonly string[] | undefined {
  const [, start, body = '', end] = /^(\^?)(.*?)((?:\.[*+])?\$?)$/.exec(expression) ?? [];
  const literal = body.replace(/^\.[*+]/, '').replaceAll(/\\([/.@_-])/g, '$1');
  if (!/^@?[\w./-]+$/.test(literal) || /[.]/.test(body.replaceAll('\\.', '').replace(/^\.[*+]/, ''))) return undefined;
  const isStart = start === '^' && !/^\.[*+]/.test(body);
  const isEnd = end === '$';
  const before = isStart ? '' : '*';
  const after = isEnd ? '' : '*';
  // A star stays on its side of a scope's slash.
  if (literal.includes('/')) return [`${before}${literal}${after}`];
  const inScope = isStart ? [] : [`*/*${literal}${after}`];
  const scope = isEnd ? [] : [`${before}${literal}*/*`];
  return [`${before}${literal}${after}`, ...inScope, ...scope];
}
