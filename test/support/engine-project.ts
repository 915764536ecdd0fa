import fs from 'node:fs';
import { processRunner } from '../../src/node/process-runner.ts';
import type { ProcessRunner, RunRequest } from '../../src/ports/process-runner.ts';
import type { TempProject } from './temp-project.ts';

/** A package.json as npm would write it. */
export function manifestText(fields: object): string {
  return `${JSON.stringify({ name: 'app', private: true, ...fields }, undefined, 2)}\n`;
}

/** Every file with its bytes, but for our own state. */
export function wholeTree(app: TempProject): Readonly<Record<string, string>> {
  const names = fs.readdirSync(app.folder, { recursive: true, encoding: 'utf8' }).sort();
  const files = names.filter((name) => !name.startsWith('.quartermaster') && fs.statSync(app.path(name)).isFile());
  return Object.fromEntries(files.map((name) => [name, fs.readFileSync(app.path(name), 'base64')]));
}

/** Files that came, went or have other bytes; each of two looks by {@link wholeTree}. */
export function changedIn(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => before[name] !== after[name]).toSorted();
}

/** The real runner with a look at what it is asked; `after` runs before its answer is handed on. */
export function recording(after?: (request: RunRequest) => void) {
  const seen: RunRequest[] = [];
  const runner: ProcessRunner = {
    ...processRunner,
    async run(request, signal) {
      seen.push(request);
      const result = await processRunner.run(request, signal);
      after?.(request);
      return result;
    },
  };
  return { seen, runner };
}
