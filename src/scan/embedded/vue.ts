import { languageOf, widest } from './languages.ts';
import type { Scripts } from './script.ts';
import { closingTagOf, commentEnd, openTagAt, type OpenTag, type TextElement } from './tags.ts';

/**
 * The `<script>` blocks of a component. Only those at its top level are: what stands in the template, or in a block of
 * somebody's own (`<docs>`), is text (Vue documentation, "SFC Syntax Specification").
 */
export function vueScripts(text: string): Scripts {
  const found = vueBlocks(text).flatMap(({ tag, start, end }) => {
    const language = tag.name === 'script' ? languageOf(tag.attributes) : undefined;
    return language === undefined ? [] : [{ start, end, language }];
  });
  return { spans: found, language: widest(found.map(({ language }) => language)) };
}

/** The blocks of a component, of whatever name. */
export function vueBlocks(text: string): readonly TextElement[] {
  const found: TextElement[] = [];
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const behind = commentEnd(text, at);
    const tag = behind === undefined ? openTagAt(text, at) : undefined;
    if (tag === undefined) {
      at = behind ?? at + 1;
      continue;
    }
    const end = tag.isSelfClosing ? tag.end : contentEnd(text, tag);
    found.push({ tag, start: tag.end, end });
    at = Math.max(end, tag.end);
  }
  return found;
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
