/** Letters of a message that are looked at: the name stands at its beginning. */
const mostRead = 500;
/** The longest name that npm takes. */
const longestName = 214;

/** What stands before the name of another package, unless somebody is told not to use that. */
const pointing =
  "(?<!\\b(?:not|n't|never|avoid|stop|of|than|longer) )\\b(?:" +
  'use|using|switch(?:ing)? to|migrat(?:e|ing) to|(?:updat|upgrad)(?:e|ing) to|mov(?:e|ed|ing)(?: back)? to|' +
  'renamed(?: to| as)?|replaced (?:by|with)|superseded by|succeeded by|in favou?r of|deprecated for|try|' +
  '(?:is )?now(?: (?:known|called|published|available|maintained))?(?: as| at| under)?|' +
  '(?:known|published|available|maintained) (?:as|at|under))';
/** `the package`, `our new`, and what else may stand between. */
const filler = '(?:(?:the|our|new|official|scoped|npm|package|module|library|maintained|instead)[: ]+){0,4}';
const name = '@[a-z0-9][\\w.-]{0,99}/[a-z0-9][\\w.-]{0,99}|[a-z0-9][\\w.-]{0,99}';
const quote = '["\'`(*]{0,2}';

/** Bounded everywhere: the text is whatever somebody published. */
const pointed = new RegExp(
  `${pointing}:? {1,3}${filler}(${quote})(${name})(?:@[\\w.^~-]{1,30})?([^ \\w]{0,3})(?=(?: {1,3}([a-z]+))?)`,
  'gi',
);
/** The page of a package, at whatever registry: `https://…/package/@scope/name`. */
const page = /\bhttps?:\/\/[\w.-]{1,100}\/package\/(@[\w.-]{1,100}\/[\w.-]{1,100}|[\w.-]{1,100})/gi;

/** Words that follow a name and say that it was one. */
const behind = new Set(['instead', 'package', 'module', 'library', 'from', 'for', 'as', 'which', 'or', 'and']);

/** Words of such sentences that are names of packages as well, or could be registered as such. */
const ordinary = new Set(
  'a an at deprecated https in instead it latest native node npm on that the them these this version yarn'.split(' '),
);

/** What follows the last word of a sentence. */
const endsAt = /^ *(?:$|\(|https?:)/;

/**
 * Names that a deprecation message gives for what to use instead, as they stand there and in that order; whether there are such
 * packages is not asked here. A word counts only where it looks like a name: with a scope or in quotes, or at the end of its
 * sentence, or followed by such as "instead".
 */
export function namesInMessage(message: string): readonly string[] {
  const text = message.slice(0, mostRead).replaceAll(/\s+/g, ' ');
  const found: string[] = [];
  for (const match of text.matchAll(pointed)) {
    const [whole, opened = '', written = '', end = '', next = ''] = match;
    const rest = text.slice(match.index + whole.length);
    const bare = written.replace(/[.,]+$/, '');
    const isQuoted = opened !== '' && /^["'`)*]/.test(end);
    const isLast = bare !== written || /^[.!;,]/.test(end) || (end === '' && next === '' && endsAt.test(rest));
    const looksSo = bare.startsWith('@') || isQuoted || isLast || (end === '' && behind.has(next.toLowerCase()));
    if (looksSo && !isCode(bare, end)) found.push(bare.toLowerCase());
  }
  for (const [, written = ''] of text.matchAll(page)) found.push(written.replace(/[.,]+$/, '').toLowerCase());
  return [...new Set(found)].filter((one) => one.length <= longestName && !ordinary.has(one));
}

/** `String.prototype.padStart()`, `Array.from`: something of the platform, in place of a package. */
function isCode(written: string, end: string): boolean {
  return end.startsWith('(') || (/[A-Z]/.test(written) && written.includes('.')) || /^v?\d[\d.x]*$/.test(written);
}
