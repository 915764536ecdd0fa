import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { homeOf } from './engine.ts';
import { hermeticEnvironment, registryVariables } from './environment.ts';
import { run, type CommandResult } from './run-command.ts';
import type { TempProject } from './temp-project.ts';
import { currentOsv } from './use-osv.ts';

/** The bundle as it is shipped. */
export const cliFile = path.join(import.meta.dirname, '../../dist/cli.js');

export interface CliResult extends CommandResult {
  /** The one document of `--json`. Throws where stdout is anything else. */
  document<T = Record<string, unknown>>(): T;
}

export interface CliOptions {
  /** Relative to the project. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What stands on stdin; default: nothing. */
  readonly input?: string;
  /** Another Node than the one that runs the tests. */
  readonly node?: string;
}

/** Runs the command line in a project, as its user would. */
export async function cli(project: TempProject, args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const result = await run(options.node ?? process.execPath, [cliFile, ...args], {
    cwd: project.path(options.cwd ?? ''),
    env: environmentOf(project, options.env),
    input: options.input,
  });
  return { ...result, document: <T>() => JSON.parse(result.stdout) as T };
}

/** The same, still running. What it prints is thrown away. */
export function startCli(
  project: TempProject,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcess {
  return startNode(project, [cliFile, ...args], env);
}

/** A script with its arguments in the environment of the command line. */
export function startNode(
  project: TempProject,
  script: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcess {
  const child = spawn(process.execPath, script, {
    cwd: project.folder,
    env: environmentOf(project, env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout?.pipe(createWriteStream('/dev/null'));
  child.stderr?.pipe(createWriteStream('/dev/null'));
  return child;
}

function environmentOf(project: TempProject, extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const env = hermeticEnvironment({ home: homeOf(project), osv: currentOsv() });
  // The project's own files name the registry; a variable would win over them.
  for (const name of registryVariables) delete env[name];
  return { ...env, ...extra };
}
