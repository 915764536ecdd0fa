import { redact } from '../../base/redact.ts';
import type { Argv, DriverContext, DriverRun } from '../../ports/manager-driver.ts';
import { toManagerError } from '../failure.ts';
import { limitsOf } from '../limits.ts';
import { guarded } from './guard.ts';

/** How much of Yarn's words a run keeps. */
const tail = 8_000;

/** What Yarn printed, line by line, as a person would have read it. */
export interface Said {
  readonly text: string;
  /** Its own code, or one that its words stand for; undefined: none that is known. */
  readonly code: string | undefined;
}

/** One call of Yarn, of either generation. */
export interface YarnCall {
  readonly argv: Argv;
  readonly env: Readonly<Record<string, string>>;
  /** See {@link guarded}. */
  readonly before?: string;
  /** Makes sense of what it printed. */
  readonly read: (output: string) => Said;
  readonly signIn: string;
  readonly configuration: string;
}

/** For both: the editor's own program must behave as Node, and Windows must not look for git in the project first. */
const common = { ELECTRON_RUN_AS_NODE: '1', NO_COLOR: '1', FORCE_COLOR: '0', NoDefaultCurrentDirectoryInExePath: '1' };

/** Runs Yarn to its end. Rejects with a QmError made of its own words. */
export async function runYarn(context: DriverContext, call: YarnCall, signal: AbortSignal): Promise<DriverRun> {
  const { tool } = context;
  const { argv, signIn, configuration } = call;
  const result = await context.run.run(
    {
      file: tool.file,
      args: [...guarded(tool, call.before), ...argv],
      cwd: context.cwd,
      env: { ...common, ...call.env },
      ...limitsOf(context),
      onStart: context.onStart,
      onOutput: context.onOutput,
    },
    signal,
  );
  const { text, code } = call.read(`${result.stdout}\n${result.stderr}`);
  if (result.exitCode !== 0) {
    const { timedOut } = result;
    throw toManagerError({
      manager: 'yarn',
      code,
      output: text,
      timedOut,
      signIn,
      configuration,
    });
  }
  return { argv, exitCode: result.exitCode, output: redact(text).trim().slice(-tail) };
}

/** Lines of JSON that a Yarn prints with `--json`; what is none, such as a crash, is a text of its own. */
export function* linesOf(output: string): Generator<Readonly<Record<string, unknown>> | string> {
  for (const line of output.split(/\r?\n/)) {
    if (line.trim() === '') continue;
    yield parseLine(line) ?? line;
  }
}

function parseLine(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}
