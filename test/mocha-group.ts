import { parseArgs } from 'node:util';
import Mocha from 'mocha';
import { describeFailure } from './support/failure.ts';

// Runs test files with mocha and sends what came of them to the process that started it:
// node test/mocha-group.ts --timeout MS [--grep TEXT] -- FILE...

/** Left for servers and timers of a finished run to end by themselves. */
const graceMs = 5000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { timeout: { type: 'string', default: '10000' }, grep: { type: 'string' } },
});

const mocha = new Mocha({
  ui: 'bdd',
  reporter: 'spec',
  timeout: Number(values.timeout),
  slow: Number(values.timeout) / 2,
  forbidOnly: true,
  forbidPending: true,
  ...(values.grep === undefined ? {} : { grep: values.grep }),
});
for (const file of positionals) mocha.addFile(file);
await mocha.loadFilesAsync();

const failures: string[] = [];
const runner = mocha.run((failed) => {
  process.exitCode = failed === 0 ? 0 : 1;
  process.send?.({ passed: runner.stats?.passes ?? 0, failed, failures });
  process.disconnect?.();
  endEvenWithOpenHandles();
});
runner.on('fail', (test, error) => failures.push(describeFailure(test, error)));

/** A test that forgot to stop a server would otherwise keep the whole run waiting. */
function endEvenWithOpenHandles(): void {
  setTimeout(() => {
    console.error(`Still open after the last test: ${process.getActiveResourcesInfo().join(', ')}`);
    process.exit();
  }, graceMs).unref();
}
