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
