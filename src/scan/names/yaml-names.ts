import type { RelativePath } from '../../base/path.ts';
import type { Placed } from '../placed.ts';
import { namesIn, toolsOf } from './config-names.ts';
import type { Literal } from './literal.ts';

/**
 * The packages that a configuration in YAML may name, without a parser, for the first look: every word is taken for the entry of
 * every place. A superset of what a parser confirms.
 */
export function yamlCandidates(path: RelativePath, text: string): readonly Placed[] {
  const words = wordsOf(text);
  const found = toolsOf(path).flatMap((tool) =>
    tool.places.flatMap(({ at }) => at[0] ?? []).flatMap((place) => namesIn(tool, wordsAt(place, words), 'unsure')),
  );
  return [...new Map(found.map((one) => [one.specifier, one])).values()];
}

type Word = Pick<Literal, 'text' | 'start' | 'end'>;

/** Each once: where it stands has no matter here. */
function wordsOf(text: string): readonly Word[] {
  const words = new Map<string, Word>();
  for (const { 0: whole, index } of text.matchAll(/[^\s,[\]{}"'#]+/g)) {
    const word = whole.replace(/:$/, '');
    if (!words.has(word)) words.set(word, { text: word, start: index, end: index + word.length });
  }
  return [...words.values()];
}

function wordsAt(place: string, words: readonly Word[]): readonly Literal[] {
  const keys = place === '' ? [] : place.split('.').map((key) => key.replace(/:$/, ''));
  return words.map((word) => ({ ...word, keys, isKey: place.endsWith(':') }));
}
