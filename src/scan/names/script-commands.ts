/** A word of a script, by its offsets in it. */
interface Word {
  readonly text: string;
  readonly start: number;
}

/** A program that a script runs. */
export interface Command extends Word {
  /** Only where the package has no script of that name, which comes first. */
  readonly mayBeScript: boolean;
}

// In a package.json, quotes are escaped.
const token = /\\"(?:[^"\\]|\\[^"]){0,500}\\"|'[^']{0,500}'|&&|\|\||[|;&()\n]|\\.|[^\s|;&()'\\]+|\S/gy;
const blank = /[^\S\n]+/gy;

/**
 * The programs that a script runs: the first word of each of its commands, behind what sets its environment and behind what
 * runs a program of the project's (npm documentation, "npm-run-script" and "npm-exec"; pnpm and Yarn, "exec" and "run"). What
 * is told to bring a package along (`npx -y`, `dlx`) needs none.
 */
export function commandsOf(script: string): readonly Command[] {
  if (script.length > longestScript) return [];
  return simpleCommands(script).flatMap((words) => commandOf(words));
}

/** Each with its words; one in quotes is a whole. */
function simpleCommands(script: string): readonly (readonly Word[])[] {
  const commands: Word[][] = [[]];
  let isApart = true;
  for (let at = 0; at < script.length;) {
    blank.lastIndex = at;
    if (blank.test(script)) {
      at = blank.lastIndex;
      isApart = true;
    }
    token.lastIndex = at;
    const text = token.exec(script)?.[0];
    if (text === undefined) break;
    const words = commands.at(-1) ?? [];
    const last = words.at(-1);
    if (/^(?:&&|\|\||[|;&()\n])$/.test(text)) commands.push([]);
    else if (isApart || last === undefined) words.push({ text, start: at });
    else words[words.length - 1] = { ...last, text: last.text + text };
    isApart = /^(?:&&|\|\||[|;&()\n])$/.test(text);
    at = token.lastIndex;
  }
  return commands;
}

/** Characters over which nobody wrote a script by hand. */
const longestScript = 10_000;

const environment = /^[a-z_]\w*=/i;
/** What runs what stands behind it, and needs nobody. */
const transparent: ReadonlySet<string> = new Set(['env', 'exec', 'time', 'nohup', 'command']);

function commandOf(words: readonly Word[]): readonly Command[] {
  const found: Command[] = [];
  for (const [index, word] of words.entries()) {
    if (environment.test(word.text) || transparent.has(word.text)) continue;
    if (word.text !== 'cross-env') return [...found, ...programOf(word, words.slice(index + 1))];
    found.push({ ...word, mayBeScript: false });
  }
  return found;
}

function programOf(first: Word, rest: readonly Word[]): readonly Command[] {
  if (first.text === 'npx') return asked(rest);
  if (['npm', 'pnpm', 'yarn', 'bun'].includes(first.text)) return byManager(first.text, rest);
  const bin = /^(?:\.\/)?node_modules\/\.bin\//.exec(first.text)?.[0].length ?? 0;
  return [{ text: first.text.slice(bin), start: first.start + bin, mayBeScript: false }];
}

/** With any option it may be told to fetch, and from where. */
function asked([first]: readonly Word[]): readonly Command[] {
  return first === undefined || first.text.startsWith('-') ? [] : [{ ...first, mayBeScript: false }];
}

function byManager(manager: string, [verb, ...rest]: readonly Word[]): readonly Command[] {
  if (verb === undefined) return [];
  if (verb.text === 'exec') return manager === 'bun' ? [] : asked(rest[0]?.text === '--' ? rest.slice(1) : rest);
  if (manager === 'npm') return [];
  // Yarn and Bun look for a script first, then for a program; pnpm does so without the word.
  if (verb.text === 'run') return manager === 'pnpm' ? [] : asked(rest).map((one) => ({ ...one, mayBeScript: true }));
  return manager === 'bun' ? [] : [{ ...verb, mayBeScript: true }];
}
