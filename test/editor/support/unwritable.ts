import { execFileSync } from 'node:child_process';
import fs from 'node:fs';

/** Linux's tool for attributes of files. */
const tool = 'chattr';

/** Makes a folder one that nobody can write to, root included, and returns the function that undoes it. */
export function makeUnwritable(folder: string): () => void {
  if (process.getuid?.() !== 0) {
    fs.chmodSync(folder, 0o555);
    return () => fs.chmodSync(folder, 0o755);
  }
  // Permissions do not bind root; the file system's own attribute does.
  execFileSync(tool, ['+i', folder]);
  return () => execFileSync(tool, ['-i', folder]);
}
