import { linesOf, type Said } from '../run.ts';

/** A line of what Yarn printed, with its code: `YN0035`, or none. */
interface Line {
  readonly code: string;
  readonly words: string;
  readonly isError: boolean;
}

/** What a Yarn since 2 printed, with `--json` where the command has it (Yarn documentation: Error Codes). */
export function readBerryWords(output: string): Said {
  const lines = [...linesOf(output)].flatMap((line) => (typeof line === 'string' ? plainLine(line) : jsonLine(line)));
  return {
    text: lines.map(({ code, words }) => (code === '' ? words : `${code}: ${words}`)).join('\n'),
    code: codeOf(lines.filter(({ isError }) => isError)),
  };
}

function jsonLine({ type, displayName, data }: Readonly<Record<string, unknown>>): readonly Line[] {
  if (typeof data !== 'string' || data === '') return [];
  return [{ code: typeof displayName === 'string' ? displayName : '', words: data, isError: type === 'error' }];
}

/** Codes that no warning has. */
const failures = /^YN00(?:15|16|18|28|33|35|41|78|82)$/;

/** Without `--json` nothing but the code tells an error from the rest. */
function plainLine(line: string): Line {
  const [, code = '', words = line] = /^➤ (YN\d{4}): [┌│└·]?\s*(.*)$/.exec(line) ?? [];
  return { code, words, isError: code === '' || failures.test(code) };
}

/** Codes that stand for anything: what happened is in the words behind them. */
const general = new Set(['', 'YN0000', 'YN0001']);

function codeOf(errors: readonly Line[]): string | undefined {
  const code = errors.find((line) => !general.has(line.code))?.code;
  // Every answer that is no success has this one.
  if (code !== 'YN0035') return code;
  const status = /Response Code: (\d{3})/.exec(errors.map(({ words }) => words).join('\n'))?.[1];
  return status === undefined ? code : `E${status}`;
}
