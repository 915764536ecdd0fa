/** The comments before the first statement of a text. */
export function* headComments(text: string): Generator<{ readonly comment: string; readonly start: number }> {
  const token = /\s+|#![^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
  while (token.lastIndex < text.length) {
    const start = token.lastIndex;
    const found = token.exec(text)?.[0];
    if (found === undefined) return;
    if (found.startsWith('/')) yield { comment: found, start };
  }
}
