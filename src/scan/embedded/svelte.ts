import { languageOf, widest } from './languages.ts';
import type { Scripts } from './script.ts';
import { scriptElements } from './tags.ts';

/** The `<script>` elements of a component, that of its module too (Svelte documentation, ".svelte files"). */
export function svelteScripts(text: string): Scripts {
  const found = scriptElements(text).flatMap(({ tag, start, end }) => {
    const language = languageOf(tag.attributes);
    return language === undefined ? [] : [{ start, end, language }];
  });
  return { spans: found, language: widest(found.map(({ language }) => language)) };
}
