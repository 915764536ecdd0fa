import { fstatSync, writeSync } from 'node:fs';

/**
 * True for a terminal. Only a character device can be one: Node's streams, which can tell, are loaded for such a device alone (10 ms
 * of a command's 100).
 */
export async function isTerminal(descriptor: number): Promise<boolean> {
  try {
    return fstatSync(descriptor).isCharacterDevice() && (await import('node:tty')).isatty(descriptor);
  } catch {
    return false;
  }
}

/** Whose reader was slow or gone once: what is written later must not overtake what waits. */
const streamed = new Set<number>();

/** Writes at once, without Node's streams, which are loaded where a reader is slow or gone: they know how to go on then. */
export function write(descriptor: 1 | 2, text: string): void {
  const bytes = Buffer.from(text);
  let written = 0;
  try {
    while (!streamed.has(descriptor) && written < bytes.length) written += writeSync(descriptor, bytes, written);
  } catch {
    streamed.add(descriptor);
  }
  if (written < bytes.length) (descriptor === 1 ? process.stdout : process.stderr).write(bytes.subarray(written));
}
