import assert from 'node:assert/strict';
import path from 'node:path';
import { hermeticEnvironment } from '../support/environment.ts';
import { run } from '../support/run-command.ts';

const cliFile = path.join(import.meta.dirname, '../../dist/cli.js');

/** Whom the command line answers: the user of a home folder, in a project of theirs. */
export interface Asker {
  readonly home: string;
  readonly project: string;
}

interface HistoryRow {
  readonly kind: string;
  readonly status: string;
  readonly triggeredBy: string;
  readonly packages: readonly { readonly name: string; readonly to: string | null }[];
}

/** The mode as it is stored in the user's own folder. */
export async function storedMode(asker: Asker): Promise<string> {
  return (await ask<{ mode: string }>(asker, 'mode')).mode;
}

/**
 * What was done in the project, newest first, one line an operation: "manual install succeeded: axios 1.7.9". What waits for
 * approval was not done; which names the gate asks about is the registry's matter.
 */
export async function recorded(asker: Asker): Promise<readonly string[]> {
  const { operations } = await ask<{ operations: readonly HistoryRow[] }>(asker, 'history');
  const done = operations.filter(({ status }) => status !== 'awaiting-approval');
  return done.map(({ triggeredBy, kind, status, packages }) => {
    const changed = packages.map(({ name, to }) => `${name} ${to}`).join(', ');
    return `${triggeredBy} ${kind} ${status}: ${changed}`;
  });
}

/** Asks the built command line in a process of its own: it knows nothing of the window but what is on disk. */
async function ask<T>({ home, project }: Asker, verb: string): Promise<T> {
  const argv = [cliFile, verb, '--json', '--cwd', project];
  const { code, stdout, stderr } = await run(process.execPath, argv, { env: hermeticEnvironment({ home }) });
  assert.equal(code, 0, `quartermaster ${verb} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}
