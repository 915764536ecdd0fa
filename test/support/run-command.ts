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
  /** What stands on stdin; default: nothing. */
  readonly input?: string | undefined;
}

/** Runs a command to its end, without a shell. A failing command is an answer, not an exception. */
export function run(command: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const { timeoutMs = 60_000, input = '', ...rest } = options;
  return new Promise((resolve, reject) => {
    const limits = { timeout: timeoutMs, maxBuffer: 64 << 20 };
    const child = execFile(command, args, { ...rest, ...limits }, (error, stdout, stderr) => {
      // A string is the code of a command that could not be started, as ENOENT.
      if (error && typeof error.code === 'string') reject(error);
      else resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr });
    });
    // Not every command reads it to the end.
    child.stdin?.on('error', () => undefined).end(input);
  });
}
