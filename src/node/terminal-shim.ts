import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes the command `quartermaster` into a folder, which is made where it is missing: it runs a script on the Node of
 * this process. Electron is one with that variable, and Node takes no notice of it. Both paths are absolute.
 */
export function writeTerminalShim(folder: string, script: string): void {
  mkdirSync(folder, { recursive: true });
  const posix = join(folder, 'quartermaster');
  writeFileSync(posix, `#!/bin/sh\nELECTRON_RUN_AS_NODE=1 exec ${quote(process.execPath)} ${quote(script)} "$@"\n`);
  chmodSync(posix, 0o755);
  if (process.platform === 'win32') {
    const lines = ['@echo off', 'set ELECTRON_RUN_AS_NODE=1', `"${process.execPath}" "${script}" %*`, ''];
    writeFileSync(join(folder, 'quartermaster.cmd'), lines.join('\r\n'));
  }
}

/** For a POSIX shell: single quotes, and those inside closed, escaped and opened again. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
