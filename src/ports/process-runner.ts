import type { Disposable } from '../base/lifecycle.ts';

/** A program and its arguments. Never a shell line. */
export interface RunRequest {
  /** Absolute path of the executable. */
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Added to the environment of this process; undefined removes a variable. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds until the whole process group is ended. */
  readonly timeoutMs: number;
  /**
   * Milliseconds of waiting (nothing printed, read, written or computed by it or its children) until it is ended as if
   * the time were up. Only where the system tells; undefined: it may wait as long as it likes.
   */
  readonly idleMs?: number | undefined;
  /** The process number, as soon as there is one; also that of its group. */
  readonly onStart?: ((pid: number) => void) | undefined;
  /** Each piece of output as it comes. */
  readonly onOutput?: ((text: string) => void) | undefined;
}

/** How a child ended and what it printed; not redacted. */
export interface RunResult {
  /** Undefined where a signal ended it. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
  readonly durationMs: number;
}

/** A Node program that is to be run soon. */
export interface AheadRequest extends Pick<RunRequest, 'file' | 'args' | 'env'> {
  /** What it will load, as its own JavaScript file, the first argument, would name it. Must do nothing but load. */
  readonly modules: readonly string[];
}

/** A program that loads and waits; disposed, it is gone, unless a run took it. */
export interface Ahead extends Disposable {
  /** Resolves with true as soon as a run would find it ready, with false where none ever will. */
  readonly ready: Promise<boolean>;
}

/** Runs programs, never a shell. */
export interface ProcessRunner {
  /**
   * Runs to the end. A non-zero exit is a result, not an error. When the signal fires: SIGTERM, ten seconds, SIGKILL
   * for the whole group (npm rolls its own tree back on SIGTERM), then rejects with CancelledError.
   */
  run(request: RunRequest, signal: AbortSignal): Promise<RunResult>;
  /**
   * Starts a Node program before it is needed: it loads modules, outside of any project, and waits. The next {@link run}
   * of the same file, arguments and environment goes on with it where it is ready, and starts its own where it is not.
   */
  loadAhead?(request: AheadRequest): Ahead;
  /** Ends the group of a process that outlived the one who started it, in the same way. Resolves when it is gone. */
  endGroup(pid: number): Promise<void>;
}
