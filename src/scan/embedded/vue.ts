import { languageOf, widest } from './languages.ts';
import type { Scripts } from './script.ts';
import { closingTagOf, commentEnd, openTagAt, type OpenTag } from './tags.ts';

/**
 * The `<script>` blocks of a component. Only those at its top level are: what stands in the template, or in a block of
 * somebody's own (`<docs>`), is text (Vue documentation, "SFC Syntax Specification").
 */
export function vueScripts(text: string): Scripts {
  const found = [];
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const behind = commentEnd(text, at);
    const tag = behind === undefined ? openTagAt(text, at) : undefined;
    if (tag === undefined) {
      at = behind ?? at + 1;
      continue;
    }
    const end = tag.isSelfClosing ? tag.end : contentEnd(text, tag);
    const language = tag.name === 'script' ? languageOf(tag.attributes) : undefined;
    if (language !== undefined) found.push({ start: tag.end, end, language });
    at = Math.max(end, tag.end);
  }
  return { spans: found, language: widest(found.map(({ language }) => language)) };
}

function contentEnd(text: string, tag: OpenTag): number {
  const isMarkup = tag.name === 'template' && ['', 'html'].includes(tag.attributes.get('lang') ?? '');
  return isMarkup ? templateEnd(text, tag.end) : closingTagOf(text, tag.name, tag.end);
}

/** Templates stand in templates. */
function templateEnd(text: string, from: number): number {
  const tags = /<!--|<(\/?)template(?=[\s>/])/gi;
  tags.lastIndex = from;
  let depth = 1;
  for (let match = tags.exec(text); match !== null; match = tags.exec(text)) {
    const behind = commentEnd(text, match.index);
    if (behind !== undefined) tags.lastIndex = behind;
    else if (match[1] === '/') depth -= 1;
    else if (openTagAt(text, match.index)?.isSelfClosing !== true) depth += 1;
    if (depth === 0) return match.index;
  }
  return text.length;
}
