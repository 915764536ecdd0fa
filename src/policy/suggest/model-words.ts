import * as v from 'valibot';
import { oneLine } from '../../base/one-line.ts';
import type { SuggestionReport } from '../../model/suggestion.ts';

/** Choices of a model that are looked at. */
const mostChoices = 5;
/** Letters of a model's answer that are read. */
export const longestAnswer = 20_000;
/** Letters of a name: the longest that npm takes. */
const longestName = 214;
/** Letters of a model's reason. */
const mostQuoted = 160;

/** What a model would rather use, in its own words. */
export interface ModelChoice {
  /** As it was written: of a package, of a module of Node, or nonsense. */
  readonly name: string;
  /** One line. */
  readonly why: string;
}

const choiceSchema = v.object({
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(longestName)),
  why: v.optional(v.string(), ''),
});
const answerSchema = v.object({ choices: v.array(v.unknown()) });

/**
 * What a model is asked. It holds the name, why something else is looked for and what is suggested already: no code, no
 * path, and nothing that maintainers wrote, by which they could speak to the model.
 * `language`: in which it should give its reasons, as BCP 47 has it.
 */
export function questionFor({ package: name, cause, suggestions }: SuggestionReport, language: string): string {
  const known = suggestions.map((one) => (one.kind === 'builtin' ? one.builtin : one.package));
  return [
    `A JavaScript or TypeScript project imports "${name}", an npm package name. ${reasons[cause]}`,
    'Which npm package, or which module that Node.js has itself, does it most likely want instead?',
    ...(known.length === 0 ? [] : [`Known candidates: ${known.join(', ')}. You may name others.`]),
    'Name only what you know to exist, at most three, the best first. Do not name the package itself.',
    `Answer with JSON and nothing else: {"choices":[{"name":"...","why":"one short sentence"}]}. Write "why" in the language ${language}.`,
  ].join('\n');
}

const reasons: Readonly<Record<SuggestionReport['cause'], string>> = {
  unknown: 'The registry has no package of that name.',
  lookalike: 'The name looks like that of a far more popular package.',
  deprecated: 'Its maintainers have deprecated it.',
  vulnerable: 'It has known vulnerabilities.',
  missing: 'It is not installed.',
  asked: 'Somebody wants to replace it.',
};

/**
 * What a model answered; undefined where that is not what it was asked for. Models like to write around the JSON, in a fence or in
 * words, so the outermost braces count.
 */
export function readModelWords(answer: string): readonly ModelChoice[] | undefined {
  const text = answer.slice(0, longestAnswer);
  const [from, to] = [text.indexOf('{'), text.lastIndexOf('}')];
  if (from === -1 || to < from) return undefined;
  const parsed = v.safeParse(answerSchema, parsedJson(text.slice(from, to + 1)));
  if (!parsed.success) return undefined;
  const choices = parsed.output.choices.slice(0, mostChoices).flatMap((one) => {
    const choice = v.safeParse(choiceSchema, one);
    return choice.success ? [{ name: choice.output.name, why: oneLine(choice.output.why, mostQuoted) }] : [];
  });
  // An answer without one readable choice is none, unless it says that there is nothing.
  return choices.length === 0 && parsed.output.choices.length > 0 ? undefined : choices;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
