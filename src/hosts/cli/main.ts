import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { isatty } from 'node:tty';
import { CancelledError } from '../../base/errors.ts';
import { version } from '../../../package.json';
import { runCli } from './run.ts';
import { makeScanner } from './scanner.ts';

const controller = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort(new CancelledError()));

void runCli(process.argv.slice(2), {
  cwd: process.cwd(),
  version,
  nodeVersion: process.version,
  dataFolder: join(__dirname, 'data'),
  makeScanner,
  streams: {
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
  },
  signal: controller.signal,
  readInput: () => text(process.stdin),
  isTerminal: isatty(0),
  showsProgress: isatty(2),
}).then((code) => {
  // Not process.exit: a pipe that is slow to read would lose the end of the document.
  process.exitCode = code;
});
