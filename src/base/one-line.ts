/**
 * Text of others as one line of at most so many letters: without line breaks, and without control characters, which a
 * terminal would obey.
 */
export function oneLine(text: string, most: number): string {
  return text
    .replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, most);
}

/**
 * Text of others whole, for somebody who has to see all of it: what a terminal would obey, and what would be drawn as nothing or in
 * another order, is spelled out as `\u{1b}`.
 */
export function spelledOut(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (letter) => `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
