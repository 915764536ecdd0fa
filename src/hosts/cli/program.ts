import { once } from 'node:events';
import { join } from 'node:path';
import { CancelledError } from '../../base/errors.ts';
import { version } from '../../../package.json';
import { isTerminal, write } from '../../node/standard-streams.ts';
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

async function run(): Promise<number> {
  const [isTyped, isSeen] = await Promise.all([isTerminal(0), isTerminal(2)]);
  return runCli(process.argv.slice(2), {
    cwd: process.cwd(),
    version,
    nodeVersion: process.version,
    dataFolder: join(__dirname, 'data'),
    makeScanner,
    streams: { out: (text) => write(1, text), error: (text) => write(2, text) },
    signal: controller.signal,
    readInput: async () => (await import('node:stream/consumers')).text(process.stdin),
    isTerminal: isTyped,
    showsProgress: isSeen,
    ...(isTyped && isSeen ? { ask } : {}),
  });
}

void run().then((code) => {
  // Not process.exit: a pipe that is slow to read would lose the end of the document.
  process.exitCode = code;
});
