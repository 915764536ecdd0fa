import type { RelativePath } from '../../base/path.ts';
import { headOf } from '../embedded/astro.ts';
import { textElements, type TextElement } from '../embedded/tags.ts';
import { vueBlocks } from '../embedded/vue.ts';
import { isStyleSheet } from '../source-kind.ts';

/** A part of a text that is a style sheet, by its offsets. */
export interface StylePart {
  readonly start: number;
  readonly end: number;
  readonly dialect: Dialect;
}

/** Of Sass and Less, what matters here: an `@import` of Sass may name several. */
export type Dialect = 'css' | 'less' | 'sass';

const dialects: ReadonlyMap<string, Dialect> = new Map([
  ...['css', 'pcss', 'postcss'].map((name) => [name, 'css'] as const),
  ...['sass', 'scss'].map((name) => [name, 'sass'] as const),
  ['less', 'less'],
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
  if (isStyleSheet(path)) return [{ start: 0, end: text.length, dialect: dialects.get(ending) ?? 'css' }];
  return (holders.get(ending)?.(text) ?? [])
    .filter(({ tag }) => tag.name === 'style')
    .flatMap(({ tag, start, end }) => {
      const named = tag.attributes.get('lang') ?? tag.attributes.get('type') ?? 'css';
      const dialect = dialects.get(named.toLowerCase().replace(/^text\//, ''));
      return dialect === undefined ? [] : [{ start, end, dialect }];
    });
}

function endingOf(path: RelativePath): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
