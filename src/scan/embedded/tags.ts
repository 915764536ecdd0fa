/** An opening tag of HTML, as Vue, Svelte and Astro write it too. */
export interface OpenTag {
  /** In lower case. */
  readonly name: string;
  /** By name in lower case; '' for one without a value. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Offset behind its `>`. */
  readonly end: number;
  readonly isSelfClosing: boolean;
}

/** More than this is no tag that a hand wrote; it bounds what one `<` can cost. */
const longestTag = 4_000;

const tagName = /<([a-z][\w:.-]{0,60})/iy;
const attribute = /[\s/]*([^\s"'<>/=]{1,200})(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|(\{[^}]*\}|[^\s"'<>]+)))?/y;
const tagEnd = /\s*(\/?)>/y;

/** The opening tag at an offset; undefined where there is none, or it is never closed. */
export function openTagAt(text: string, at: number): OpenTag | undefined {
  tagName.lastIndex = at;
  const name = tagName.exec(text)?.[1];
  if (name === undefined) return undefined;
  const attributes = new Map<string, string>();
  let index = tagName.lastIndex;
  while (index - at < longestTag) {
    tagEnd.lastIndex = index;
    const end = tagEnd.exec(text);
    if (end !== null) {
      return { name: name.toLowerCase(), attributes, end: tagEnd.lastIndex, isSelfClosing: end[1] === '/' };
    }
    attribute.lastIndex = index;
    const found = attribute.exec(text);
    if (found === null) return undefined;
    attributes.set((found[1] ?? '').toLowerCase(), found[2] ?? found[3] ?? found[4] ?? '');
    index = attribute.lastIndex;
  }
  return undefined;
}

/** A `<script>` or `<style>` element, and the offsets of what stands in it. */
export interface TextElement {
  readonly tag: OpenTag;
  readonly start: number;
  readonly end: number;
}

/** All `<script>` elements from an offset on, wherever they stand, comments excepted. */
export function scriptElements(text: string, from = 0): readonly TextElement[] {
  return textElements(text, from).filter(({ tag }) => tag.name === 'script');
}

/** Those and `<style>` elements: what stands in either is text, whatever it looks like. */
export function textElements(text: string, from = 0): readonly TextElement[] {
  const found: TextElement[] = [];
  for (let at = text.indexOf('<', from); at >= 0; at = text.indexOf('<', at)) {
    const behind = commentEnd(text, at);
    const tag = behind === undefined ? openTagAt(text, at) : undefined;
    if (tag !== undefined && (tag.name === 'script' || tag.name === 'style') && !tag.isSelfClosing) {
      const end = closingTagOf(text, tag.name, tag.end);
      found.push({ tag, start: tag.end, end });
      at = end;
    } else {
      at = behind ?? tag?.end ?? at + 1;
    }
  }
  return found;
}

/** Offset of the closing tag of an element whose content is text; the end of the file where there is none. */
export function closingTagOf(text: string, name: string, from: number): number {
  const closing = new RegExp(`</${name.replaceAll(/[^\w-]/g, '\\$&')}(?=[\\s>/])`, 'gi');
  closing.lastIndex = from;
  return closing.exec(text)?.index ?? text.length;
}

/** Offset behind a comment that begins at an offset; undefined where none does. One that is never closed takes the rest. */
export function commentEnd(text: string, at: number): number | undefined {
  if (!text.startsWith('<!--', at)) return undefined;
  const end = text.indexOf('-->', at + 4);
  return end < 0 ? text.length : end + 3;
}
