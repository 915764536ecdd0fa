import type { RelativePath } from '../../base/path.ts';
import { headOf } from '../embedded/astro.ts';
import { textElements, type TextElement } from '../embedded/tags.ts';
import { vueBlocks } from '../embedded/vue.ts';
import { isStyleSheet } from '../source-kind.ts';

/** A part of a text that is a style sheet, by its offsets. */
export interface StylePart {
  readonly start: number;
  readonly end: number;
  /** Whether one `@import` may name several, as in Sass. */
  readonly hasLists: boolean;
}

/** Whether each language of style sheets {@link StylePart.hasLists}. */
const dialects: ReadonlyMap<string, boolean> = new Map([
  ...['css', 'less', 'pcss', 'postcss'].map((name) => [name, false] as const),
  ...['sass', 'scss'].map((name) => [name, true] as const),
]);

const holders: ReadonlyMap<string, (text: string) => readonly TextElement[]> = new Map([
  ['vue', vueBlocks],
  ['svelte', textElements],
  ['astro', (text: string) => textElements(text, headOf(text)?.end)],
  ['html', textElements],
]);

/** The cheapest question: most files are scripts. */
export function mayHaveStyles(path: RelativePath, text: string): boolean {
  return isStyleSheet(path) || (holders.has(endingOf(path)) && text.includes('<style'));
}

/** The style sheets of a text: all of it, or its `<style>` blocks. */
export function styleParts(path: RelativePath, text: string): readonly StylePart[] {
  const ending = endingOf(path);
  if (isStyleSheet(path)) return [{ start: 0, end: text.length, hasLists: dialects.get(ending) === true }];
  return (holders.get(ending)?.(text) ?? [])
    .filter(({ tag }) => tag.name === 'style')
    .flatMap(({ tag, start, end }) => {
      const named = tag.attributes.get('lang') ?? tag.attributes.get('type') ?? 'css';
      const hasLists = dialects.get(named.toLowerCase().replace(/^text\//, ''));
      return hasLists === undefined ? [] : [{ start, end, hasLists }];
    });
}

function endingOf(path: RelativePath): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
