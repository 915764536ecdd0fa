import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { eventually } from './eventually.ts';

/** Waits for a line in the extension's own log: what a notification said stands there too. */
export function logged(pattern: RegExp): Promise<true> {
  return eventually(`the log holds ${pattern}`, () => pattern.test(ownLog()));
}

function ownLog(): string {
  const logs = path.join(os.homedir(), 'vscode-server/data/logs');
  const files = fs.globSync('**/Quartermaster.log', { cwd: logs });
  return files.map((file) => fs.readFileSync(path.join(logs, file), 'utf8')).join('');
}
