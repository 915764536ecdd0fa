import type { RelativePath } from '../../base/path.ts';
import { astroScripts } from './astro.ts';
import { htmlScripts } from './html.ts';
import { mdxScripts } from './mdx.ts';
import { svelteScripts } from './svelte.ts';
import { vueScripts } from './vue.ts';

/** What of a file is JavaScript or TypeScript. */
export interface Script {
  /** The file's own path, with an ending behind it that tells the language where its own does not. */
  readonly path: string;
  /** As long as the file's text, with its line ends: all that is no script is blank, so that every place stays where it is. */
  readonly text: string;
}

/** A part of a text that is script, by its offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The script in a file of some kind, and its language. */
export interface Scripts {
  readonly spans: readonly Span[];
  readonly language: ScriptLanguage;
}

export type ScriptLanguage = 'js' | 'jsx' | 'ts' | 'tsx';

/** Kinds of files that hold script among other things, by their endings. */
const readers: ReadonlyMap<string, (text: string) => Scripts> = new Map([
  ['.vue', vueScripts],
  ['.svelte', svelteScripts],
  ['.astro', astroScripts],
  ['.mdx', mdxScripts],
  ['.html', htmlScripts],
]);

/** What a JavaScript parser is to read of a file: all of it, or the scripts that it holds. */
export function scriptOf(path: RelativePath, text: string): Script {
  const read = readers.get(path.slice(path.lastIndexOf('.')));
  if (read === undefined) return { path, text };
  const { spans, language } = read(text);
  return { path: `${path}.${language}`, text: keep(text, spans) };
}

/** Blanks everything but the spans. */
function keep(text: string, spans: readonly Span[]): string {
  let kept = '';
  let at = 0;
  for (const { start, end } of spans) {
    kept += blank(text.slice(at, start)) + text.slice(start, end);
    at = end;
  }
  return kept + blank(text.slice(at));
}

function blank(text: string): string {
  // Between two scripts of one file a statement must not go on: the first blank of a gap that has room ends it.
  return text.replaceAll(/[^\r\n]/g, ' ').replace(' ', ';');
}
