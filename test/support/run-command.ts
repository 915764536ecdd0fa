import { execFile } from 'node:child_process';

export interface CommandResult {
  /** The exit code; 1 where a signal ended the command. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
}

/** Runs a command to its end, without a shell. A failing command is an answer, not an exception. */
export function run(command: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const { timeoutMs = 60_000, ...rest } = options;
  return new Promise((resolve, reject) => {
    execFile(command, args, { ...rest, timeout: timeoutMs, maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      // A string is the code of a command that could not be started, as ENOENT.
      if (error && typeof error.code === 'string') reject(error);
      else resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr });
    });
  });
}
