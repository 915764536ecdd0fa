import fs from 'node:fs';
import { format } from 'node:util';
import { describeFailure } from '../support/failure.ts';
import { reportMark } from '../support/suite-launch.ts';

// The part of the runner that is bundled with a suite and runs inside the extension host. What it prints reaches the
// launching process as it is printed; the counts go through a file, because a host has no other way to return them.

/** Runs the tests that `load` declares, and rejects if one of them fails. */
export async function runSuite(load: () => void): Promise<void> {
  const { default: Mocha } = await import('mocha');
  Mocha.reporters.Base.consoleLog = (...args) => console.log(markLines(format(...args)));
  const grep = process.env.QM_TEST_GREP;
  const mocha = new Mocha({
    ui: 'bdd',
    reporter: 'spec',
    color: false,
    timeout: Number(process.env.QM_TEST_TIMEOUT),
    forbidOnly: true,
    forbidPending: true,
    ...(grep === undefined ? {} : { grep }),
  });
  // Mocha declares describe and it when a file is about to be loaded; the files are already in this bundle.
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  load();
  await new Promise<void>((resolve, reject) => {
    const failures: string[] = [];
    const runner = mocha.run((failed) => {
      const counts = { passed: runner.stats?.passes ?? 0, failed, failures };
      fs.writeFileSync(process.env.QM_TEST_RESULT ?? '', JSON.stringify(counts));
      if (failed === 0) resolve();
      else reject(new Error(`${failed} failed`));
    });
    runner.on('fail', (test, error) => failures.push(describeFailure(test, error)));
  });
}

/** The host's console is also VS Code's own; the mark tells the report from everything else. */
function markLines(text: string): string {
  return text.replaceAll(/^/gm, reportMark);
}
