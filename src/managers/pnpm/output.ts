/** What pnpm printed with `--reporter=ndjson`, in words. */
export interface PnpmOutput {
  /** `ERR_PNPM_…`, or a code of the system; undefined where it named none. */
  readonly code: string | undefined;
  /** Errors and warnings, and whatever else was no JSON: a line each. */
  readonly text: string;
}

/** One line of the reporter: pnpm 10 has what was thrown below `err`, later generations beside the level. */
interface LogLine {
  readonly name?: unknown;
  readonly level?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly hint?: unknown;
  /** Of a script: what it printed, and at its end with what it ended. */
  readonly line?: unknown;
  readonly exitCode?: unknown;
  readonly err?: { readonly code?: unknown; readonly message?: unknown };
}

/** The last error is the one that ended it; those before may have been tried again. */
export function readOutput(output: string): PnpmOutput {
  let code: string | undefined;
  const lines = output.split('\n').flatMap((line) => {
    const log = parseLine(line);
    if (log === undefined) return line.trim() === '' ? [] : [line];
    if (log.level !== 'error' && log.level !== 'warn') return [];
    const own = [log.code, log.err?.code].find((each) => typeof each === 'string');
    if (log.level === 'error') code = own ?? code;
    return [[own, log.message ?? log.err?.message, log.hint].filter((part) => typeof part === 'string').join(' ')];
  });
  const text = lines.join('\n');
  return { code: code ?? /\bERR_PNPM_\w+/.exec(text)?.[0], text };
}

function parseLine(line: string): LogLine | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    // The beginning of the output may be cut off in the middle of a line.
    return {};
  }
}

/** What the scripts of a rebuild said, and whether one ran to a good end: pnpm ends well where it left all out, too. */
export function readBuild(output: string): { readonly text: string; readonly isDone: boolean } {
  const logs = output.split('\n').flatMap((line) => parseLine(line) ?? []);
  const lines = logs.filter(({ name }) => name === 'pnpm:lifecycle');
  return {
    text: lines.flatMap(({ line }) => (typeof line === 'string' ? line : [])).join('\n'),
    isDone: lines.some(({ exitCode }) => exitCode === 0),
  };
}
