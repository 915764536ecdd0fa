/** A place in a text, both 1-based; columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** From offsets to lines, as an editor counts them: `\n`, `\r\n` and a lone `\r` end one. */
export class LineIndex {
  readonly #starts: number[] = [0];

  constructor(text: string) {
    const ends = /\r\n?|\n/g;
    while (ends.exec(text) !== null) this.#starts.push(ends.lastIndex);
  }

  at(offset: number): Position {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 };
  }
}

/** cyrb53 (public domain, bryc): 53 bits, enough to tell two states of one file apart; not for security. */
export function hashText(text: string): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}

/** JSON with comments, by its first sign. */
export function looksLikeJson(text: string): boolean {
  return /^\s*(?:["{[]|\/[/*])/.test(text);
}

/** A NUL byte, or a head that is mostly not UTF-8: an image with a .js ending, an MPEG stream with a .ts ending. */
export function looksBinary(text: string): boolean {
  const head = text.slice(0, 8000);
  if (head.includes('\0')) return true;
  const damaged = head.split('\uFFFD').length - 1;
  return damaged > 8 && damaged * 10 > head.length;
}

/** What no hand writes: long text in few lines. Short files are left alone, one long string does not make a bundle. */
export function looksMinified(text: string): boolean {
  if (text.length < 10_000) return false;
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return text.length / lines > 400;
}

/** Whether the text between two offsets is a string with both its quotes: one without its end stops at the line or the file. */
export function isClosed(text: string, start: number, end: number): boolean {
  return end - start >= 2 && text[end - 1] === text[start] && !endsEscaped(text, start, end);
}

/** `'abc\'` at the end of a line: the quote belongs to the text. */
function endsEscaped(text: string, start: number, end: number): boolean {
  let slashes = 0;
  for (let at = end - 2; at > start && text[at] === '\\'; at--) slashes++;
  return slashes % 2 === 1;
}
