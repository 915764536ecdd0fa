import { t } from '@vscode/l10n';
import * as v from 'valibot';
import type { ConditionAnswer } from '../../model/rule.ts';
import { anyMatches, longestPattern, readGlob, type Glob } from '../glob.ts';
import { answer } from './condition.ts';

/** Longer texts are nobody's names: what is asked of them is not known, rather than paid for. */
const longestText = 1_024;

const pattern = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(longestPattern),
  v.check(
    (text) => readGlob(bare(text)) !== undefined,
    () => t('This is no pattern that can be read.'),
  ),
);

/** One pattern of `readGlob`, or a list. A pattern that begins with `!` takes out what it matches. */
export const patternsSchema = v.union([pattern, v.pipe(v.array(pattern), v.minLength(1), v.maxLength(100))]);
/** What such an argument is once it was read. */
export type Patterns = v.InferOutput<typeof patternsSchema>;

/**
 * True for a text that one of the patterns matches, or any text where all of them take out, and that none takes out.
 * `read`: how a single pattern is read, where not as a glob.
 */
export function matcherOf(
  argument: Patterns,
  read: (pattern: string) => Glob | undefined = readGlob,
): (text: string) => boolean {
  const patterns = typeof argument === 'string' ? [argument] : argument;
  const wanted = anyOf(
    patterns.filter((text) => !text.startsWith('!')),
    read,
  );
  const refused = anyOf(patterns.filter((text) => text.startsWith('!')).map(bare), read);
  if (refused === undefined) return wanted ?? (() => false);
  return (text) => (wanted?.(text) ?? true) && !refused(text);
}

/** The answer about a text that may be unknown, or too long to be looked at. */
export function answerOf(matches: (text: string) => boolean, text: string | undefined): ConditionAnswer {
  return text === undefined || text.length > longestText ? 'not-applicable' : answer(matches(text));
}

function anyOf(
  patterns: readonly string[],
  read: (pattern: string) => Glob | undefined,
): ((text: string) => boolean) | undefined {
  const globs = patterns.map(read).filter((glob) => glob !== undefined);
  const [only] = globs;
  if (only === undefined) return undefined;
  return globs.length === 1 ? (text) => only.matches(text) : (text) => anyMatches(globs, text);
}

function bare(text: string): string {
  return text.startsWith('!') ? text.slice(1) : text;
}
