/**
 * The globs of `packages:` in a pnpm-workspace.yaml; undefined where the key is not there. Reads a block list or a flow
 * list of plain or quoted strings, which is all that pnpm's documentation shows; anything else gives no globs.
 */
export function parsePnpmPackages(text: string): readonly string[] | undefined {
  const lines = text.split(/\r?\n/);
  const at = lines.findIndex((line) => /^packages\s*:/.test(line));
  if (at < 0) return undefined;
  const rest = stripComment((lines[at] ?? '').replace(/^packages\s*:/, '')).trim();
  return rest === ''
    ? blockList(lines.slice(at + 1))
    : flowList([rest, ...lines.slice(at + 1).map(stripComment)].join(' '));
}

function blockList(lines: readonly string[]): readonly string[] {
  const globs: string[] = [];
  for (const line of lines) {
    const content = stripComment(line);
    if (content.trim() === '') continue;
    const item = /^\s*-\s+(.*)$/.exec(content)?.[1];
    if (item === undefined) break;
    globs.push(unquote(item.trim()));
  }
  return globs.filter((glob) => glob !== '');
}

function flowList(text: string): readonly string[] {
  const inner = /^\[([^\]]*)\]/.exec(text)?.[1] ?? '';
  return inner
    .split(',')
    .map((item) => unquote(item.trim()))
    .filter((glob) => glob !== '');
}

/** A `#` begins a comment at the start or after a blank, and never inside quotes. */
function stripComment(line: string): string {
  const match = /^(?:[^'"#]|'[^']*'|"[^"]*"|(?<=\S)#)*/.exec(line);
  return match?.[0] ?? line;
}

function unquote(text: string): string {
  return /^(['"]).*\1$/.test(text) ? text.slice(1, -1) : text;
}
