import type { execa } from './lazy/execa.ts';
import type { RunRequest } from '../ports/process-runner.ts';

/** What is kept of a child's output. */
const maxOutput = 4 * 1024 * 1024;

/** A child of execa's. Awaited, it is how it ended. */
export type Child = ReturnType<typeof startChild>;

/** The leader of a group of its own. `args`: all of them; `more`: what it gets besides the three standard streams. */
export function startChild(
  start: typeof execa,
  { file, args, cwd, env }: Pick<RunRequest, 'file' | 'args' | 'cwd' | 'env'>,
  more: readonly 'pipe'[] = [],
) {
  return start(file, args, {
    cwd,
    env: definedOf({ ...process.env, ...env }),
    extendEnv: false,
    stdio: ['ignore', 'pipe', 'pipe', ...more],
    reject: false,
    maxBuffer: maxOutput,
    cleanup: true,
    windowsHide: true,
    detached: process.platform !== 'win32',
    stripFinalNewline: false,
  });
}

function definedOf(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
