import { once } from 'node:events';
import { join } from 'node:path';
import { isatty } from 'node:tty';
import { CancelledError } from '../../base/errors.ts';
import { version } from '../../../package.json';
import { runCli } from './run.ts';
import { makeScanner } from './scanner.ts';

const controller = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort(new CancelledError()));

/** One line of the person at the terminal; the end of the input is an empty one. */
async function ask(question: string): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const closed = once(terminal, 'close').then(() => '');
    return await Promise.race([terminal.question(question, { signal: controller.signal }), closed]);
  } finally {
    terminal.close();
  }
}

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
  readInput: async () => (await import('node:stream/consumers')).text(process.stdin),
  isTerminal: isatty(0),
  showsProgress: isatty(2),
  ...(isatty(0) && isatty(2) ? { ask } : {}),
}).then((code) => {
  // Not process.exit: a pipe that is slow to read would lose the end of the document.
  process.exitCode = code;
});
