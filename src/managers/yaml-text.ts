/** As the text ends its lines already. */
export function newlineOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** By how much the text indents. */
export function unitOf(text: string): string {
  return /^( +)\S/m.exec(text)?.[1] ?? '  ';
}

/** Of the line in which a place stands. */
export function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** Behind the line break of the line in which a place stands. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}
