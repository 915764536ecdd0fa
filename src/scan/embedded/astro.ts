import type { Scripts, Span } from './script.ts';
import { scriptElements, type OpenTag } from './tags.ts';

const frontmatter = /^\s*---[ \t]*\r?\n/;
const fence = /^---[ \t]*$/m;

/**
 * The fenced script at the head, and the `<script>` elements that Astro bundles: not those that are left as they are
 * (Astro documentation, "Components" and "Scripts and event handling"). Both are TypeScript.
 */
export function astroScripts(text: string): Scripts {
  const head = headOf(text);
  const rest = scriptElements(text, head?.end).filter(({ tag }) => isBundled(tag));
  return { spans: head === undefined ? rest : [head, ...rest], language: 'ts' };
}

/** The fenced script. */
export function headOf(text: string): Span | undefined {
  const start = frontmatter.exec(text)?.[0].length;
  if (start === undefined) return undefined;
  const close = fence.exec(text.slice(start));
  return close === null ? undefined : { start, end: start + close.index };
}

function isBundled({ attributes }: OpenTag): boolean {
  const type = attributes.get('type')?.toLowerCase() ?? 'module';
  return type === 'module' && !attributes.has('is:inline') && !attributes.has('define:vars');
}
